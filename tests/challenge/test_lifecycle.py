"""The table of the challenge against a hand-written matrix, and every table against dead ends."""

import pytest

import challenge.lifecycle  # noqa: F401 - registers the tables
from challenge.states import C
from core import workflow
from core.database import transaction
from core.workflow import State
from tests import world

MATRIX = {
    C.DRAFT: {"poster": {"submit"}},
    C.SUBMITTED: {
        "poster": {"take_back"},
        "officer": {"refer", "accept", "return", "reject", "hand_over"},
        "leader": {"hand_over"},
    },
    C.SCREENED: {
        "county": {"recommend", "county_return"},
        "officer": {"hand_over"},
        "leader": {"hand_over"},
    },
    C.APPRAISING: {"officer": {"return", "reject", "pool", "hand_over"}, "leader": {"hand_over"}},
    C.POOLED: {
        "officer": {"return", "publish", "ask_cancel", "hand_over"},
        "officer2": {"publish"},
        "leader": {"hand_over"},
    },
    C.OPEN: {
        "officer": {"amend", "begin_opening", "ask_cancel", "hand_over"},
        "officer2": {"begin_opening"},
        "supervisor": {"begin_opening"},
        "leader": {"begin_opening", "suspend", "hand_over"},
    },
    C.OPENED: {
        "officer": {"start_review", "lapse", "ask_cancel", "hand_over"},
        "leader": {"suspend", "hand_over"},
    },
    C.REVIEWING: {
        "officer": {"propose", "lapse", "ask_cancel", "hand_over"},
        "leader": {"suspend", "hand_over"},
    },
    C.PROPOSED: {
        "officer": {"ask_cancel", "hand_over"},
        "leader": {"award", "return_proposal", "suspend", "hand_over"},
    },
    C.AWARDED: {
        "officer": {"publish_notice", "ask_cancel", "hand_over"},
        "leader": {"suspend", "hand_over"},
    },
    C.NOTICED: {
        "officer": {"give_up", "announce", "ask_cancel", "hand_over"},
        "leader": {"reopen_review", "suspend", "hand_over"},
    },
    C.ANNOUNCED: {"officer": {"begin_project", "finish", "give_up"}},
    C.CONTRACTED: {"officer": {"finish", "give_up"}},
    C.ACCEPTING: {"officer": {"finish", "give_up"}},
    C.DONE: {},
    C.REJECTED: {},
    C.LAPSED: {
        "officer": {"relist", "revise", "split", "entrust", "ask_cancel", "hand_over"},
        "leader": {"hand_over"},
    },
    C.SUSPENDED: {"officer": {"ask_cancel", "hand_over"}, "leader": {"resume", "hand_over"}},
    C.CANCELLED: {},
}
# Where the way of each thing may end, by value; nothing else is a dead end, and from everywhere one of these is reached.
ENDS = {
    "acceptance": "concluded rectifying ended",
    "achievement": "registered",
    "agreement": "ended",
    "assignment": "recused declined expired removed",
    "batch": "deployed withdrawn",
    "bid": "withdrawn unopened unqualified given_up",
    "challenge": "done rejected cancelled",
    "closure": "closed declined dismissed withdrawn dropped",
    "final_account": "confirmed",
    "contact_report": "case unfounded handled",
    "contract": "refused superseded",
    "correction": "confirmed refused withdrawn",
    "draw": "void",
    "envoy": "declined ended",
    "envoy_assessment": "final",
    "envoy_request": "arranged refused withdrawn",
    "inquiry": "declined withdrawn signed ended",
    "integrity_case": "unfounded revoked",
    "liaison": "declined withdrawn",
    "milestone": "passed failed eliminated cancelled",
    "mission": "closed replaced cancelled",
    "notice": "closed revoked",
    "objection": "final withdrawn ended",
    "panel": "dissolved",
    "panel_member": "declined recused expired removed",
    "payment": "confirmed cancelled",
    "programme": "closed",
    "project": "passed diligent failed abandoned eliminated terminated",
    "question": "answered declined",
    "race_gate": "done cancelled",
    "race_objection": "upheld dismissed",
    "tech_contract": "registered",
    "tolerance": "granted refused withdrawn",
    "visit": "superseded",
}
# What stands as long as it is there: it goes to and fro.
STANDING = {"follow_up", "offer", "organisation", "profile", "talent_record", "user"}


