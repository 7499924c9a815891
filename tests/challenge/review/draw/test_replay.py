"""Computing a draw again: the command, the script for other machines, and every way of cheating that is named."""

import contextlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from challenge.review.draw import replay
from core import append_only
from core.audit import AuditEntry
from core.canonical import canonical, digest
from core.database import db, transaction
from tests import world
from tests.challenge.review import drawn

SCRIPT = Path(__file__).resolve().parents[4] / "docs" / "verify" / "replay_draw.py"
GUARDED = ("draw_transcript", "audit_entry")


@pytest.fixture
def draw(app, now):
    """A round that was drawn, in a database whose guards somebody has taken away."""
    _officer, _supervisor, made = drawn.drawn(now)
    with transaction():
        for table in GUARDED:
            append_only.unguard(db.session.connection(), table)
    yield made
    with transaction():
        for table in GUARDED:
            append_only.guard(db.session.connection(), table)


class Undone(Exception):
    """Takes back what somebody has changed."""


def broken(draw):
    """Labels of the steps that do not hold."""
    db.session.expire_all()
    return [one.label for one in replay.checks(draw) if not one.holds]


def rewrite(draw, change):
    """Change the transcript and its digest together, as somebody with the database would."""
    told = json.loads(draw.transcript.body)
    change(told)
    with transaction():
        draw.transcript.body, draw.transcript.digest = canonical(told).decode(), digest(told)


def test_what_is_untouched_holds_and_the_command_says_so(app, draw):
    assert broken(draw) == []
    runner = app.test_cli_runner()
    told = runner.invoke(args=["draw", "replay", draw.challenge.code, "--json"])
    assert (told.exit_code, json.loads(told.output)["holds"]) == (0, True)
    shown = runner.invoke(args=["draw", "replay", draw.challenge.code])
    assert (shown.exit_code, shown.output.count("✓"), shown.output.count("✗")) == (0, 10, 0)
    assert runner.invoke(args=["draw", "replay", "JB2000-0001"]).exit_code == 1


def test_every_changed_transcript_is_named(draw):
    changes = [
        lambda told: told["result"]["drawn"].reverse(),
        lambda told: told["result"]["substitutes"]["technical"].reverse(),
        lambda told: told["candidates"].pop(),
        lambda told: told["conditions"].update(unit_max=2),
        lambda told: told["commitments"]["officer"].update(phrase="另一句口令"),
        lambda told: told.update(seed="0" * 64),
        lambda told: told["head"].update(value="0" * 64),
    ]
    kept = draw.transcript.body, draw.transcript.digest
    for change in changes:
        rewrite(draw, change)
        assert broken(draw) == ["抽取记录"]
        with transaction():
            draw.transcript.body, draw.transcript.digest = kept
    assert broken(draw) == []
    for body in ("", "{}", kept[0] + " ", kept[0].replace("1", "2", 1)):
        with transaction():
            draw.transcript.body = body
        assert broken(draw) == ["抽取记录"]


def test_every_changed_row_is_named(draw):
    def candidates():
        draw.candidates[0]["outside"] = not draw.candidates[0]["outside"]
        flag_modified(draw, "candidates")

    def people():
        draw.people[0], draw.people[1] = draw.people[1], draw.people[0]
        flag_modified(draw, "people")

    def conditions():
        draw.conditions = draw.conditions | {"unit_max": 2}

    def commitment():
        draw.commitments[0].salt = "0" * 64

    def panel():
        draw.assignments[0].profile_id = world.profile(user_id=world.user("expert").id).id

    def deadline():
        draw.challenge.deadline = draw.created_at

    named = {
        candidates: ["条件和名单"],
        people: ["名单对应的专家", "评审组"],
        conditions: ["条件和名单", "条件固定的时间"],
        commitment: ["经办人的种子"],
        panel: ["评审组"],
        deadline: ["日志头"],
    }
    for change, labels in named.items():
        found = []
        with contextlib.suppress(Undone), transaction():
            change()
            db.session.flush()
            found = [one.label for one in replay.checks(draw) if not one.holds]
            raise Undone
        assert found, change.__name__
        assert set(found) <= set(labels), change.__name__
    assert broken(draw) == []


def test_another_moment_of_the_conditions_is_named(draw):
    draw.is_early = True
    db.session.flush()
    assert [one.label for one in replay.checks(draw) if not one.holds] == ["条件固定的时间"]
    db.session.rollback()


@pytest.mark.parametrize(
    ("action", "label"),
    [("draw.commit", "经办人的种子"), ("draw.fix", "条件和名单"), ("draw.draw", "抽取记录")],
)
def test_a_changed_entry_of_the_log_is_named(draw, action, label):
    entry = db.session.scalars(
        sa.select(AuditEntry).filter_by(action=action).order_by(AuditEntry.seq)
    ).first()
    with transaction():
        db.session.execute(sa.update(AuditEntry).where(AuditEntry.seq == entry.seq).values(actor_name="他人"))
    assert label in broken(draw)


def test_the_script_computes_the_same_on_another_machine(draw, tmp_path):
    assert len(SCRIPT.read_text("utf-8").splitlines()) <= 60
    path = tmp_path / "draw.json"
    path.write_text(draw.transcript.body, "utf-8")
    command = [sys.executable, "-I", str(SCRIPT), str(path)]
    good = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  our own script
    assert (good.returncode, draw.transcript.digest in good.stdout) == (0, True)
    for name, change in (
        ("another result", lambda told: told["result"]["drawn"].reverse()),
        ("seed", lambda told: told.update(seed="0" * 64)),
        ("phrase", lambda told: told["commitments"]["officer"].update(phrase="x")),
        ("published log", lambda told: told["head"]["proof"].reverse()),
        ("published log", lambda told: told["head"]["signed"].update(root="0" * 64)),
        ("published log", lambda told: told["head"].update(value="1" * 64)),
    ):
        told = json.loads(draw.transcript.body)
        change(told)
        path.write_bytes(canonical(told))
        bad = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  our own script
        assert (bad.returncode, name in bad.stderr) == (1, True)
    path.write_bytes(b"{}")
    none = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  our own script
    assert (none.returncode, none.stderr) == (1, "no transcript of a draw, or not as it was downloaded\n")
