"""Settings in the database: asking for them needs no second connection."""

from core import settings
from core.database import db, transaction


def test_demo_can_be_asked_inside_a_writing_transaction(app):
    with transaction():
        settings.put("demo", True)
        assert settings.is_demo() is True
    assert settings.is_demo() is True


def test_a_stored_value_is_renewed(app):
    with transaction():
        settings.put("demo_clock_days", 3)
        settings.put("demo_clock_days", 4)
    db.session.expire_all()
    assert (settings.get("demo_clock_days"), settings.get("nothing", "x")) == (4, "x")
