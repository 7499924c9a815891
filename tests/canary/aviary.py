"""The world of the canaries: marked bids in every state before opening, in both ways of sealing, and everybody else."""

import datetime as dt

from challenge.bidding.actions import drafting, opening, submission, teams
from challenge.custody import actions as custody
from challenge.custody.models import Custodian
from challenge.posting.actions import attaching
from challenge.posting.actions import drafting as posting
from challenge.posting.content import snapshot
from challenge.posting.models import ChallengeVersion
from challenge.review.actions import reporting
from challenge.review.batches import actions as batches
from challenge.states import C
from core import clock
from core.database import db, transaction
from talent.integrity import actions as integrity
from talent.models import ImportRun
from tests import bids, world
from tests.canary.finding import CREDIT_CODE_PART, PRICES, mark
from tests.custody import PASSPHRASE, presented
from tests.stage import Stage

MODES = ("platform", "custodians")
STATES = ("draft", "sealed", "replacing", "withdrawn")
BATCHED = {"kinds": {"technical": 0, "industry": 1, "finance": 1, "other": 0}}
BATCHED |= {"most": 2, "least": 0, "floor": 20, "per_seat": 6}
CROWD = 15  # with the marked ones and their rival: twenty on each list
RUNS = dt.timedelta(minutes=5)  # no session ends before the deadline
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
    """`lists` of the stage stay; `cages` are the two lists with canaries, `codes` the codes of their bids.

    Made without a bid on the cages; `settle()` brings the marked ones, `crowd()` plain ones.
    """

    def __init__(self):
        super().__init__()
        self.cages = {}
        for mode in MODES:
            if mode == "custodians":
                for name in ("officer", "leader", "supervisor"):
                    custody.enrol(self.people[name], PASSPHRASE)
            self.cages[mode] = self._list(C.OPEN, deadline=clock.now() + RUNS)
            custody.make_key(self.people["officer"], self.cages[mode])
            (version,) = db.session.scalars(
                db.select(ChallengeVersion).filter_by(challenge_id=self.cages[mode].id)
            )
            version.snapshot = snapshot(self.cages[mode])  # an opening looks up what was asked
        self.teams = {
            (mode, state, part): world.user("researcher")
            for mode in MODES
            for state in STATES
            for part in ("leader", "mate")
        }
        self.rival = world.user("researcher")
        self.flock = [world.user("researcher") for _ in range(CROWD)]
        self.codes, self.marks, self.links = {}, {}, []
        self._furnish()

    def _furnish(self):
        """What else has pages of its own: files, a contact report, a case, a batch, an import."""
        officer, cage = self.people["officer"], self.cages["custodians"]
        attaching.put_in_waiting(officer, cage, "变更.pdf", bids.PDF)
        posting.attach(officer, cage, "图纸.pdf", bids.PDF + b"%", owner_type="challenge")
        told = dict.fromkeys(("unit", "when", "asked", "text"), "请关照") | {"who": "某人", "channel": "call"}
        reporting.report(self.people["other officer"], cage, told, [("录音.pdf", bids.PDF)])
        integrity.open_case(self.people["supervisor"], self.people["newcomer"], "代表成果不实。")
        batches.begin(
            officer, "第一批", {self._list(C.REVIEWING).id: 5, self._list(C.REVIEWING).id: 5}, BATCHED
        )
        run = ImportRun(user_id=officer.id, filename="专家.xlsx", at=clock.now())
        db.session.add(run)
        db.session.flush()

    def settle(self):
        """Hatch every bid; each in transactions of its own, as requests would."""
        for mode, cage in self.cages.items():
            for state in STATES:
                self._hatch(mode, cage.code, state)
        self._rival()

    def _hatch(self, mode, list_code, state):
        text = mark(len(self.codes) + 1)
        leader, mate = self.teams[mode, state, "leader"], self.teams[mode, state, "mate"]
        with transaction():
            mate = db.session.merge(mate)
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
            bids.sealed(cage, self.rival)

    def first(self):
        """One plain bid on each list."""
        for cage in self.cages.values():
            bids.sealed(cage, self.flock[0])

    def crowd(self):
        """The rest of the twenty on each list."""
        for cage in self.cages.values():
            for one in self.flock[1:]:
                bids.sealed(cage, one)

    def open(self):
        """Both lists after their deadline: the one by two people of the bureau, the other by two custodians."""
        by_two, by_custodians = (db.session.merge(self.cages[mode]) for mode in MODES)
        officer, witness = (db.session.merge(self.people[name]) for name in ("officer", "supervisor"))
        bids.open_list(by_two, officer, witness)
        two = db.session.scalars(db.select(Custodian).order_by(Custodian.id)).all()[:2]
        with transaction():
            opening.begin(officer, by_custodians)
        with transaction():
            opening.complete(witness, by_custodians, presented(*two))

    def bid(self, mode, state):
        """One of the marked bids."""
        return bids.find(self.codes[mode, state])
