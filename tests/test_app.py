"""Settings come from instance/config.py too; a server outside the demonstration needs a secret of its own."""

import pytest

import app as roof
from tests import schema


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A folder with an instance of its own; nothing of the environment stands in its way."""
    monkeypatch.setattr(roof, "ROOT", tmp_path)
    for name in roof.SETTINGS:
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "instance").mkdir()
    return tmp_path


def test_the_file_gives_settings(house):
    (house / "instance" / "config.py").write_text(
        'SECRET_KEY = "s"\nBASE_URL = "https://x.example"\nTLS = True\n'
    )
    made = roof.create_app({"DEMO": False})
    assert [made.config[name] for name in ("SECRET_KEY", "BASE_URL", "TLS")] == [
        "s",
        "https://x.example",
        True,
    ]
    assert made.config["SQLALCHEMY_DATABASE_URI"] == f"sqlite:///{house}/instance/jiebang.db"


def test_the_environment_comes_first(house, monkeypatch):
    (house / "instance" / "config.py").write_text('SECRET_KEY = "s"\nMAIL_URL = "smtp://file"\n')
    monkeypatch.setenv("MAIL_URL", "smtp://environment")
    assert roof.create_app({"DEMO": False}).config["MAIL_URL"] == "smtp://environment"


def test_without_a_secret_nothing_is_served(house):
    with pytest.raises(SystemExit) as refused:
        roof.server(schema.settings("sqlite://", house) | {"SECRET_KEY": None})
    assert refused.value.code == roof.NO_START
