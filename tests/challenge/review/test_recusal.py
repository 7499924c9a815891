"""What follows from ties: who is kept off the list or one bid, what is verified or admitted, staff, facts told later."""

import pytest
import sqlalchemy as sa

from challenge.notice.text import facts_of
from challenge.posting.demander import keeps_opener_away
from challenge.review import facts, parties, recusal
from challenge.review.actions import admitting, committee
from challenge.review.models import Admission
from challenge.review.rules import own_bids
from challenge.review.states import Outcome
from challenge.states import A
from core.audit import entries_of
from core.database import db, transaction
from core.workflow import Refused, refusal
from talent.models import Employment, Profile, Relation, Tie
from tests import world
from tests.challenge.review import scene


def expert(**facts):
    return world.profile(user_id=world.user("expert").id, **facts)


def tied(profile, kind, whom):
    with transaction():
        db.session.add(Tie(who=f"profile:{profile.id}", whom=whom, kind=kind))
    db.session.expire_all()


def former(profile, organisation, until=2024):
    with transaction():
        post = {"unit": organisation.name, "organisation_id": organisation.id, "year_from": 2019}
        db.session.add(Employment(profile_id=profile.id, year_to=until, **post))
    db.session.expire_all()


def test_a_tie_to_one_bid_keeps_off_that_bid_alone(app):
    officer, challenge = scene.in_review(2)
    profile, (near, far) = expert(), challenge.bids
    former(profile, near.organisation)
    with transaction():
        (task,) = committee.choose(officer, challenge, [scene.candidate(profile)])
        committee.invite_chosen(officer, challenge, {task.id})
    assert scene.declared(task) is True
    assert [bid.id for bid in own_bids(task)] == [far.id]
    assert {(one.bid_id, one.tie) for one in task.declarations} == {(near.id, "found"), (far.id, "none")}


def test_ties_to_every_bid_or_to_the_poster_keep_off_the_list(app):
    officer, challenge = scene.in_review(2)
    for sides in ([bid.organisation for bid in challenge.bids], [challenge.organisation]):
        profile = expert()
        for one in sides:
            former(profile, one)
        task = world.assignment(challenge, profile)
        found = refusal(officer, task, "invite").sentence
        assert found.startswith("该专家有须回避全部方案的情形：")
        assert f"{profile.name} —同单位（2019–2024）→ {sides[0].name}" in found


def test_the_committee_admits_with_a_reason_that_the_notice_tells_without_a_name(app):
    officer, challenge = scene.in_review(1)
    profile = expert()
    former(profile, challenge.organisation)
    task = world.assignment(challenge, profile)
    assert refusal(officer, task, "invite") is not None
    (one,) = recusal.standing(profile, challenge)
    assert (one.grade, one.is_of_list) == ("exclude", True)
    with transaction():
        row = admitting.settle(officer, challenge, profile, one.tie, Outcome.ADMITTED, "本方向专家不足。")
    assert [each.grade for each in recusal.standing(profile, challenge)] == ["mark"]
    assert refusal(officer, task, "invite") is None
    with transaction():
        task.state = A.ACCEPTED
    assert recusal.admitted(challenge) == ["曾同单位（本方向专家不足。）"]
    assert profile.name not in "".join(recusal.admitted(challenge))
    (entry,) = [e for e in entries_of(f"review:{challenge.id}") if e.object_type == "admission"]
    assert (entry.object_id, entry.after["outcome"]) == (str(row.id), "admitted")


def test_leader_and_supervisor_read_how_many_sit_in_spite_of_a_tie_and_no_names(client_of):
    officer, challenge, rows = scene.panel(1)
    assert recusal.marks(challenge) == []
    former(rows[0].profile, challenge.organisation)
    for one in rows[1:3]:
        tied(one.profile, "reviewed", f"organisation:{challenge.bids[0].organisation_id}")
    (tie,) = recusal.standing(rows[0].profile, challenge)
    with transaction():
        admitting.settle(officer, challenge, rows[0].profile, tie.tie, Outcome.ADMITTED, "本方向专家不足。")
    found = {label: numbers for label, _clause, *numbers in recusal.marks(challenge)}
    assert found == {"曾同单位": [1, 1], "评审过": [2, 0]}
    for one in rows:
        scene.hand_in(one)
    names = [one.profile.name for one in rows]
    for role in ("leader", "supervisor"):
        browser = client_of(world.user(role))
        browser.get(f"/desk/challenges/{challenge.code}/ranking")
        text = browser.text()
        assert "第（九）项）：1 位专家，其中 1 位经评审组例外准入" in text
        assert "评审过（规则包" in text
        assert [name for name in names if name in text] == []


def test_a_block_is_never_admitted_not_even_by_the_database(app):
    officer, challenge = scene.in_review(1)
    profile = expert(organisation_id=challenge.organisation_id)
    (one,) = recusal.standing(profile, challenge)
    with pytest.raises(Refused, match="不能例外准入"):
        admitting.settle(officer, challenge, profile, one.tie, Outcome.ADMITTED, "就这样。")
    row = {"challenge_id": challenge.id, "profile_id": profile.id, "kind": "same_unit", "path": one.tie.path}
    row |= {"outcome": "admitted", "reason": "就这样。", "by_id": officer.id, "at": challenge.created_at}
    with pytest.raises(sa.exc.IntegrityError), transaction():
        db.session.add(Admission(grade="block", **row))


