"""The demonstration world: seeded once a run, copied for whoever reads it."""

import contextlib
import json
import shutil

import sqlalchemy as sa
from argon2 import PasswordHasher

from accounts import passwords
from app import create_app
from core import clock
from core.database import db
from demo import world
from tests import schema
from tests.conftest import Clock

FILES = "seeded"
TOLD = "told.json"


@contextlib.contextmanager
def standing_still():
    """The clock at the instant of seeding."""
    former = clock.use(Clock())
    clock.keep_above(None)
    yield
    clock.use(former)


@contextlib.contextmanager
def cheap_passwords():
    """The demonstration makes seventy accounts; what a hash must cost is asked in tests/accounts/test_passwords.py."""
    genuine = passwords._hasher
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    yield
    passwords._hasher = genuine


def _seed(url, folder):
    lines = []
    with standing_still(), cheap_passwords():
        app = create_app(schema.settings(url, folder) | {"DEMO": True})
        with app.app_context():
            cast = world.build(lines.append)
            ids = {key: sa.inspect(one).identity[0] for key, one in cast.challenges.items()}
            db.session.remove()
            db.engine.dispose()
    (folder / TOLD).write_text(json.dumps({"lines": lines, "challenges": ids}))


def copy(template, folder):
    """URL of a seeded database of one's own, its files in `folder`; and what its making told: lines, {key: challenge id}."""
    kept = template.folder / FILES
    kept.mkdir(exist_ok=True)
    template.image("demo", lambda url: _seed(url, kept))
    shutil.copytree(kept, folder, dirs_exist_ok=True)
    return template.copy(folder, "demo", image="demo"), json.loads((kept / TOLD).read_text())
