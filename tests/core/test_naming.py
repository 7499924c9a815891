"""The log calls affairs by the names people know, asks for each kind once, and gives no sealed name away."""

import ast
from pathlib import Path

import sqlalchemy as sa

from challenge.states import B, C
from core import audit, clock, naming
from core.audit import AuditEntry, Subject
from core.database import db, transaction
from tests import world

ROOT = Path(__file__).resolve().parents[2]


def named(action):
    """How the newest entry of this action is called."""
    newest = sa.select(AuditEntry).filter_by(action=action).order_by(AuditEntry.seq.desc()).limit(1)
    entry = db.session.scalars(newest).one()
    return naming.of([entry])[entry.seq]


def test_a_list_is_called_by_its_code_and_a_bid_by_its_number_once_it_is_opened(app):
    challenge = world.challenge(C.OPENED)
    sealed, opened = world.bid(challenge), world.bid(challenge, B.OPENED, opened_at=clock.now())
    with transaction():
        audit.record(None, "a", challenge)
        audit.record(None, "b", Subject("bid", sealed.id, f"bid:{sealed.id}"))
        audit.record(None, "c", opened)
    assert named("a") == naming.Named("榜单", challenge.code, "")
    assert named("b") == naming.Named("方案", "", "")
    assert named("c") == naming.Named("榜单", challenge.code, f"方案 {opened.code}")


def test_a_reviewer_has_no_name_before_the_review_is_unsealed(app):
    challenge = world.challenge(C.REVIEWING)
    assignment = world.assignment(challenge)
    with transaction():
        audit.record(None, "a", assignment)
    assert named("a") == naming.Named("评审", challenge.code, "评审专家")
    with transaction():
        audit.unseal(f"review:{challenge.id}")
    assert named("a") == naming.Named("评审", challenge.code, f"评审专家 {assignment.profile.name}")


def test_people_units_and_batches_are_called_by_their_names(app):
    person, unit, batch = (
        world.user("officer"),
        world.organisation("北山电气"),
        world.programme(name="储能批次"),
    )
    with transaction():
        for action, subject in (
            ("a", person),
            ("b", unit),
            ("c", batch),
            ("d", Subject("session", person.id)),
        ):
            audit.record(person, action, subject)
    assert [named(action).affair_name for action in "abcd"] == [
        person.display_name,
        "北山电气",
        "储能批次",
        person.display_name,
    ]


def test_the_page_asks_as_often_for_many_entries_as_for_one(app, client_of, queries):
    def asked():
        auditor.get("/desk/log")
        with queries() as seen:
            auditor.get("/desk/log")
        return len(seen)

    auditor = client_of(world.user("auditor"))
    with transaction():
        audit.record(None, "a", world.challenge(C.OPEN))
        audit.record(None, "b", world.organisation())
    few = asked()
    for _ in range(6):
        challenge, unit = world.challenge(C.OPEN), world.organisation()
        with transaction():
            audit.record(None, "a", challenge)
            audit.record(None, "b", unit)
    assert asked() == few


def test_the_log_is_searched_by_the_name_of_an_affair(app, client_of):
    one, other = world.challenge(C.OPEN, code="JB2026-0117"), world.challenge(C.OPEN, code="JB2026-0200")
    hidden = world.bid(one, code="FAHIDDEN")
    with transaction():
        audit.record(None, "a", one, "这一张榜单")
        audit.record(None, "b", other, "另一张榜单")
        audit.record(None, "c", Subject("bid", hidden.id, f"bid:{hidden.id}"), "未开启的方案")
    auditor = client_of(world.user("auditor"))
    auditor.get("/desk/log?affair=2026-0117")
    assert ("这一张榜单" in auditor.text(), "另一张榜单" in auditor.text()) == (True, False)
    auditor.get("/desk/log?affair=FAHIDDEN")
    assert "未开启的方案" not in auditor.text()
    assert auditor.get("/desk/log?affair=JB2026&export=xlsx").status_code == 200


def subjects():
    """(type, prefix of the thread or None) of every `Subject(…)` written in the product."""
    for package in ("core", "accounts", "talent", "challenge", "reports", "demo"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                called = node.func if isinstance(node, ast.Call) else None
                if getattr(called, "id", getattr(called, "attr", "")) == "Subject":
                    thread = node.args[2] if len(node.args) > 2 else None
                    if isinstance(thread, ast.JoinedStr):
                        yield node.args[0].value, thread.values[0].value.partition(":")[0]
                    elif isinstance(thread, ast.Constant):
                        yield node.args[0].value, thread.value.partition(":")[0]
                    else:
                        yield node.args[0].value, None


def test_every_kind_of_entry_has_a_name(app):
    found = list(subjects())
    assert len(found) > 15
    types = {kind for kind, _ in found} - {"bid"}
    affairs = {thread or kind for kind, thread in found}
    assert types - {key for key, _ in naming.labels()} == set()
    assert affairs - set(naming._affairs) == set()