def people(poster, handler):
    """Everybody who could meet a challenge, by the name the matrix uses."""
    return {
        "poster": poster,
        "enterprise": world.user("enterprise"),
        "researcher": world.user("researcher"),
        "expert": world.user("expert"),
        "officer": handler,
        "officer2": world.user("officer"),
        "leader": world.user("leader"),
        "supervisor": world.user("supervisor"),
        "county": world.user("county", county="应县"),
        "county2": world.user("county", county="右玉县"),
        "finance": world.user("finance"),
        "auditor": world.user("auditor"),
        "security": world.user("security"),
        "admin": world.user("admin"),
    }


@pytest.mark.parametrize("state", list(C))
def test_buttons_of_each_person_in_each_state(app, state):
    poster, handler = world.user("enterprise"), world.user("officer")
    subject = world.challenge(state, author=poster, county="应县", handler_id=handler.id)
    if state is C.PROPOSED:
        world.proposal(subject, proposed_by=handler)
    found = {
        name: {choice.action for choice in workflow.available(person, subject)}
        for name, person in people(poster, handler).items()
    }
    assert {name: actions for name, actions in found.items() if actions} == MATRIX[state]


def test_a_choice_against_the_ranking_may_be_sent_back_by_another_officer_alone(app):
    poster, handler = world.user("enterprise"), world.user("officer")
    subject = world.challenge(C.PROPOSED, author=poster, handler_id=handler.id)
    row = world.proposal(subject, proposed_by=handler, override_reason="择优")
    everybody = people(poster, handler)

    def may():
        return {
            name
            for name, person in everybody.items()
            if workflow.refusal(person, subject, "return_override") is None
        }

    assert may() == {"officer2"}
    with transaction():
        row.second_by_id = world.user("officer").id
    assert may() == set()


def test_a_second_person_of_another_role_completes_an_opening(app, now):
    subject = world.challenge(C.OPEN)
    officer, other, supervisor = world.user("officer"), world.user("officer"), world.user("supervisor")
    world.opening(subject, first=officer, role="officer")
    actions = {
        who: {c.action for c in workflow.available(who, subject)} for who in (officer, other, supervisor)
    }
    assert "open" not in actions[officer]
    assert "open" not in actions[other]
    assert "open" in actions[supervisor]


def test_who_asked_for_a_cancellation_does_not_approve_it(app):
    both = world.user("officer", "leader")
    subject = world.challenge(C.OPEN, handler_id=both.id)
    with transaction():
        workflow.apply(both, subject, "ask_cancel", reason="企业撤回需求")
    assert workflow.refusal(both, subject, "cancel").status == 403
    assert workflow.refusal(world.user("leader"), subject, "cancel") is None


@pytest.mark.parametrize("table", workflow.machines(), ids=lambda table: table["name"])
def test_every_state_is_reached_and_leads_to_an_end(table):
    edges = {(source, row.target) for row in table["steps"] for source in row.sources}
    reached, frontier = set(), {next(iter(table["states"]))}
    while frontier:
        reached |= frontier
        frontier = {to for start, to in edges if start in reached and isinstance(to, State)} - reached
    assert set(table["states"]) - reached == set()
    leads = {table["states"](one) for one in ENDS.get(table["name"], "").split()}
    # Who stands goes on: some step leads away from every state.
    wanted = leads or {start for start, to in edges if isinstance(to, State) and to is not start}
    assert bool(leads) != (table["name"] in STANDING)
    while more := {start for start, to in edges if to in wanted} - wanted:
        wanted |= more
    assert set(table["states"]) - wanted == set()


def test_no_two_steps_share_a_button_in_one_state():
    for table in workflow.machines():
        for state in table["states"]:
            labels = [row.label for row in table["steps"] if state in row.sources]
            assert len(labels) == len(set(labels)), (table["name"], state)
