"""What holds after every step of a list's life, whoever did what: read from the database, held against a plain model."""

import sqlalchemy as sa

from challenge.bidding import digests, receipts, verifying
from challenge.bidding.models import Bid, BidContent, Milestone, Opening, Partner, Promise, Receipt
from challenge.notice.models import Notice
from challenge.notice.objections import rules as objections
from challenge.posting.models import Attachment, Challenge
from challenge.review.draw import replay
from challenge.review.models import Assignment, Proposal
from challenge.review.rules import openers
from challenge.states import A, B, C
from core import audit, audit_walk, clock, log_tree, workflow
from core.audit import AuditEntry
from core.canonical import canonical
from core.database import Base, db, transaction
from talent.models import Profile

SECRET = "独门绝技"
CLOSED = (B.DRAFT, B.SEALED, B.WITHDRAWN, B.UNOPENED)
WITH_WINNER = (C.AWARDED, C.NOTICED, C.ANNOUNCED)
SCORING = (A.ACCEPTED, A.SUBMITTED, A.LOCKED)
_LOG = AuditEntry.__table__
_TABLES = sorted(name for name in Base.metadata.tables if name != "audit_entry")
# One text: to compose it anew at each step would take longer than to run it.
_COUNTS = sa.text(" UNION ALL ".join(f'SELECT {n}, count(*) FROM "{one}"' for n, one in enumerate(_TABLES)))  # noqa: S608
_VERSIONS = [
    sa.select(model.id, model.state, model.version) for model in (Challenge, Bid) if hasattr(model, "version")
]


def fingerprint():
    """What a refused step must leave as it was: the head of the log, the number of rows everywhere, states."""
    newest = db.session.execute(sa.select(_LOG.c.hash).order_by(_LOG.c.seq.desc()).limit(1)).scalar()
    rows = [tuple(row) for query in (_COUNTS, *_VERSIONS) for row in db.session.execute(query)]
    return newest, sorted(map(repr, rows))


