"""Keys are made once, stay private, differ by purpose, and damage is noticed."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from flask import Flask

from core import keys


@pytest.fixture
def app(tmp_path):
    app = Flask(__name__, instance_path=str(tmp_path / "instance"))
    app.config["KEYS_DIR"] = str(tmp_path / "keys")
    with app.app_context():
        yield app


def test_what_is_encrypted_can_be_decrypted_and_is_not_readable(app):
    sealed = keys.encrypt("drafts", "揭榜方案".encode(), b"bid 1")
    assert keys.decrypt("drafts", sealed, b"bid 1") == "揭榜方案".encode()
    assert "揭榜方案".encode() not in sealed
    assert len(sealed) == 1 + 12 + len("揭榜方案".encode()) + 16
    assert keys.encrypt("drafts", b"x") != keys.encrypt("drafts", b"x")


def test_another_purpose_or_binding_does_not_open_it(app):
    sealed = keys.encrypt("drafts", b"secret", b"bid 1")
    for purpose, aad in (("files", b"bid 1"), ("drafts", b"bid 2"), ("drafts", b"")):
        with pytest.raises(keys.Damaged):
            keys.decrypt(purpose, sealed, aad)


def test_every_changed_byte_is_noticed(app):
    sealed = keys.encrypt("drafts", b"secret")
    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(keys.Damaged):
            keys.decrypt("drafts", changed)
    for length in range(len(sealed)):
        with pytest.raises(keys.Damaged):
            keys.decrypt("drafts", sealed[:length])


def test_signature_is_checked_with_the_public_key_alone(app):
    signature = keys.sign(b"receipt")
    assert len(signature) == 64
    assert keys.verify(b"receipt", signature) is True
    assert keys.verify(b"Receipt", signature) is False
    assert keys.verify(b"receipt", b"") is False
    assert load_pem_public_key(keys.public_key_pem().encode()).verify(signature, b"receipt") is None


def test_key_files_are_private_and_stay(app):
    sealed, pem = keys.encrypt("drafts", b"secret"), keys.public_key_pem()
    files = sorted(keys.folder().iterdir())
    assert [file.name for file in files] == ["master.key", "signing.key"]
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o600, 0o600]
    assert stat.S_IMODE(keys.folder().stat().st_mode) == 0o700
    assert keys.decrypt("drafts", sealed) == b"secret"
    assert keys.public_key_pem() == pem


def test_processes_that_start_together_get_the_same_key(app):
    def public_key(_):
        with app.app_context():
            return keys.public_key_pem()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(public_key, range(16)))) == 1
    assert [file.name for file in keys.folder().iterdir()] == ["signing.key"]


def test_another_server_has_other_keys(app, tmp_path):
    sealed, signature = keys.encrypt("drafts", b"secret"), keys.sign(b"receipt")
    app.config["KEYS_DIR"] = tmp_path / "other"
    assert keys.verify(b"receipt", signature) is False
    with pytest.raises(keys.Damaged):
        keys.decrypt("drafts", sealed)


def test_a_cut_key_file_is_named(app):
    keys.sign(b"")
    (keys.folder() / "signing.key").write_bytes(b"short")
    with pytest.raises(keys.Damaged, match=r"signing\.key"):
        keys.sign(b"")


def test_default_folder_is_in_the_instance(app):
    del app.config["KEYS_DIR"]
    assert str(keys.folder()) == f"{app.instance_path}/keys"


def test_derived_secrets_differ_by_purpose_and_stay(app):
    assert len(keys.derived("session")) == 32
    assert keys.derived("session") == keys.derived("session") != keys.derived("tokens")
