"""The demonstration world as it stands after seeding: counts, states, history, something to do, nothing real."""

import re

import pytest
import sqlalchemy as sa

from accounts.creditcode import fault
from accounts.mails import send
from accounts.models import Message, Organisation, User
from accounts.queries import mails
from challenge.bidding import sealing
from challenge.bidding.models import Bid
from challenge.custody.rules import sealing_of
from challenge.notice.objections.queries import public_lines
from challenge.posting.models import Challenge, Programme
from challenge.review.batches import verifying
from challenge.review.batches.models import Batch
from challenge.review.batches.states import F
from challenge.review.contacts.models import ContactReport
from challenge.review.draw.replay import checks
from challenge.review.draw.rules import missing_sides
from challenge.review.draw.states import D, Round, Side
from challenge.review.models import Assignment
from challenge.states import INDUSTRIES, A, B
from core import audit, audit_walk, clock, log_tree, settings, workdays
from core.database import db
from core.looks import Look
from demo.world import custodians
from reports.desk.duties import duties
from talent.integrity.models import IntegrityCase
from talent.integrity.queries import public_findings
from talent.models import Profile
from talent.states import P
from tests.demo.finding import of, person

pytestmark = pytest.mark.slow

AT_WORK = ("cell-sorting", "electrolyte", "slow-release", "robot-power", "mycelium-dregs", "glaze-reuse")
LIVE = ("flue-dryer", "ammonia-sorbent", "tray-robot")
TO_CHOOSE = ("joint-coolant", "transfer-extract")
STATES = (
    {
        "flow-stack": "揭榜中",
        "mullite": "揭榜中",
        "ceramic-line": "揭榜中",
        "flaxseed": "已入库",
        "cimetidine": "已截止",
        "biogas": "已开标",
        "lic": "评榜中",
        "dm-cyclone": "拟立项",
        "fcc-catalyst": "公示中",
        "agri-waste": "流榜",
        "ems-draft": "草稿",
        "kaolin-submitted": "待受理",
        "alfalfa-screened": "县区初审",
        "pcm-appraising": "论证中",
        "flax-protein": "评榜中",
        "kiln-heat": "评榜中",
        "slime-dosing": "已开标",
        "pharma-water": "已开标",
        "press-mould": "已办结",
        "manure-bedding": "已办结",
    }
    | dict.fromkeys(AT_WORK, "攻关中")
    | dict.fromkeys(TO_CHOOSE, "评榜中")
    | dict(zip(LIVE, ("验收中", "攻关中", "结果已公布"), strict=True))
)
IN_PROJECTS = (*sorted({*AT_WORK, *LIVE} - {"robot-power"}), "press-mould", "manure-bedding")
RACE = "robot-power"
WITH_ADDRESS = ("enterprise", "enterprise2", "researcher", "expert1", "officer", "leader")
MOST_MAILS = 750
PHONE = re.compile(r"(?<![0-9a-f])(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?![0-9a-f])")
DRAWN = re.compile("hash|digest|previous|sha256|signature|key|blob|pool|token")


def count(model, *conditions):
    return db.session.scalar(sa.select(sa.func.count()).select_from(model).where(*conditions))


def test_every_list_stands_where_its_text_says(town):
    assert {key: of(town, key).shown_state.label for key in STATES} == STATES
    assert set(town.challenges) == set(STATES)
    assert all(row.is_demo for row in db.session.scalars(sa.select(Challenge)).unique())


def test_there_are_enough_people_and_units(town):
    profiles = db.session.scalars(sa.select(Profile).where(Profile.state == P.ADMITTED)).unique().all()
    assert len(profiles) == 137
    assert min(len(one.works) for one in profiles) == 3
    assert {industry for one in profiles for industry in one.industries} == set(INDUSTRIES)
    assert len({one.name for one in profiles}) == len(profiles)
    assert count(Organisation) == 30
    assert count(Programme) == 6


def test_nobody_can_be_hit(town):
    units = db.session.scalars(sa.select(Organisation)).all()
    assert [(one.name, fault(one.credit_code)) for one in units if fault(one.credit_code)] == []
    assert {one.credit_code[2:8] for one in units} == {"999999"}
    assert [one.name for one in units if not one.name.endswith("（演示）")] == []
    for model in (User, Profile):
        reserved = model.email.endswith("@example.com")
        assert count(model, sa.or_(model.phone != "", sa.and_(model.email != "", ~reserved))) == 0
    own = sa.and_(Challenge.contact_email != "", ~Challenge.contact_email.endswith("@example.com"))
    assert count(Challenge, sa.or_(Challenge.contact_phone != "", own)) == 0


def test_mails_are_there_to_be_looked_at_and_none_is_sent(town):
    with_address = {one.username: one.email for one in db.session.scalars(sa.select(User)) if one.email}
    assert with_address == {one: f"{one}@example.com" for one in WITH_ADDRESS}
    kept = [one.payload["to"] for one in db.session.scalars(mails())]
    assert set(kept) == {f"{one}@example.com" for one in WITH_ADDRESS}
    assert len(kept) < MOST_MAILS
    job = db.session.scalars(mails()).first()
    assert send(job) == {"held": True}


