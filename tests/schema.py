"""Databases of the suite: built once from the migrations, copied per test, on SQLite or PostgreSQL."""

import contextlib
import os
import shutil
from pathlib import Path

import sqlalchemy as sa
from flask_migrate import upgrade

from app import ROOT, create_app
from core.database import db


def folders(folder):
    """Where one test keeps files, keys and index."""
    return {
        "STORAGE_DIR": str(folder / "uploads"),
        "KEYS_DIR": str(folder / "keys"),
        "INDEX_DIR": str(folder / "index"),
    }


def settings(url, folder):
    """Settings of an application under test."""
    return folders(folder) | {
        "TESTING": True,
        "DEMO": False,
        "SECRET_KEY": "a key that only the tests use",
        "SQLALCHEMY_DATABASE_URI": url,
        "WTF_CSRF_ENABLED": False,
        "PROPAGATE_UNEXPECTED": True,
        "SERVER_NAME": "localhost",
        "PASSPHRASE_COST": (1, 64, 1),
        "KEEP_PAGES": False,  # tests make rows without the log; tests/core/test_kept.py keeps them
    }


def _migrate(url, folder):
    app = create_app(settings(url, folder))
    with app.app_context():
        if list((ROOT / "migrations" / "versions").glob("*.py")):
            upgrade(directory=str(ROOT / "migrations"))
        else:
            from core import audit, fulltext

            db.create_all()
            with db.engine.begin() as connection:
                audit.create_triggers(connection)
                fulltext.create_index(connection)
        db.session.remove()
        db.engine.dispose()


class SqliteTemplate:
    """A migrated SQLite file, copied per test."""

    def __init__(self, folder):
        self.path = folder / "template.db"
        _migrate(f"sqlite:///{self.path}", folder)
        with sa.create_engine(f"sqlite:///{self.path}").connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def copy(self, folder, name):
        """URL of a fresh copy."""
        target = Path(folder) / f"{name}.db"
        for left in ("", "-wal", "-shm"):
            Path(f"{target}{left}").unlink(missing_ok=True)
        shutil.copy(self.path, target)
        return f"sqlite:///{target}"

    def drop(self, url):
        """The test's folder is removed by pytest."""


EMPTY = """
DO $$
DECLARE filled text[] := '{}'; name text; found boolean;
BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    EXECUTE 'SELECT EXISTS (SELECT 1 FROM ' || quote_ident(name) || ')' INTO found;
    IF found THEN filled := filled || quote_ident(name); END IF;
  END LOOP;
  IF filled <> '{}' THEN
    SET LOCAL session_replication_role = replica; -- the guard of the log refuses even this
    EXECUTE 'TRUNCATE ' || array_to_string(filled, ', ') || ' RESTART IDENTITY CASCADE';
  END IF;
END $$
"""


class PostgresTemplate:
    """A migrated PostgreSQL database a process, emptied per test: cloning one costs a checkpoint each time."""

    def __init__(self, url, folder):
        server = sa.make_url(url)
        name = f"{server.database}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
        with self._on(server) as connection:
            connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
        self.url = server.set(database=name)
        _migrate(self.url.render_as_string(hide_password=False), folder)

    @contextlib.contextmanager
    def _on(self, url):
        engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            yield connection
        engine.dispose()

    def copy(self, folder, name):
        """URL of the database, emptied."""
        with self._on(self.url) as connection:
            connection.exec_driver_sql(EMPTY)
        return self.url.render_as_string(hide_password=False)

    def drop(self, url):
        """The next copy empties it."""


def build(folder, postgres_url):
    """The template of the engine in use."""
    return PostgresTemplate(postgres_url, folder) if postgres_url else SqliteTemplate(folder)
