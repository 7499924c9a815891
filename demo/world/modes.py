"""企业出题 and 成果转化: of each one list in review, whose poster may choose among its bids, and one still open."""

import functools

from challenge.bidding.actions import teams
from challenge.bidding.liaison.actions import agreeing, contacting
from challenge.posting.actions import appraising, drafting, publishing
from challenge.posting.actions.closing import mark_deadlines
from challenge.posting.actions.programmes import create_programme
from challenge.states import Comparator, Mode, Ownership
from core import workflow
from demo.world import bids, draws, openings
from demo.world.lists import AFTERWARDS
from demo.world.texts import fen, industry, read

OFFICER, OTHER, LEADER = "officer", "officer2", "leader"
# Days before the publication on which a demand goes its way.
WRITTEN, SUBMITTED, ACCEPTED, APPRAISED, POOLED = 30, 28, 26, 20, 10
PROGRAMME = 35
SCORES = {"need": 4, "novelty": 4, "measurable": 5, "benefit": 4}
AGREED_AFTER, DRAFTED_AFTER, SIGNED_AFTER = 1, 2, 3


def stage(script, cast):
    """Scenes of both programmes and of what is posted in them."""
    for text in read("modes"):
        _List(script, cast, text).stage()


class _List:
    """One list with its programme."""

    def __init__(self, script, cast, text):
        self.script, self.cast, self.text = script, cast, text
        self.challenge = None

    def stage(self):
        """From the programme to the contacts with teams."""
        affair, zero = self.script.affair(self.text["key"]), -self.text["published_days_ago"]
        if "programme" not in self.text:
            affair.then(zero - PROGRAMME, self._begin)
            affair.then(zero - PROGRAMME + 1, self._start)
        affair.then(zero - WRITTEN, self._write)
        affair.then(
            zero - SUBMITTED,
            lambda: drafting.submit(self._who(self.text["author"]), self.challenge, pledged=True),
        )
        affair.then(zero - ACCEPTED, lambda: workflow.apply(self._who(OFFICER), self.challenge, "accept"))
        for name in (OFFICER, OTHER):
            affair.then(zero - APPRAISED, functools.partial(self._appraise, name))
        affair.then(zero - POOLED, lambda: workflow.apply(self._who(OFFICER), self.challenge, "pool"))
        affair.then(zero, self._publish)
        for told in self.text["contacts"]:
            self._contact(told, zero + told["days_after"], affair.last)
        if "bids" in self.text:
            self._stage_bids(affair)

    def _stage_bids(self, affair):
        """Sealed bids, the opening, the formal check, the start of the review: from then on the poster may choose."""
        published_at = affair.last
        self.script.at(self.script.deadline(self.text["deadline_in_days"]) + AFTERWARDS, mark_deadlines)
        bids.stage(self.script, self.cast, self.text, published_at)
        draws.stage(self.script, self.cast, self.text, published_at)
        openings.stage(self.script, self.cast, affair, self.text)

    def _who(self, account):
        return self.cast.people[account]

    def _begin(self):
        facts = {"name": self.text["name"], "mode": Mode(self.text["mode"]), "year": self.script.today.year}
        facts["name"] = facts["name"].replace("2026", str(facts["year"]), 1)
        self.cast.programmes[self.text["key"]] = create_programme(
            self._who(OFFICER), **facts, budget_fen=fen(self.text["budget_wan"])
        )

    def _start(self):
        workflow.apply(self._who(LEADER), self._programme, "start")

    @property
    def _programme(self):
        """The own one, or that of the list which opened it."""
        return self.cast.programmes[self.text.get("programme", self.text["key"])]

    def _write(self):
        author = self._who(self.text["author"])
        rows = [
            one | {"comparator": Comparator(one["comparator"]), "is_must": True}
            for one in self.text["indicators"]
        ]
        facts = self.text["facts"] | {"mode": Mode(self.text["mode"]), "indicators": rows, "is_demo": True}
        known = {
            "ownership": Ownership(self.text["ownership"]),
            "industry": industry(self.text["industry_box"]),
        }
        self.challenge = drafting.create_draft(author, **facts, **known)
        if "bids" in self.text:
            self.cast.challenges[self.text["key"]] = self.challenge

    def _appraise(self, account):
        appraising.add_opinion(
            self._who(account), self.challenge, SCORES, "需求真实，指标可测，同意入库。", recommends=True
        )

    def _publish(self):
        deadline = self.script.deadline(self.text["deadline_in_days"])
        publishing.publish_batch(self._who(OTHER), [self.challenge.id], self._programme, deadline)

    def _contact(self, told, day, after):
        """A team asks; the demander agrees; where it is told so, both sign and the team begins its draft."""
        affair, made = self.script.affair(f"{self.text['key']} {told['person']}"), {}
        person = lambda: self._who(told["person"])  # noqa: E731
        poster = lambda: self._who(self.text["author"])  # noqa: E731
        note = {"phone": "0349-0000000", "email": "", "note": told["note"]}

        def ask():
            whole = note | {"name": person().display_name}
            made["liaison"] = contacting.ask(person(), self.challenge, whole)

        def agree():
            answered = note | {"name": poster().display_name, "note": "欢迎到厂里看现场。"}
            contacting.answer(poster(), made["liaison"], True, answered)

        def draft():
            made["agreement"] = agreeing.draft(person(), made["liaison"], self.text["terms"])

        def sign():
            for one in (person(), poster()):
                agreeing.confirm(one, made["agreement"], made["agreement"].digest)
            teams.start_bid(person(), self.challenge)

        affair.then(day, ask, after=after)
        if told["signed"]:
            affair.then(day + AGREED_AFTER, agree)
            affair.then(day + DRAFTED_AFTER, draft)
            affair.then(day + SIGNED_AFTER, sign)
