"""What teams do: draft, submit, replace, confirm, withdraw, give up, correct; and who damages what they have sealed."""

import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from challenge.bidding import copies, rules
from challenge.bidding.actions import correction, drafting, submission, teams
from challenge.bidding.content import CORRECTABLE
from challenge.bidding.models import Bid
from challenge.states import B, C
from core.database import db, transaction
from tests import bids
from tests.challenge.life.laws import SECRET
from tests.challenge.life.town import TEAMS
from tests.custody import PASSPHRASE

WORDS = "恢河岸边的杨树与柳树 52"
team = st.sampled_from(TEAMS)


class Teams:
    """Rules of the bidders; a mixin of `Life`."""

    def bid_of(self, name):
        """The newest bid of a team, or None."""
        mine = sa.select(Bid).filter_by(leader_id=self.town.ids[name]).order_by(Bid.id.desc())
        return db.session.scalars(mine.limit(1)).first()

    def has_bid(self, *states):
        """Some team's newest bid is in one of these states, as the last step left it."""
        return any(state in states for state in self.bids.values())

    def accepted(self, name, word):
        """A receipt was given: the model notes what stands now."""
        bid = self.bid_of(name)
        self.live.pop(bid.code, None)
        if word != "withdrawn":
            self.live[bid.code] = bid.digest
        if word == "replaced":
            self.damaged.discard(bid.code)
        self.note(word)

    @rule(name=team, with_file=st.booleans())
    def draft(self, name, with_file):
        """A team writes all of its bid."""
        could = self.takes_bids()

        def work():
            user = self.town.who(name)
            bid = teams.start_bid(user, self.town.the_list())
            drafting.save_step(bid, bids.full_draft(bid.challenge) | {"approach": f"{SECRET} {name}"})
            if with_file and not bid.files:
                drafting.attach(bid, "检测报告.pdf", bids.PDF, "other")

        assert not self.attempt("drafted", work) or could

    @precondition(lambda self: self.has_bid(B.DRAFT, B.SEALED))
    @rule(name=team, secured=st.booleans(), again=st.booleans())
    def submit(self, name, secured, again):
        """A team submits what it has drafted, or once more with the same page."""
        bid = self.bid_of(name)
        if bid is None or not rules.has_draft(bid):
            return
        could, word = self.takes_bids(), "submitted" if bid.state is B.DRAFT else "replaced"
        key, version, given = f"{bid.code} {bid.version}", bid.version, []

        def work():
            bid = self.bid_of(name)
            words = WORDS if secured and self.in_custody else ""
            given.append(submission.submit(bid.leader, bid, key, version, words).code)

        copy = copies.write(bid, *submission.to_seal(bid))
        done = self.attempt(word, work)
        assert done == could, self.why
        self.copies |= {bid.code: copy} if done else {}
        if done:
            self.accepted(name, word)
        if done and again:
            assert self.attempt("repeated", work)
            assert given[0] == given[1]

    @precondition(lambda self: self.has_bid(B.SEALED))
    @rule(name=team, way=st.sampled_from(["anew", "passphrase", "wrong"]))
    def reopen(self, name, way):
        """A team begins a replacement; what is sealed stays valid."""
        could = self.takes_bids()

        def work():
            bid = self.bid_of(name)
            if way == "anew":
                drafting.replace_anew(bid.leader, bid)
            else:
                drafting.begin_replacement(bid.leader, bid, WORDS if way == "passphrase" else PASSPHRASE)
            drafting.save_step(bid, bids.full_draft(bid.challenge) | {"approach": f"{SECRET} 二"})

        if self.bid_of(name) is not None and self.bid_of(name).state is B.SEALED:
            assert not self.attempt("reopened", work) or could

    @precondition(lambda self: self.has_bid(B.SEALED))
    @rule(name=team, action=st.sampled_from(["withdrawn", "confirmed"]))
    def end_or_confirm(self, name, action):
        """A team takes its sealed bid back, or says that it answers the changed list."""
        bid = self.bid_of(name)
        if bid is None or bid.state is not B.SEALED:
            return
        could = self.takes_bids()
        act = submission.withdraw if action == "withdrawn" else submission.confirm_version
        if self.attempt(action, lambda: act(self.town.who(name), self.bid_of(name))):
            assert could
            self.accepted(name, action)

    @precondition(lambda self: self.has_bid(B.DRAFT))
    @rule(name=team)
    def discard(self, name):
        """A team gives up its draft."""
        if self.bid_of(name) is not None:
            self.attempt("discarded", lambda: submission.discard(self.town.who(name), self.bid_of(name)))

    @precondition(lambda self: self.has_bid(B.CORRECTING))
    @rule(name=team)
    def correct(self, name):
        """A team hands in its one correction."""
        bid = self.bid_of(name)
        if bid is None or bid.content is None:
            return
        texts = dict.fromkeys(CORRECTABLE, "补正。")
        self.attempt(
            "corrected",
            lambda: correction.correct(self.town.who(name), self.bid_of(name), texts, {}, {}),
        )

    @precondition(lambda self: self.list_in(C.OPEN) and self.live)
    @rule(pick=st.integers(0, 3))
    def damage(self, pick):
        """Somebody with access to the database changes one bit of a sealed bid."""
        code = sorted(self.live)[pick % len(self.live)]
        with transaction():
            sealed = db.session.scalar(sa.select(Bid.sealed).filter_by(code=code))
            torn = sealed[:-1] + bytes([sealed[-1] ^ 1])
            db.session.execute(sa.update(Bid).where(Bid.code == code).values(sealed=torn))
        # The same bit once more mends it.
        self.damaged ^= {code}
        self.stands = None
        self.note("damaged")