def test_no_text_of_the_database_holds_a_phone_number(town):
    found = []
    for table in db.metadata.sorted_tables:
        columns = [one for one in table.columns if isinstance(one.type, sa.String | sa.Text | sa.JSON)]
        wanted = [one for one in columns if not DRAWN.search(one.name)]
        for row in db.session.execute(sa.select(*wanted)) if wanted else ():
            found += [(table.name, value) for value in map(str, row) if PHONE.search(value)]
    assert found == []


def test_the_log_holds_and_every_entry_lies_in_the_past(town):
    assert audit_walk.first_broken() is None
    entries = db.session.scalars(sa.select(audit.AuditEntry).order_by(audit.AuditEntry.seq)).all()
    assert entries[-1].at <= clock.now()
    assert [one.at for one in entries] == sorted(one.at for one in entries)


def test_the_log_has_published_heads_and_looks(town):
    assert log_tree.first_wrong_head() is None
    assert db.session.scalar(sa.select(sa.func.count()).select_from(log_tree.LogHead)) >= 7
    assert set(db.session.scalars(sa.select(Look.kind))) >= {"reviewers", "contact"}


def test_things_happen_in_office_hours_of_working_days(town):
    entries = db.session.scalars(
        sa.select(audit.AuditEntry).where(audit.AuditEntry.action.startswith("challenge."))
    ).all()
    times = [clock.beijing(one.at) for one in entries]
    assert [time for time in times if not workdays.is_workday(time.date())] == []
    assert [time for time in times if not 9 <= time.hour < 19] == []
    assert len({time.hour for time in times}) >= 6


def test_a_history_tells_how_a_list_came_about(town):
    steps = [
        (one.action.partition(".")[2], one.actor_name)
        for one in audit.entries_of(f"challenge:{of(town, 'fcc-catalyst').id}")
        if one.action.startswith("challenge.")
    ]
    assert steps == [
        ("create", "苗岫云"),
        ("submit", "苗岫云"),
        ("accept", "祁守章"),
        ("opinion", "祁守章"),
        ("opinion", "佟立程"),
        ("opinion", "詹计微"),
        ("pool", "祁守章"),
        ("publish", "佟立程"),
        ("key", "佟立程"),
        ("close", "系统"),
        ("begin_opening", "祁守章"),
        ("open", "雒清正"),
        ("start_review", "祁守章"),
        ("propose", "祁守章"),
        ("award", "柴秉衡"),
        ("publish_notice", "祁守章"),
    ]


def test_the_county_screened_where_it_takes_part(town):
    actions = [one.action for one in audit.entries_of(f"challenge:{of(town, 'biogas').id}")]
    assert [name for name in actions if name in ("challenge.refer", "challenge.recommend")] == [
        "challenge.refer",
        "challenge.recommend",
    ]


def test_bids_stand_where_their_lists_stand(town):
    found = {key: sorted(bid.state for bid in of(town, key).bids) for key in STATES if of(town, key).bids}
    assert found == {
        "flow-stack": [B.SEALED, B.SEALED],
        "mullite": [B.DRAFT],
        "cimetidine": [B.SEALED] * 3,
        "biogas": [B.CORRECTING, B.QUALIFIED, B.UNQUALIFIED],
        "lic": [B.REVIEWING] * 3,
        "dm-cyclone": [B.NOMINATED, B.RESERVE, B.UNSELECTED],
        "fcc-catalyst": [B.RESERVE, B.UNSELECTED, B.WON],
        "agri-waste": [B.UNQUALIFIED],
        "flax-protein": [B.REVIEWING] * 2,
        "kiln-heat": [B.REVIEWING] * 2,
        "slime-dosing": [B.QUALIFIED],
        "pharma-water": [B.QUALIFIED],
        **{key: [B.REVIEWING] * 2 for key in TO_CHOOSE},
    } | {key: [B.RESERVE, B.WON] for key in IN_PROJECTS} | {RACE: [B.WON] * 3}
    opened = [bid for key in STATES for bid in of(town, key).bids if bid.opened_at]
    assert [
        bid.code for bid in opened if not (bid.content.approach and bid.promises and bid.milestones)
    ] == []
    assert all(bid.sealed_at < bid.challenge.deadline for bid in opened)


def test_the_replaced_bid_has_two_receipts(town):
    winner = next(bid for bid in of(town, "fcc-catalyst").bids if bid.state is B.WON)
    assert [one.kind for one in winner.receipts] == ["submitted", "replaced"]
    assert [one.name for one in winner.partners] == ["漠南矿业大学（演示）"]


