"""Databases of the suite: built once from the migrations, copied per test, on SQLite or PostgreSQL."""

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


class PostgresTemplate:
    """A migrated PostgreSQL database, cloned per test."""

    def __init__(self, url, folder):
        self.url = sa.make_url(url)
        self.name = f"template_{self.url.database}"
        self._admin(f'DROP DATABASE IF EXISTS "{self.name}"', f'CREATE DATABASE "{self.name}"')
        _migrate(self._named(self.name), folder)

    def _named(self, name):
        return self.url.set(database=name).render_as_string(hide_password=False)

    def _admin(self, *statements):
        engine = sa.create_engine(self.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        engine.dispose()

    def copy(self, folder, name):
        """URL of a fresh clone."""
        self._admin(
            f'DROP DATABASE IF EXISTS "t{name}" WITH (FORCE)', f'CREATE DATABASE "t{name}" TEMPLATE "{self.name}"'
        )
        return self._named(f"t{name}")

    def drop(self, url):
        """Remove a clone."""
        self._admin(f'DROP DATABASE "{sa.make_url(url).database}" WITH (FORCE)')


def build(folder, postgres_url):
    """The template of the engine in use."""
    return PostgresTemplate(postgres_url, folder) if postgres_url else SqliteTemplate(folder)
