"""Databases of the suite: built once from the migrations, copied per test, on SQLite or PostgreSQL."""

import contextlib
import fcntl
import os
import shutil
import sqlite3
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
        upgrade(directory=str(ROOT / "migrations"))
        db.session.remove()
        db.engine.dispose()


@contextlib.contextmanager
def _alone(folder):
    """One process at a time: the others find made what the first has made."""
    with (folder / "making").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


class SqliteTemplate:
    """A migrated SQLite file, made once in `folder` for all processes and copied per test."""

    def __init__(self, folder):
        self.folder = folder
        self.image("template", lambda url: _migrate(url, folder))

    @property
    def path(self):
        """The migrated file itself, for those who copy it by hand."""
        return self.folder / "template.db"

    def image(self, name, make):
        """Make a database to copy from, unless another process has: `make(url)` fills a copy of the template."""
        path = self.folder / f"{name}.db"
        with _alone(self.folder):
            if path.exists():
                return
            draft = self.folder / f"draft-{name}.db"
            if name != "template":
                shutil.copy(self.path, draft)
            make(f"sqlite:///{draft}")
            with contextlib.closing(sqlite3.connect(draft)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            draft.rename(path)

    def copy(self, folder, name, image="template"):
        """URL of a fresh copy."""
        target = Path(folder) / f"{name}.db"
        for left in ("", "-wal", "-shm"):
            Path(f"{target}{left}").unlink(missing_ok=True)
        shutil.copy(self.folder / f"{image}.db", target)
        return f"sqlite:///{target}"

    def settle(self, engine):
        """After a test: a connection that outlives the next copy would read a stale file."""
        engine.dispose()

    def close(self):
        """At the end of the process."""


class PostgresTemplate:
    """A migrated PostgreSQL database a process, emptied per test: cloning one costs a checkpoint each time.

    Rows are deleted, not truncated: what hangs on a table by foreign keys is half the schema, and each a new file.
    """

    def __init__(self, url, folder):
        self.folder, self._server = folder, sa.make_url(url)
        self.image("template", lambda own: _migrate(own, folder))
        self._connection = _engine(self._clone("house", "template")).connect()
        tables = set(sa.inspect(self._connection).get_table_names()) - {"alembic_version"}
        sequences = sa.inspect(self._connection).get_sequence_names()
        each = [
            sa.select(sa.literal(one)).where(sa.exists().select_from(sa.table(one))) for one in sorted(tables)
        ]
        self._filled = self._text(sa.union_all(*each))
        self._restart = self._text(sa.select(*(sa.func.setval(f'"{one}"', 1, False) for one in sequences)))

    def _text(self, statement):
        return str(statement.compile(self._connection.engine, compile_kwargs={"literal_binds": True}))

    def _database(self, name):
        return self._server.set(database=f"{self._server.database}_{name}")

    def _create(self, url, *, like="template1"):
        with contextlib.closing(_engine(self._server).connect()) as connection:
            connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{url.database}" WITH (FORCE)')
            connection.exec_driver_sql(f'CREATE DATABASE "{url.database}" TEMPLATE "{like}"')
        return url

    def _clone(self, name, image):
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        with _alone(self.folder):
            return self._create(self._database(f"{worker}_{name}"), like=self._database(image).database)

    def image(self, name, make):
        """Make a database to copy from, unless another process has: `make(url)` fills a copy of the template."""
        made, url = self.folder / f"{name}.made", self._database(name)
        with _alone(self.folder):
            if made.exists():
                return
            like = "template1" if name == "template" else self._database("template").database
            make(self._create(url, like=like).render_as_string(hide_password=False))
            made.touch()

    def copy(self, folder, name, image="template"):
        """URL of the process's database, emptied; of another image: of a database of its own."""
        if image != "template":
            return self._clone(name, image).render_as_string(hide_password=False)
        # The guard of the log refuses every statement but a replica's.
        self._connection.exec_driver_sql("SET session_replication_role = replica")
        for table in self._connection.exec_driver_sql(self._filled).scalars().all():
            self._connection.execute(sa.delete(sa.table(table)))
        self._connection.exec_driver_sql(self._restart)
        return self._connection.engine.url.render_as_string(hide_password=False)

    def settle(self, engine):
        """After a test: its connections serve the next one too, with what they know of the schema."""

    def close(self):
        """At the end of the process."""
        self._connection.close()


def _engine(url):
    return sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)


def build(folder, postgres_url):
    """The template of the engine in use; processes with the same `folder` share it."""
    return PostgresTemplate(postgres_url, folder) if postgres_url else SqliteTemplate(folder)