@pytest.mark.parametrize(("outcome", "grades"), [(Outcome.CLEARED, [""]), (Outcome.CONFIRMED, ["block"])])
def test_a_name_alone_is_verified_before_the_invitation(app, outcome, grades):
    officer, challenge = scene.in_review(1)
    profile = expert()
    with transaction():
        kind = {"kind": "teacher", "name": challenge.bids[0].leader.display_name, "unit": ""}
        db.session.add(Relation(profile_id=profile.id, **kind))
    db.session.expire_all()
    task = world.assignment(challenge, profile)
    assert refusal(officer, task, "invite").sentence.startswith("请先核实并记录结论：")
    (one,) = recusal.standing(profile, challenge)
    with pytest.raises(Refused, match="核实结论"):
        admitting.settle(officer, challenge, profile, one.tie, Outcome.ADMITTED, "不写结论。")
    with transaction():
        admitting.settle(officer, challenge, profile, one.tie, outcome, "已电话核实。")
    assert [each.grade for each in recusal.standing(profile, challenge)] == grades
    assert (refusal(officer, task, "invite") is None) is (outcome is Outcome.CLEARED)


def test_members_who_have_come_to_conflict_stop_the_proposal(app):
    _, challenge, rows = scene.panel(1)
    assert recusal.panel_unrelated(challenge) is None
    tied(rows[1].profile, "relative", f"user:{challenge.bids[0].leader_id}")
    said = recusal.panel_unrelated(challenge)
    assert said.startswith("评审专家 2 号存在须回避的情形（规则包 2026-1 第十四条）")
    assert rows[1].profile.name not in said


def test_staff_tied_to_poster_or_bidder_hand_over(app):
    officer, challenge = scene.opened(1)
    assert recusal.handler_unrelated(challenge) is None
    with transaction():
        who, whom = f"user:{officer.id}", f"user:{challenge.bids[0].leader_id}"
        db.session.add(Tie(who=who, whom=whom, kind="relative"))
    assert recusal.handler_unrelated(challenge).startswith("经办人与本榜单当事方存在须回避的情形：")
    leader = world.user("leader")
    assert (recusal.keeps_staff_away(leader, challenge), keeps_opener_away(leader, challenge)) == (None, None)
    with transaction():
        db.session.add(
            Tie(who=f"user:{leader.id}", whom=f"organisation:{challenge.organisation_id}", kind="helped")
        )
    assert "—参与编写需求→" in recusal.keeps_staff_away(leader, challenge)
    assert keeps_opener_away(leader, challenge).startswith("您与发榜方存在须回避的情形：")


def test_lists_tell_teams_helpers_judges_and_rivals(app):
    _, challenge = scene.awarded()
    told = {kind for _, _, kind in [*facts.judged(challenge), *facts.rivals(challenge)]}
    assert told == {"reviewed", "lost"}
    first, second = challenge.bids
    assert (f"user:{first.leader_id}", f"user:{second.leader_id}", "lost") in facts.rivals(challenge)
    assert facts.helpers_of(challenge) == [
        (f"user:{challenge.author_id}", f"challenge:{challenge.id}", "helped")
    ]
    judge = challenge.assignments[0].profile_id
    assert (f"profile:{judge}", f"organisation:{second.organisation_id}", "reviewed") in facts.judged(
        challenge
    )
    assert "admitted" in facts_of(challenge)


def test_a_panel_costs_as_many_queries_as_one_member(app, queries):
    _, challenge, rows = scene.panel(2)

    def asked(number):
        db.session.expire_all()
        for one in challenge.bids:  # what the page has loaded anyway
            parties.side_of(one)
        people = [db.session.get(Profile, one.profile_id) for one in rows[:number]]
        with queries() as seen, parties.looked_up(challenge, people):
            for one in people:
                recusal.standing(one, challenge)
        return len(seen)

    asked(1)
    assert asked(1) == asked(5)


def test_the_officer_settles_on_the_page(client_of):
    officer, challenge = scene.in_review(1)
    profile = expert()
    former(profile, challenge.organisation)
    browser = client_of(officer)
    page = f"/desk/challenges/{challenge.code}/reviewers/{profile.id}/ties"
    assert browser.get(page).status_code == 200
    assert "声明并回避该项" in browser.text()
    token = recusal.standing(profile, challenge)[0].tie.token
    assert browser.post(page, data={"tie": token, "outcome": "admitted", "reason": ""}).status_code == 422
    assert (
        browser.post(page, data={"tie": token, "outcome": "admitted", "reason": "专家不足。"}).status_code
        == 302
    )
    browser.get(page)
    assert "专家不足。" in browser.text()
    assert client_of(world.user("officer")).get(page).status_code == 404


def test_an_expert_who_is_only_blocked_has_nothing_to_settle(client_of):
    officer, challenge = scene.in_review(1)
    profile = expert(organisation_id=challenge.organisation_id)
    browser = client_of(officer)
    page = f"/desk/challenges/{challenge.code}/reviewers/{profile.id}/ties"
    assert browser.get(page).status_code == 200
    assert ("须回避" in browser.text(), "记录结论" in browser.text()) == (True, False)
