"""The work list: who is told what, until when, and where to go."""

import datetime as dt

import pytest

from accounts.models import RoleGrant
from accounts.states import UserState
from challenge.posting.models import Question
from challenge.states import A, B, C
from core import outbox
from core.database import db, transaction
from reports.desk.duties import duties
from reports.site import desk_entries
from talent.states import P
from tests import world


def told(person):
    """(what, code or title) of everything on the desk of a person."""
    db.session.commit()
    return [(duty.what, duty.code or duty.title) for duty in duties(person)]


def test_the_officer_in_charge_reads_how_many_opinions_are_in(app):
    officer = world.user("officer")
    row = world.challenge(C.APPRAISING, handler_id=officer.id)
    world.opinion(row, author=officer.id)
    assert told(officer) == [("组织论证（意见 1 份，至少 2 份）", row.code)]
    world.opinion(row)
    db.session.expire_all()
    assert told(officer) == [("论证意见已齐，办理入库", row.code)]


def test_the_bureau_is_asked_for_opinions_until_there_are_enough(app):
    row = world.challenge(C.APPRAISING, handler_id=world.user("officer").id)
    leader, supervisor = world.user("leader"), world.user("supervisor")
    world.opinion(row, author=leader.id)
    assert told(leader) == []
    assert told(supervisor) == [("填写论证意见", row.code)]
    assert told(world.user("finance")) == []
    world.opinion(row)
    db.session.expire_all()
    assert told(supervisor) == []


def test_a_choice_against_the_ranking_waits_for_another_officer(app):
    proposer, other = world.user("officer"), world.user("officer")
    row = world.challenge(C.PROPOSED, handler_id=proposer.id)
    proposal = world.proposal(row, proposed_by=proposer, override_reason="现场条件更匹配")
    assert told(proposer) == []
    leader = world.user("leader")
    assert (told(leader), duties(leader)[0].runs) == ([("等待另一名经办人复核", row.code)], True)
    assert told(other) == [("复核未按排名的推荐", row.code)]
    assert [duty.path for duty in duties(other)] == [f"/desk/challenges/{row.code}/decision"]
    proposal.second_by_id = other.id
    assert (told(other), told(leader)) == ([], [("审定拟立项方案", row.code)])


def test_an_invitation_shows_the_clock_of_the_answer_and_a_review_its_own(app, now):
    person = world.user("expert")
    one = world.assignment(
        world.challenge(C.REVIEWING), world.profile(user_id=person.id, confirmed_at=now.instant), A.INVITED
    )
    [duty] = duties(person)
    assert (duty.what, duty.due) == ("答复评审邀请", one.invited_at + dt.timedelta(days=3))
    one.state = A.ACCEPTED
    [duty] = duties(person)
    assert (duty.what, duty.due) == ("完成评审", one.due_at)


def test_the_first_account_admits_colleagues_and_recommends_them(app, now):
    first = world.user("enterprise", is_first_account=True)
    unit = first.organisation_id
    world.user("researcher", organisation_id=unit, display_name="新同事", state=UserState.PENDING)
    world.user("researcher", state=UserState.PENDING)
    world.profile("本单位专家", P.APPLIED, organisation_id=unit)
    world.profile("外单位专家", P.APPLIED)
    assert sorted(told(first)) == [("审核同事的加入申请", "新同事"), ("推荐本单位专家入库", "本单位专家")]
    assert told(world.user("enterprise", organisation_id=unit)) == []


@pytest.mark.parametrize(
    ("state", "days", "what"),
    [
        (None, 0, "建立专家档案"),
        (P.DRAFT, 0, "完善专家档案并申请入库"),
        (P.ADMITTED, 365, "确认专家档案（每年一次）"),
        (P.ADMITTED, 364, None),
        (P.APPLIED, 0, None),
    ],
)
def test_the_own_profile_is_made_handed_in_and_confirmed(app, now, state, days, what):
    person = world.user("researcher")
    if state:
        world.profile("本人", state, user_id=person.id, confirmed_at=now.instant)
    now.forward(days=days)
    assert [each for each, _ in told(person)] == ([what] if what else [])