def test_reviews_are_as_far_as_their_lists(town):
    found = {key: sorted(one.state for one in of(town, key).assignments) for key in STATES}
    assert {key: states for key, states in found.items() if states} == {
        "lic": sorted([A.ACCEPTED, A.DECLINED, A.INVITED, A.SUBMITTED, A.SUBMITTED, A.SUBMITTED]),
        "dm-cyclone": [A.SUBMITTED] * 5,
        "fcc-catalyst": [A.LOCKED] * 5,
        "flax-protein": [A.ACCEPTED] * 2 + [A.SUBMITTED] * 3,
        "kiln-heat": [A.ACCEPTED] * 5,
    } | {key: [A.LOCKED] * 5 for key in (*IN_PROJECTS, RACE)}


def test_one_batch_is_deployed_and_one_is_open_for_edits(town):
    first, second = db.session.scalars(sa.select(Batch).order_by(Batch.id)).unique()
    assert (first.state, first.edits, first.consented) == (F.DEPLOYED, 1, 2)
    assert (second.state, second.edits) == (F.PROPOSED, 0)
    assert {one.challenge_id for one in first.lists} == {
        of(town, key).id for key in ("flax-protein", "kiln-heat")
    }
    found = [one for batch in (first, second) for one in verifying.checks(batch)]
    assert [one.sentence for one in found if not one.holds] == []
    assert {duty.what for duty in duties(person("officer"))} >= {"核对并部署集中分派"}


def test_reviewers_are_drawn_and_some_seeds_are_waited_for(town):
    rounds = {key: [(one.round, one.state) for one in of(town, key).draws] for key in STATES}
    drawn = {key for key, told in rounds.items() if told == [(Round.FIRST, D.DRAWN)]}
    assert drawn == {"lic", "dm-cyclone", "fcc-catalyst", *IN_PROJECTS, RACE}
    assert {row.draw_id is None for key in drawn for row in of(town, key).assignments} == {False}
    waited = {key: missing_sides(of(town, key).draws[-1]) for key, told in rounds.items() if told}
    assert {key: sides for key, sides in waited.items() if sides} == {
        "ceramic-line": [Side.SUPERVISOR],
        "biogas": [Side.SUPERVISOR],
    }
    assert rounds["mullite"] == []
    for key in drawn:
        (draw,) = of(town, key).draws
        assert [one.sentence for one in checks(draw) if not one.holds] == []
        moved_up = len(draw.assignments) - 5
        assert (key, moved_up) == (key, 1 if key == "lic" else 0)


def test_the_notice_is_running(town):
    (notice,) = of(town, "fcc-catalyst").notices
    assert notice.published_at < clock.now() < notice.ends_at


def test_one_objection_is_answered_and_one_is_investigated(town):
    first, second = public_lines(of(town, "fcc-catalyst").notices[0])
    told = [(one["phase"].label, one["result"], one["ground"]) for one in (first, second)]
    assert sorted(told) == [("终局", "不成立", "公示内容有误"), ("调查中", "", "侵犯知识产权")]
    both = {duty.what for name in ("supervisor", "supervisor2") for duty in duties(person(name))}
    assert both >= {"监督开标", "调查并答复异议"}


def test_one_contact_is_looked_into_and_three_cases_stand_apart(town):
    (report,) = db.session.scalars(sa.select(ContactReport))
    assert (report.state.label, report.challenge.code) == ("核查中", of(town, "lic").code)
    assert "核查接触报告" in {duty.what for duty in duties(person("supervisor2"))}
    cases = db.session.scalars(sa.select(IntegrityCase)).unique().all()
    assert {one.shown_state.label for one in cases} == {"限制期内", "期满解除", "申辩中"}
    assert "提交申辩意见" in {duty.what for duty in duties(person("enterprise2"))}
    # None of them reviews or bids, so no other scene depends on a finding.
    seats = sa.select(Assignment.profile_id)
    assert not {one.profile_id for one in cases} & set(db.session.scalars(seats))
    leaders = set(db.session.scalars(sa.select(Bid.leader_id)))
    assert not {one.user_id for one in cases if one.user_id} & leaders
    assert db.session.scalars(public_findings()).unique().all() == [one for one in cases if one.is_in_force]


def test_older_messages_are_read_and_new_ones_are_not(town):
    mine = sa.select(Message).join(User, User.id == Message.user_id).where(User.username == "officer")
    messages = db.session.scalars(mine).all()
    assert {one.read_at is None for one in messages} == {True, False}
    newest_read = max(one.created_at for one in messages if one.read_at)
    assert newest_read < min(one.created_at for one in messages if one.read_at is None)


def test_lists_since_the_enrolment_are_in_custody(town):
    modes = {key: sealing_of(of(town, key)).mode for key in ("flow-stack", "ceramic-line", "fcc-catalyst")}
    assert modes == {"flow-stack": "custodians", "ceramic-line": "custodians", "fcc-catalyst": "platform"}
    sealed = [bid for bid in of(town, "flow-stack").bids if bid.state is B.SEALED]
    assert sorted(sealing.has_passphrase(bid) for bid in sealed) == [False, True]
    assert settings.get("demo_passphrase") == custodians.PASSPHRASE
