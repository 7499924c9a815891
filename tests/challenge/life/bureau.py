"""What the bureau does: publish, amend, suspend, open, check, draw, propose, decide, notify, announce, end."""

import datetime as dt

import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from challenge.bidding.actions import handing_in, opening
from challenge.bidding.models import Bid
from challenge.custody.rules import is_in_custody
from challenge.notice import actions as notices
from challenge.notice.rules import drafted_notice
from challenge.posting.actions import amending, publishing
from challenge.review.actions import checking, deciding
from challenge.review.draw import actions as draws
from challenge.review.draw import rules as draw_rules
from challenge.review.draw.states import Side
from challenge.review.states import Conclusion
from challenge.states import B, C
from core import clock
from core.database import db
from core.workflow import apply
from tests import custody
from tests.challenge.life.town import CUSTODIANS, STAFF
from tests.challenge.review import drawn

staff = st.sampled_from(sorted(STAFF))
custodian = st.sampled_from(CUSTODIANS)
OPENED_OR_LATER = (C.OPENED, C.REVIEWING, C.PROPOSED, C.AWARDED, C.NOTICED, C.ANNOUNCED)
ITEMS = [{"key": "complete", "label": "材料齐全", "ok": True, "remark": ""}]


class Bureau:
    """Rules of officers, leaders and supervisors; a mixin of `Life`."""

    def step(self, who, action, **facts):
        """Whether this person could make a step on the list."""
        return self.attempt(action, lambda: apply(self.town.who(who), self.town.the_list(), action, **facts))

    @precondition(lambda self: self.list_in(C.OPEN))
    @rule(kind=st.sampled_from(["words", "substance", "deadline"]))
    def amend(self, kind):
        """The handler announces a change."""
        challenge = self.town.the_list()
        self.changes += 1
        changes = {
            "words": {"title": f"高密度液流电池电堆设计 {self.changes}"},
            "substance": {"reward_fen": 30_000_000 + self.changes, "cash_fen": 20_000_000 + self.changes},
            "deadline": {"deadline": challenge.deadline + dt.timedelta(hours=self.changes)},
        }[kind]
        could, was = self.takes_bids(), challenge.deadline
        done = self.attempt(
            "amend",
            lambda: amending.amend(self.town.who("handler"), self.town.the_list(), changes, "据实调整。"),
        )
        assert not done or could
        assert self.town.the_list().deadline >= was

    @rule(
        who=staff,
        action=st.sampled_from(["suspend", "resume", "resume", "reopen_review", "give_up", "lapse"]),
    )
    def lead(self, who, action):
        """Somebody suspends, resumes, has it reviewed anew, notes that the winner gives up, ends it."""
        was, before = self.town.the_list().deadline, self.takes_bids()
        if not self.step(who, action, reason="核查。"):
            return
        challenge = self.town.the_list()
        assert before or action != "resume" or challenge.deadline >= was

    @rule(who=staff, action=st.sampled_from(["ask_cancel", "refuse_cancel", "refuse_cancel", "cancel"]))
    def end(self, who, action):
        """Somebody asks for the end of the list, or decides on that."""
        if action != "cancel" or self.may_end:
            self.step(who, action, reason="需求已变化。")

    @precondition(lambda self: self.list_in(C.OPEN))
    @rule(who=staff)
    def begin_opening(self, who):
        """Somebody begins the opening."""
        late = self.past_deadline()
        if self.attempt("begun", lambda: opening.begin(self.town.who(who), self.town.the_list())):
            assert late

    @precondition(lambda self: self.list_in(C.OPEN) and self.town.the_list().openings)
    @rule(
        who=staff,
        first=custodian,
        second=custodian,
        right=st.sampled_from([True, True, True, False]),
        number=st.sampled_from([2, 2, 2, 1, 0]),
    )
    def complete_opening(self, who, first, second, right, number):
        """Somebody completes it, with two, one or no custodians and their passphrases, or a wrong one."""
        late, enrolled = self.past_deadline(), self.in_custody

        def work():
            words = {} if right else {"passphrase": "不是这一句话啊真的不是"}
            pair = [self.town.custodian(first), self.town.custodian(second)][:number]
            presented = custody.presented(*pair, **words) if enrolled else ()
            opening.complete(self.town.who(who), self.town.the_list(), presented)

        if self.attempt("opened", work):
            assert late
            assert not enrolled or (right and number == 2 and first != second and who not in (first, second))
            self.was_opened()

    def was_opened(self):
        """Every sealed bid was opened, but for the damaged ones, which are shown as such."""
        challenge = self.town.the_list()
        became = {bid.code: bid.state for bid in challenge.bids if bid.code in self.live}
        assert became == {code: B.UNREADABLE if code in self.damaged else B.OPENED for code in self.live}
        minutes = next(one.minutes for one in reversed(challenge.openings) if one.minutes)
        assert sorted(one["code"] for one in minutes["bids"]) == sorted(self.live)
        assert is_in_custody(challenge) == self.in_custody == bool(minutes["custodians"])
        self.note("unreadable", len(self.damaged & set(self.live)))
        self.note("opened in custody", self.in_custody)

    @precondition(lambda self: self.list_in(C.OPENED) and self.bids_in(B.UNREADABLE))
    @rule(pick=st.integers(0, 3))
    def hand_in(self, pick):
        """A team hands in the copy of what did not open; in time it opens, with what was sealed."""
        found = self.bids_in(B.UNREADABLE)
        code = found[pick % len(found)] if found else None

        def work():
            bid = self.find(code)
            handing_in.open_from_copy(bid.leader, bid, self.copies[code])

        if code in self.live and self.attempt("handed", work):
            assert (self.find(code).state, self.find(code).digest) == (B.OPENED, self.live[code])

    @precondition(lambda self: self.list_in(C.OPENED) and self.bids_in(B.UNREADABLE))
    @rule()
    def come_to_the_end_of_handing_in(self):
        """The end of the period in which copies are taken."""
        dues = [self.find(code).copy_due for code in self.bids_in(B.UNREADABLE)]
        if dues:
            self.go_to(max(dues))

    @precondition(lambda self: self.list_in(C.OPENED))
    @rule(who=staff, pick=st.integers(0, 3), conclusion=st.sampled_from(list(Conclusion)))
    def check(self, who, pick, conclusion):
        """Somebody checks the form of an opened bid."""
        found = self.bids_in(B.OPENED, B.CORRECTING)
        if found:
            code = found[pick % len(found)]
            self.attempt(
                f"check {conclusion.value}",
                lambda: checking.check(self.town.who(who), self.find(code), ITEMS, conclusion, "见附件。"),
            )

    @precondition(lambda self: self.list_in(C.OPEN, C.OPENED, C.REVIEWING))
    @rule(who=staff, reason=st.sampled_from(["", "补作。"]))
    def commit(self, who, reason):
        """Somebody commits to a seed."""
        side = draw_rules.side_of(self.town.who(who), self.town.the_list())
        phrase = drawn.PHRASES[side.value] if side else "无"
        self.attempt(
            "committed",
            lambda: draws.commit_seed(self.town.who(who), self.town.the_list(), phrase, reason),
        )

    def hold_draw(self):
        """The next step of the draw; True when something was done."""
        challenge, handler = self.town.the_list(), self.town.who("handler")
        draw = draw_rules.current(challenge)
        for side, name in ((Side.OFFICER, "handler"), (Side.SUPERVISOR, "supervisor")):
            if side in (draw_rules.missing_sides(draw) if draw else list(Side)):
                return self.commit(name, "补作。")
        if draw.state.value == "gathering":
            return self.attempt("fixed", lambda: draws.fix(handler, self.draw(), self.conditions()))
        drawn.sign_head()
        self.stands = None
        return self.attempt("drawn", lambda: draws.hold(self.town.who("handler"), self.draw(), drawn.PHRASES))

    def draw(self):
        """The present round."""
        return draw_rules.current(self.town.the_list())

    def conditions(self):
        """The usual panel of five, with one candidate a seat more than needed."""
        return drawn.wanted(per_seat=2)

    @precondition(lambda self: self.list_in(C.REVIEWING))
    @rule(who=staff, place=st.integers(0, 3), reason=st.sampled_from(["", "更符合需求。"]))
    def propose(self, who, place, reason):
        """Somebody proposes a winner, the first of the ranking or not."""
        found = self.bids_in(B.REVIEWING)
        if found:
            winner = self.find(found[place % len(found)]).id
            self.attempt(
                "proposed",
                lambda: deciding.propose(
                    self.town.who(who), self.town.the_list(), [winner], "建议立项。", reason
                ),
            )

    @precondition(lambda self: self.list_in(C.PROPOSED))
    @rule(who=staff, verb=st.sampled_from(["award", "award", "return", "second", "dissent"]))
    def decide(self, who, verb):
        """Somebody decides on the proposal, or seconds one against the ranking or sends it back."""
        proposal = self.town.the_list().proposals[-1].id
        act = {
            "award": lambda: deciding.award(self.town.who(who), self.town.the_list(), proposal, "同意。"),
            "return": lambda: deciding.send_back(
                self.town.who(who), self.town.the_list(), proposal, "再议。"
            ),
            "second": lambda: self.seconded(who, proposal),
            "dissent": lambda: deciding.dissent(
                self.town.who(who), self.town.the_list(), proposal, "理由不足。"
            ),
        }[verb]
        self.attempt(verb, act)

    def seconded(self, who, proposal):
        """As the page does it: asked by the gate first."""
        from challenge.review.seconding import seconds_proposal

        if seconds_proposal(self.town.who(who), self.town.the_list()):
            deciding.second(self.town.who(who), self.town.the_list(), proposal)

    @precondition(lambda self: self.list_in(C.AWARDED))
    @rule()
    def publish_notice(self):
        """The handler drafts and publishes the notice."""

        def work():
            handler, challenge = self.town.who("handler"), self.town.the_list()
            row = drafted_notice(challenge) or notices.draft(handler, challenge)
            notices.publish(handler, challenge, row.id)

        assert self.attempt("notified", work)

    @precondition(lambda self: self.list_in(C.NOTICED))
    @rule(who=staff)
    def announce(self, who):
        """Somebody announces the result."""
        self.attempt("announced", lambda: notices.announce(self.town.who(who), self.town.the_list()))

    @precondition(lambda self: self.list_in(C.LAPSED))
    @rule()
    def relist(self):
        """The handler puts a lapsed list up again: a new round of bids, sealed for whoever has keys now."""

        def work():
            town = self.town
            publishing.relist(
                town.who("handler"), town.the_list(), town.programme(), town.deadline(), "延期。"
            )

        if self.attempt("relisted", work):
            self.live.clear()
            self.damaged.clear()

    def bids_in(self, *states):
        """Codes of the list's bids in these states."""
        wanted = sa.select(Bid.code).filter_by(challenge_id=self.town.list_id).where(Bid.state.in_(states))
        return db.session.scalars(wanted.order_by(Bid.id)).all()

    def find(self, code):
        """The bid of this code."""
        return db.session.scalar(sa.select(Bid).filter_by(code=code))

    def past_deadline(self):
        """By the clock that everybody sees."""
        deadline = self.town.the_list().deadline
        return deadline is not None and clock.now() >= deadline
