"""`flask demo`: which databases it leaves alone, and the clock it moves."""

import pytest

from app import create_app
from core import audit, settings
from core.database import db, transaction
from demo import commands
from tests import schema, world


def run(app, *arguments):
    """Exit code and output of a command."""
    answer = app.test_cli_runner().invoke(args=["demo", *arguments])
    return answer.exit_code, answer.output


def make_demonstration():
    with transaction():
        settings.put("demo", True)


def test_a_database_that_somebody_chose_is_left_alone(app):
    assert run(app, "--if-empty") == (0, "")
    assert commands.is_empty()
    assert not commands.is_default_database()


def test_a_database_with_a_person_is_refused(app):
    world.user("admin")
    assert run(app) == (1, "数据库中已有数据，不能写入演示世界。请换一个空数据库。\n")
    assert not settings.is_demo()


def test_a_database_without_tables_is_named(tmp_path):
    bare = create_app(schema.settings(f"sqlite:///{tmp_path / 'bare.db'}", tmp_path))
    assert run(bare) == (1, "数据库还没有建表，请先运行 flask --app app db upgrade。\n")
    with bare.app_context():
        db.engine.dispose()


def test_the_clock_of_a_real_database_stands(app):
    assert run(app, "advance", "--days", "3") == (1, "这不是演示数据库，时钟不能拨动。\n")
    assert settings.get("demo_clock_days") is None


def test_the_clock_moves_on_and_is_logged(app):
    make_demonstration()
    assert run(app, "advance", "--days", "3") == (0, "演示时钟已拨快 3 天，共 3 天。\n")
    assert run(app, "advance", "--days", "2") == (0, "演示时钟已拨快 2 天，共 5 天。\n")
    assert settings.get("demo_clock_days") == 5
    entries = audit.entries_of("demo_clock:1")
    assert [(one.action, one.before, one.after) for one in entries] == [
        ("demo.advance", {"days": 0}, {"days": 3}),
        ("demo.advance", {"days": 3}, {"days": 5}),
    ]
    assert (entries[1].at - entries[0].at).days == 2


def test_the_clock_does_not_move_beyond_ten_years(app):
    make_demonstration()
    run(app, "advance", "--days", "3650")
    code, output = run(app, "advance", "--days", "1")
    assert (code, output) == (1, "演示时钟最多共拨快 3650 天，现已拨快 3650 天。请减少天数。\n")
    assert settings.get("demo_clock_days") == 3650


@pytest.mark.parametrize("days", ["0", "-1", "x"])
def test_only_whole_days_forward(app, days):
    make_demonstration()
    assert run(app, "advance", "--days", days)[0] == 2
    assert settings.get("demo_clock_days") is None
