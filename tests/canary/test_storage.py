"""At rest nothing of a bid can be read before the opening: database, its log, uploads, index, jobs, letters."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from accounts import mails
from challenge.bidding.actions import drafting, submission
from challenge.bidding.models import Bid, SealedFile
from core import files, outbox
from core.database import JournalBusy, db, empty_journal, transaction
from core.outbox import Job
from tests import bids, world
from tests.canary.aviary import Aviary
from tests.canary.finding import found_in, mark


def leaking_rows():
    """{table: columns} with a mark, as the tables are and not as the application reads them."""
    found = {}
    there = sa.inspect(db.engine)  # what the models know, and the index of words beside them
    for table in [*there.get_table_names(), *there.get_view_names()]:
        for row in db.session.execute(sa.text(f'SELECT * FROM "{table}"')).mappings():  # noqa: S608
            for column, value in row.items():
                if found_in(value if isinstance(value, bytes) else str(value).encode()):
                    found.setdefault(table, set()).add(column)
    return found


def leaking_files(folder):
    """Files below the folder whose name or bytes carry a mark."""
    paths = [one for one in Path(folder).rglob("*") if one.is_file()]
    return [str(one) for one in paths if found_in(one.name.encode()) or found_in(one.read_bytes())]


def database_files():
    """The files of a SQLite database; none on a server."""
    name = db.engine.url.database if db.engine.dialect.name == "sqlite" else ""
    return sorted(Path(name).parent.glob(f"{Path(name).name}*")) if name else []


@pytest.fixture
def aviary(app):
    """Marked bids in every state before opening."""
    with transaction():
        made = Aviary()
    made.settle()
    return made


def test_nothing_at_rest_carries_a_mark(app, aviary, tmp_path, caplog):
    assert leaking_rows() == {}
    assert leaking_files(tmp_path) == []  # uploads, keys, index
    assert len(list(Path(app.config["STORAGE_DIR"]).rglob("*/*"))) >= 8
    assert [str(one) for one in database_files() if found_in(one.read_bytes())] == []
    app.config["BASE_URL"] = "https://example.com"
    jobs = db.session.scalars(sa.select(Job).where(Job.kind == "mail", Job.thread.startswith("bid:")))
    letters = [mails.letter_of(one.id, one.payload) for one in jobs]
    assert len(letters) == 8
    for letter in letters:
        del letter["To"]  # the address is the invited person's own
        assert found_in(letter.as_bytes()) == found_in(letter.get_content().encode()) == set()
    outbox.run_due()
    assert leaking_rows() == {}
    assert found_in(caplog.text.encode()) == set()
    # A backup is a copy of what was looked at here; a command that writes one is to be looked at here as well.
    assert "backup" not in app.cli.commands


def test_a_draft_leaves_no_ciphertext_behind_that_the_servers_key_opens(aviary):
    """In custody the server must not be able to read what it could read before the submission."""
    leader = world.user("researcher")
    bid = bids.drafted(aviary.cages["custodians"], leader)
    with transaction():
        drafting.attach(bids.find(bid.code), "报告.pdf", bids.PDF, "other")
    draft = db.session.scalar(sa.select(Bid.draft).filter_by(code=bid.code))
    blobs = list(db.session.scalars(sa.select(SealedFile.blob).where(SealedFile.bid_id == bid.id)))
    held = [files._path(one).read_bytes() for one in blobs]
    with transaction():
        bid = bids.find(bid.code)
        submission.submit(bid.leader, bid, "k" * 32, bid.version)
    db.session.rollback()
    outbox.run_due()
    kept = [one.read_bytes() for one in database_files()]
    kept += [one.read_bytes() for one in files.root().rglob("*/*")]
    assert [secret in data for secret in (draft, *held) for data in kept].count(True) == 0
    assert len(held) == 1


def test_emptying_the_journal_waits_for_nobody_for_long(app):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite keeps its log in a file of its own that we can empty")
    bids.drafted(world.challenge("open"))
    with db.engine.connect() as reader:
        reader.execute(sa.text("SELECT 1 FROM bid")).all()
        bids.drafted(world.challenge("open"))
        with pytest.raises(JournalBusy):
            empty_journal(wait_ms=20)
    db.session.rollback()
    empty_journal()
    assert [one.stat().st_size for one in database_files() if one.name.endswith("-wal")] in ([0], [])


def test_a_leak_at_rest_is_found(app):
    """The test of the test: a mark in clear in one column, and one in a file."""
    world.challenge("open", contact_name=mark(1)[:40])
    assert leaking_rows() == {"challenge": {"contact_name"}}
    files.store(b"x" + mark(1).encode(), encrypted=False)
    assert len(leaking_files(files.root())) == 1