class Laws:
    """The laws over one list; remembers how far the log was read."""

    def __init__(self, town):
        self.town = town
        newest = db.session.execute(sa.select(_LOG).order_by(_LOG.c.seq.desc()).limit(1)).first()
        self.seq, self.hash, self.at = (
            (newest.seq, newest.hash, newest.at) if newest else (0, audit.GENESIS, None)
        )
        self.tables = {table["name"]: table for table in workflow.machines()}
        self.receipts, self.bids = 0, None

    def check(self, live):
        """All of them; `live` {code of a bid: digest} is what the model says was accepted and stands. Returns the bids."""
        # What is not logged has changed nothing, but for what the clock alone changes.
        if self.the_log_goes_on() or self.bids is None:
            self.receipts_hold()
            self.bids = self.closed_bids_are_ciphertext()
            self.one_winner(self.bids)
            self.powers_are_apart()
            self.money_is_not_negative()
        self.digests_are_published(live)
        self.nothing_is_announced_early()
        return self.bids

    def the_log_goes_on(self):
        """Each new entry follows the one before, and each step stands in its table; whether there was one."""
        before = self.seq
        new = sa.select(_LOG).where(_LOG.c.seq > self.seq).order_by(_LOG.c.seq)
        for row in db.session.execute(new):
            entry = row._asdict()
            assert (row.seq, row.previous) == (self.seq + 1, self.hash)
            assert audit.hash_of(entry) == row.hash
            assert self.at is None or row.at >= self.at
            self.seq, self.hash, self.at = row.seq, row.hash, row.at
            self._is_in_the_table(entry)
        return self.seq != before

    def _is_in_the_table(self, entry):
        name, _, action = entry["action"].partition(".")
        before, after = entry["before"] or {}, entry["after"] or {}
        if name not in self.tables or "state" not in before:
            return
        rows = [row for row in self.tables[name]["steps"] if row.action == action]
        fits = [
            row
            for row in rows
            if before["state"] in [one.value for one in row.sources]
            and (callable(row.target) or row.target.value == after["state"])
        ]
        assert fits, entry

    def receipts_hold(self):
        """Whoever has a receipt has been in time, and it can be checked with nothing but what is public."""
        rows = db.session.scalars(sa.select(Receipt).where(Receipt.id > self.receipts).order_by(Receipt.id))
        for one in rows.all():
            self.receipts = one.id
            assert verifying.is_genuine(verifying.checks(canonical(receipts.document(one)))), one.code
            if one.kind != "corrected":
                assert one.at < one.bid.challenge.deadline, one.code

    def closed_bids_are_ciphertext(self):
        """Before its opening nothing of a bid can be read in the database; afterwards its rows are there."""
        opened = {
            model: set(db.session.scalars(sa.select(model.bid_id)))
            for model in (BidContent, Promise, Milestone, Partner)
        }
        files = set(db.session.scalars(sa.select(Attachment.owner_id).filter_by(owner_type="bid")))
        columns = (
            Bid.id,
            Bid.code,
            Bid.leader_id,
            Bid.state,
            Bid.sealed,
            Bid.draft,
            Bid.digest,
            Bid.opened_at,
        )
        mine = sa.select(*columns).filter_by(challenge_id=self.town.list_id).order_by(Bid.id)
        found = db.session.execute(mine).all()
        for bid in found:
            for text in (bid.sealed, bid.draft):
                assert SECRET.encode() not in (text or b"")
            is_there = [bid.id in rows for rows in opened.values()] + [bid.id in files]
            if bid.state in CLOSED:
                assert not any(is_there), bid.code
                assert bid.opened_at is None
            elif bid.state is not B.UNREADABLE:
                assert bid.opened_at is not None
                assert bid.id in opened[BidContent]
        return found

    def one_winner(self, bids):
        """Never two; one as soon as there is an award."""
        challenge = self.town.the_list()
        won = [bid.code for bid in bids if bid.state is B.WON]
        state = challenge.suspended_from if challenge.state is C.SUSPENDED else challenge.state
        assert len(won) == (state in WITH_WINNER), (state, won)

    def digests_are_published(self, live):
        """From the deadline on: exactly those of the bids that were accepted and stand; before it none."""
        challenge = self.town.the_list()
        if challenge.deadline is None:
            return
        ended = challenge.state is C.CANCELLED and challenge.state_since < challenge.deadline
        shown = digests.published(challenge)
        instant = challenge.suspended_at or clock.now()
        assert shown == ([] if instant < challenge.deadline or ended else sorted(live.values()))
        assert all(one.minutes["equal"] for one in challenge.openings if one.minutes)

    def powers_are_apart(self):
        """Who opens neither scores nor decides, who scores does not decide, who proposes does not decide."""
        challenge = self.town.the_list()
        active = sa.select(Profile.user_id).join(Assignment, Assignment.profile_id == Profile.id)
        active = active.where(Assignment.challenge_id == challenge.id, Assignment.state.in_(SCORING))
        scoring = set(db.session.scalars(active))
        of_list = db.session.execute(
            sa.select(Proposal.proposed_by_id, Proposal.second_by_id, Proposal.decided_by_id).filter_by(
                challenge_id=challenge.id
            )
        ).all()
        deciding = {one.decided_by_id for one in of_list} - {None}
        opening = openers(challenge)
        assert not opening & scoring
        assert not opening & deciding
        assert not scoring & deciding
        own = [one for one in of_list if one.decided_by_id in {one.proposed_by_id, one.second_by_id} - {None}]
        assert own == []

    def nothing_is_announced_early(self):
        """A result that is announced: its notice had ended, and no objection is open."""
        challenge = self.town.the_list()
        if challenge.state is not C.ANNOUNCED:
            return
        (notice,) = db.session.scalars(
            sa.select(Notice).filter_by(challenge_id=challenge.id, state="closed")
        ).all()
        assert challenge.state_since >= notice.ends_at
        assert objections.open_of(challenge) == []
        assert objections.upheld_of(challenge) == []

    def money_is_not_negative(self):
        """Of the list and of every opened bid."""
        for model in (Challenge, BidContent):
            columns = [sa.func.min(one) for one in model.__table__.c if one.name.endswith("_fen")]
            assert all(one is None or one >= 0 for one in db.session.execute(sa.select(*columns)).one())

    def hold_in_the_end(self):
        """Money, the whole chain, its tree, every receipt against the published head, every draw computed again."""
        self.money_is_not_negative()
        assert audit_walk.first_broken() is None
        with transaction():
            log_tree.sign_head()
        assert log_tree.first_wrong_head() is None
        for one in db.session.scalars(sa.select(Receipt)).all():
            found = verifying.checks(canonical(receipts.document(one)))
            assert [check.label for check in found if not check.holds and check.word != "未公布"] == [], (
                one.code
            )
        challenge = self.town.the_list()
        for draw in challenge.draws:
            if draw.transcript is not None:
                assert [one.sentence for one in replay.checks(draw) if not one.holds] == []
        finished = sa.select(sa.func.count(Opening.id)).where(Opening.second_id.is_not(None))
        finished = finished.where(Opening.challenge_id == challenge.id)
        relisted = sum(
            one.action == "challenge.relist" for one in audit.entries_of(f"challenge:{challenge.id}")
        )
        assert db.session.scalar(finished) <= 1 + relisted