def test_roles_without_work_have_no_entry_and_leaders_reach_their_batches(app):
    assert desk_entries(world.user("finance")) == [
        ("今日待办", "/desk"),
        ("攻关项目", "/desk/projects/"),
        ("拨付", "/desk/projects/payments"),
    ]
    assert desk_entries(world.user("leader")) == [
        ("今日待办", "/desk"),
        ("需求与榜单", "/desk/challenges"),
        ("揭榜方案", "/desk/bids"),
        ("保管人", "/desk/custodians"),
        ("项目批次", "/desk/challenges/programmes"),
        ("集中分派", "/desk/reviews/batches"),
        ("异议", "/desk/objections"),
        ("攻关项目", "/desk/projects/"),
        ("拨付", "/desk/projects/payments"),
        ("成果与跟踪", "/desk/outcomes/contracts"),
        ("科技特派员", "/desk/envoys/"),
        ("推荐成效", "/desk/recommendations"),
        ("科研诚信", "/desk/integrity"),
    ]
    read_only = desk_entries(world.user("auditor"))
    assert [path for _, path in read_only if path.endswith("/states")] == [
        "/desk/contact-reports/states",
        "/desk/integrity/states",
    ]
    both = world.user("finance")
    both.grants.append(RoleGrant(role="supervisor"))
    assert desk_entries(both) == [
        ("今日待办", "/desk"),
        ("需求与榜单", "/desk/challenges"),
        ("揭榜方案", "/desk/bids"),
        ("保管人", "/desk/custodians"),
        ("集中分派", "/desk/reviews/batches"),
        ("异议", "/desk/objections"),
        ("攻关项目", "/desk/projects/"),
        ("拨付", "/desk/projects/payments"),
        ("科技特派员", "/desk/envoys/"),
        ("开标记录", "/desk/openings"),
        ("接触报告", "/desk/contact-reports"),
        ("科研诚信", "/desk/integrity"),
        ("查阅记录", "/desk/looks"),
    ]


@pytest.mark.parametrize(
    ("role", "label", "path"),
    [
        ("enterprise", "提出新需求", "/desk/challenges/new"),
        ("researcher", "看推荐榜单", "/desk/talent/challenges"),
        ("expert", "看我的评审", "/desk/reviews"),
        ("officer", "看需求与榜单", "/desk/challenges"),
        ("auditor", "查阅日志", "/desk/log"),
        ("security", "看账号与单位", "/desk/accounts"),
        ("finance", "看看榜单", "/challenges"),
    ],
)
def test_an_empty_desk_says_where_to_begin(app, client_of, now, role, label, path):
    person = world.user(role)
    world.profile("本人", user_id=person.id, confirmed_at=now.instant)
    browser = client_of(person)
    browser.get("/desk")
    [begin] = browser.all("a", class_="btn-primary")
    assert (begin.text, begin.get("href")) == (label, path)


def test_what_only_runs_stands_below_what_is_to_be_done(app, client_of, now):
    person = world.user("researcher")
    world.profile("本人", user_id=person.id, confirmed_at=now.instant)
    world.bid(world.challenge(C.OPEN), B.SEALED, leader=person)
    browser = client_of(person)
    browser.get("/desk")
    assert [one.text for one in browser.all("h2")] == ["正在进行，暂不需要办理"]
    page = browser.text()
    assert page.index("眼下没有要办的事") < page.index("正在进行，暂不需要办理") < page.index("截止前可替换")


def test_a_question_waits_since_it_was_asked(app, now):
    poster = world.user("enterprise")
    challenge = world.challenge(C.OPEN, author=poster)
    now.forward(days=3)
    with transaction():
        db.session.add(Question(challenge_id=challenge.id, asker=b"x", text="？", asked_at=now.instant))
    [duty] = duties(poster)
    assert (duty.what, duty.since) == ("答复提问（1 条）", now.instant)


def test_the_administrator_is_told_of_mails_that_failed(app):
    admin = world.user("admin")
    with transaction():
        for thread in ("", "bid:3"):
            letter = {"to": "a@example.com", "subject": "通知", "body": ""}
            outbox.enqueue("mail", letter, thread=thread).state = "failed"
    assert told(admin) == [("补发发送失败的邮件", "1 封邮件未能发出")]
    assert told(world.user("security")) == []
