"""The printed receipt says what the page and the electronic one say, and only the team gets it."""

import io

import pypdf
import pytest

from challenge.bidding import receipts
from challenge.states import C
from core import documents, keys
from tests import bids, world


@pytest.fixture
def bid(app):
    return bids.sealed(world.challenge(C.OPEN))


def paper(browser, bid, number=1):
    return browser.get(f"/desk/bids/{bid.code}/receipts/{number}.pdf")


def test_the_paper_says_what_the_receipt_says(client_of, bid):
    answer = paper(client_of(bid.leader), bid)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert f"{bid.code}-01.pdf" in answer.headers["Content-Disposition"]
    pages = pypdf.PdfReader(io.BytesIO(answer.data)).pages
    text = "".join("".join(page.extract_text() for page in pages).split())
    told = receipts.document(bid.receipts[0])
    assert len(pages) == 1
    for said in ("receipt", "challenge", "bid", "at", "digest", "log_hash", "log_root", "signature"):
        assert told[said] in text, said
    for said in (
        keys.fingerprint(),
        "/verify",
        f"/challenges/{bid.challenge.code}/opening",
        f"第{told['log_seq']}条",
    ):
        assert said in text, said
    for said in ("揭榜方案提交回执", "北京时间", bid.organisation.name, bid.challenge.title):
        assert said in text, said
    assert "独门绝技" not in text
    assert answer.data == paper(client_of(bid.leader), bid).data


def test_the_page_leads_to_the_paper(client_of, bid):
    browser = client_of(bid.leader)
    browser.get(f"/desk/bids/{bid.code}/receipts/1")
    assert len(browser.all("a", href=f"/desk/bids/{bid.code}/receipts/1.pdf")) == 1


def test_a_stranger_gets_none(client_of, bid):
    for role in ("officer", "supervisor", "researcher"):
        assert paper(client_of(world.user(role)), bid).status_code == 404
    assert paper(client_of(bid.leader), bid, 2).status_code == 404


def test_when_it_cannot_be_made_the_reader_is_told_what_to_do(client_of, bid, monkeypatch):
    monkeypatch.setattr(documents, "FOLDER", documents.FOLDER / "none")
    browser = client_of(bid.leader)
    assert paper(browser, bid).status_code == 503
    assert "请打印网页" in browser.text()


def test_the_fingerprint_is_published(client):
    client.get("/log")
    assert keys.fingerprint() in client.text()
