"""The world of the canaries: marked bids in every state before opening, in both ways of sealing, and everybody else."""

from challenge.bidding.actions import drafting, submission, teams
from challenge.custody import actions as custody
from challenge.states import C
from core.database import db, transaction
from tests import bids, world
from tests.canary.finding import CREDIT_CODE_PART, PRICES, mark
from tests.custody import PASSPHRASE
from tests.stage import Stage

MODES = ("platform", "custodians")
STATES = ("draft", "sealed", "replacing", "withdrawn")
# What is chosen from a list, or names a row, says nothing of its own.
CHOSEN = {"indicator_id", "name of indicator", "type", "confidence", "credit_code", "pledges"}
CHOSEN |= {"price_mode", "ip", "related"}


def marked(value, text):
    """The same content with the mark in every text that a team writes itself."""
    if isinstance(value, dict):
        return {key: one if key in CHOSEN else marked(one, text) for key, one in value.items()}
    if isinstance(value, list):
        return [marked(one, text) for one in value]
    return f"{value} {text}" if isinstance(value, str) else value


def content_of(challenge, text):
    """A bid that passes the checklist and carries the mark wherever something is written."""
    plain = bids.full_draft(challenge)
    whole = marked(plain, text)
    for row, before in zip(whole["promises"], plain["promises"], strict=True):
        row["name"] = before["name"]
    code = world.credit_code(int(CREDIT_CODE_PART[2:]))
    partner = {"name": f"合作 {text}", "credit_code": code, "role": f"试制 {text}"}
    partner |= {"work_percent": 20, "money_percent": 20, "ip_note": text, "note": text}
    whole["lead"] |= {"work_percent": 80, "money_percent": 80}
    prices = {"total_fen": PRICES["total"], "own_fen": PRICES["own"]}
    prices |= {"public_fen": 10_000_000, "demander_fen": 20_000_000}
    lines = [{"name": f"设备费 {text}", "fen": PRICES["total"]}]
    choices = {"ip": "counter", "ip_note": text, "related": "some", "related_note": text}
    return whole | prices | choices | {"partners": [partner], "price_mode": "lines", "price_lines": lines}


def pdf_of(text):
    """A PDF that says the mark where nothing hides it."""
    return bids.PDF.replace(b"%%EOF", f"% {text}\n%%EOF".encode())


class Aviary(Stage):
    """`lists` of the stage stay; `cages` are the two lists with canaries, `codes` the codes of their bids."""

    def __init__(self):
        super().__init__()
        self.witness = self.people["witness"] = world.user("supervisor")
        self.cages = {}
        for mode in MODES:
            if mode == "custodians":
                for name in ("officer", "leader", "supervisor"):
                    custody.enrol(self.people[name], PASSPHRASE)
            self.cages[mode] = self._list(C.OPEN)
            custody.make_key(self.people["officer"], self.cages[mode])
        self.teams, self.codes, self.marks = {}, {}, {}
        self.links = []

    def settle(self):
        """Hatch every bid; each in transactions of its own, as requests would."""
        for mode, cage in self.cages.items():
            for state in STATES:
                self._hatch(mode, cage.code, state)
        self._rival()

    def _hatch(self, mode, list_code, state):
        text = mark(len(self.codes) + 1)
        leader = self.teams[mode, state, "leader"] = world.user("researcher")
        mate = self.teams[mode, state, "mate"] = world.user("researcher")
        with transaction():
            cage = db.session.merge(self.cages[mode])
            bid = teams.start_bid(db.session.merge(leader), cage)
            code = self.codes[mode, state] = bid.code
            self.marks[code] = text
        self._write(code, text, mate)
        if state != "draft":
            self._hand_in(code)
        with transaction():
            bid = bids.find(code)
            if state == "withdrawn":
                submission.withdraw(bid.leader, bid)
            elif state == "replacing":
                drafting.begin_replacement(bid.leader, bid, f"芦苇 {text}" if mode == "custodians" else None)

    def _write(self, code, text, mate):
        with transaction():
            bid = bids.find(code)
            drafting.save_step(bid, content_of(bid.challenge, text))
            drafting.attach(bid, f"协议 {text}.pdf", pdf_of(text), "agreement")
            teams.change_member(bid.leader, bid.members[0], f"负责人 {text}", 60)
            assert teams.invite_account(bid.leader, bid, mate.username, f"试验 {text}", 30) is None
            mail = f"{text[:13]}@example.com"
            link = teams.invite_by_link(
                bid.leader, bid, f"郝 {text}", f"某所 {text}", f"计算 {text}", 10, mail
            )
            self.links.append(link)
        with transaction():
            bid = bids.find(code)
            for one in [one for one in bid.members if one.confirmed_at is None]:
                teams.answer(one.user, one, agrees=True)

    def _hand_in(self, code):
        with transaction():
            bid = bids.find(code)
            passphrase = f"芦苇 {self.marks[code]}"
            submission.submit(bid.leader, bid, f"key-{code}", bid.version, passphrase)

    def _rival(self):
        """A bidder without a mark on the same lists: what it sees of its own is no leak."""
        for cage in self.cages.values():
            bids.sealed(cage, self.people["researcher"])

    def watchers(self):
        """{name: person} of everybody who is in no marked team; None for a visitor."""
        return {"visitor": None, **self.people}

    def bid(self, mode, state):
        """One of the marked bids."""
        return bids.find(self.codes[mode, state])
