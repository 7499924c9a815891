"""The way that a list goes when everybody does what is next, with detours; and what is said against its notice."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from challenge.bidding.rules import copies_waited_for, has_draft
from challenge.notice.objections import rules as objection_rules
from challenge.notice.objections.actions import writing
from challenge.notice.rules import current_notice
from challenge.review.actions import declaring, reviewing
from challenge.review.models import Assignment
from challenge.review.rules import enough_valid_bids, own_bids
from challenge.review.states import Conclusion
from challenge.states import A, B, C, N
from core import clock
from core.database import db
from tests.challenge.life.town import OBJECTORS, TEAMS
from tests.challenge.notice.objections import scene as disputes
from tests.challenge.review import scene

OBJECTIONS_MOST = 3
# What an episode does once on the straight way, so that each of it happens often enough.
DETOURS = (
    "replace",
    "amend",
    "withdraw",
    "damage",
    "correct",
    "override",
    "return",
    "object",
    "give_up",
    "suspend",
)


class Way:
    """Rules of the straight way and of objections; a mixin of `Life`."""

    # Objections

    def objections(self):
        """All that were handed in, oldest first."""
        return [one for notice in self.town.the_list().notices for one in notice.objections if one.code]

    @precondition(
        lambda self: self.list_in(C.NOTICED, C.REVIEWING, C.ANNOUNCED) and self.town.the_list().notices
    )
    @rule(name=st.sampled_from(OBJECTORS))
    def object(self, name):
        """Somebody objects to the newest notice."""
        challenge = self.town.the_list()
        notice = challenge.notices[-1]
        could = challenge.state is C.NOTICED and notice.state is N.PUBLISHED and clock.now() < notice.ends_at

        def work():
            user = self.town.who(name)
            notice = self.town.the_list().notices[-1]
            row = writing.begin(user, notice)
            writing.save(row, disputes.WRITTEN | {"name": user.display_name})
            writing.submit(user, row)

        if len(self.objections()) < OBJECTIONS_MOST:
            assert self.attempt("objected", work) == could

    @precondition(lambda self: self.objected)
    @rule(
        pick=st.integers(0, 9),
        turn=st.integers(0, 9),
        outcome=st.sampled_from(["upheld", "partly", "dismissed", "dismissed"]),
    )
    def handle(self, pick, turn, outcome):
        """Whoever has to do with an objection makes one of the steps that are shown."""
        rows = self.objections()
        row = rows[pick % len(rows)]
        found = disputes.offered(row, [self.town.who(name) for name in OBJECTORS])
        if found:
            person, step = found[turn % len(found)]
            act = f"objection {step.action}"
            self.attempt(act, lambda: disputes.make_offered(row, person, step, outcome))

    # The way that a list goes

    @rule(moves=st.integers(1, 6))
    def go_further(self, moves):
        """As `go_on`, so that it is taken often enough."""
        self.go_on(moves)

    @rule(moves=st.integers(1, 6))
    def go_on(self, moves):
        """Whoever has the next move makes it, several times; the laws are asked after each."""
        for _ in range(moves):
            self.every_law_holds()
            self.move()

    def move(self):
        """One move."""
        way = {
            C.OPEN: self.on_to_the_opening,
            C.OPENED: self.on_to_the_review,
            C.REVIEWING: self.on_to_the_proposal,
            C.PROPOSED: self.on_to_the_award,
            C.AWARDED: self.publish_notice,
            C.NOTICED: self.on_to_the_result,
            C.SUSPENDED: lambda: self.step("leader", "resume", reason="继续。"),
            C.LAPSED: self.relist,
        }.get(self.town.the_list().state)
        if way is not None:
            way()

    def once(self, detour):
        """Whether this detour is still to be made; asked once."""
        is_due = detour in self.detours
        self.detours.discard(detour)
        return is_due

    def on_to_the_opening(self):
        """Bids until there are three, then the deadline, then the opening by those whose business it is."""
        if self.takes_bids() and self.bid_of_the_next_team():
            return None
        if self.takes_bids():
            for detour, act in self.detours_of_bidders().items():
                if self.once(detour):
                    return act()
        if not self.past_deadline():
            return self.go_to(self.town.the_list().deadline)
        if not any(one.second_id is None for one in self.town.the_list().openings):
            return self.begin_opening("handler")
        return self.complete_opening("supervisor", "second officer", "second leader", right=True, number=2)

    def bid_of_the_next_team(self):
        """The next move of the first of three teams that has not submitted; True when there was one."""
        for name in TEAMS[:3]:
            bid = self.bid_of(name)
            if bid is None or bid.state is not B.SEALED or has_draft(bid):
                if bid is None or not has_draft(bid):
                    self.draft(name, with_file=False)
                else:
                    self.submit(name, secured=False, again=False)
                return True
        return False

    def detours_of_bidders(self):
        """What happens while bids are taken, in this order."""
        return {
            "replace": lambda: self.reopen(TEAMS[0], "anew"),
            "amend": self.amend_and_confirm,
            "withdraw": lambda: self.end_or_confirm(TEAMS[0], "withdrawn"),
            "suspend": lambda: self.step("leader", "suspend", reason="核查。"),
            "damage": lambda: self.damage(0) if self.live else None,
        }

    def amend_and_confirm(self):
        """A change of substance, after which a team says that its bid stands."""
        self.amend("substance")
        self.end_or_confirm(TEAMS[1], "confirmed")

    def on_to_the_review(self):
        """Formal checks, then review; or the end for want of bids."""
        waiting = self.bids_in(B.OPENED, B.CORRECTING)
        if waiting:
            bid = self.find(waiting[0])
            if bid.state is B.CORRECTING:
                return self.correct(self.town.names[bid.leader_id])
            conclusion = Conclusion.CORRECT if self.once("correct") else Conclusion.QUALIFIED
            return self.check("handler", 0, conclusion)
        if copies_waited_for(self.town.the_list()):
            return self.hand_in(0) if self.in_custody else self.come_to_the_end_of_handing_in()
        if enough_valid_bids(self.town.the_list()):
            return self.step("handler", "lapse", reason="有效方案不足。")
        return self.step("handler", "start_review")

    def on_to_the_proposal(self):
        """The draw, declarations, reviews, then the proposal."""
        for one in self.town.the_list().assignments:
            if one.state is A.INVITED:
                return self.attempt("declared", lambda: self.declare(one.id))  # noqa: B023
            if one.state is A.ACCEPTED:
                return self.attempt("reviewed", lambda: self.review(one.id))  # noqa: B023
        draw = self.draw()
        if draw is None or draw.state.value in ("gathering", "fixed"):
            return self.hold_draw()
        return self.propose("handler", 1 if self.once("override") else 0, "按评审意见。")

    def declare(self, number):
        """A reviewer declares on every bid."""
        one = db.session.get(Assignment, number)
        bids = [bid for bid in one.challenge.bids if bid.state in (B.QUALIFIED, B.REVIEWING)]
        declaring.declare(one.profile.user, one, {bid.id: ("none", "") for bid in bids})

    def review(self, number):
        """A reviewer scores all bids and hands in."""
        one = db.session.get(Assignment, number)
        for place, bid in enumerate(own_bids(one)):
            scene.review(one, bid, indicators=200 + 10 * place + number % 7)
        reviewing.submit(one.profile.user, one)

    def on_to_the_award(self):
        """Seconded where that is needed, then decided."""
        proposal = self.town.the_list().proposals[-1]
        if proposal.override_reason and not proposal.second_by_id:
            return self.decide("second officer", "second")
        return self.decide("leader", "return" if self.once("return") else "award")

    def on_to_the_result(self):
        """Objections come to their end, the period too; then the result, or a new review."""
        if self.once("give_up"):
            return self.step("handler", "give_up", reason="资金不足。")
        if self.once("object"):
            return self.object("objector")
        self.go_to(current_notice(self.town.the_list()).ends_at)
        waiting = objection_rules.open_of(self.town.the_list())
        if waiting:
            return self.move_on(waiting[0])
        if objection_rules.upheld_of(self.town.the_list()):
            return self.step("leader", "reopen_review", reason="异议成立。")
        return self.announce("handler")

    def move_on(self, row):
        """Whoever has to decide on an objection finds that it holds."""
        actor, action = {
            "submitted": (row.handler, "accept"),
            "investigating": (row.handler, "answer"),
            "reviewing": (row.second, "keep_refused" if row.inadmissible else "decide"),
        }.get(row.state.value, (None, "settle"))
        objectors = [self.town.who(name) for name in OBJECTORS]
        for person, step in disputes.offered(row, objectors):
            if step.action == action and actor in (None, person):
                act = f"objection {action}"
                return self.attempt(act, lambda: disputes.make_offered(row, person, step, "upheld"))  # noqa: B023
        return self.go_to(row.due_at or clock.now())
