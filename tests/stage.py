"""A small world with something in every state and somebody in every role, for requests that try everything."""

import datetime as dt

import sqlalchemy as sa

from accounts import mailbox, sessions
from accounts.states import OrganisationState, Role, UserState
from challenge.bidding import receipts, sealing
from challenge.bidding.content import WORK_KINDS, blank, complete
from challenge.bidding.models import Bid, BidContent, BidMember, Milestone, Promise
from challenge.notice.models import Notice
from challenge.notice.objections import sealed as objections
from challenge.notice.objections.models import Objection
from challenge.posting.content import asked_now
from challenge.posting.models import ChallengeVersion, Follow, Question
from challenge.review import rules
from challenge.review.models import Declaration, Review
from challenge.states import A, B, C, G, N, O, Outcome, Q
from core import audit, clock, fulltext, keys, outbox, workdays
from core.database import db
from talent.states import P
from tests import stage_later, world

UNSEALED = (B.OPENED, B.CORRECTING, B.QUALIFIED, B.UNQUALIFIED, B.REVIEWING, B.NOMINATED, B.RESERVE)
UNSEALED += (B.UNSELECTED, B.WON, B.GIVEN_UP)

NOTICE_FACTS = {
    "industry": "储能",
    "county": "朔城区",
    "poster": "测试电气",
    "winner": "测试单位",
    "leader": "张试",
    "partners": ["合作单位"],
    "reward_fen": 30_000_000,
    "cycle_months": 18,
    "rank": 1,
    "figure": "86.50",
    "reserves": [],
    "panel": [["技术专家", 5]],
    "reviewed": 2,
    "override_reason": "",
    "decision_reason": "同意",
    "address": "测试路 1 号",
    "phone": "00000",
    "clause": "第九条",
}


class Stage:
    """Everybody by name in `people`; rows are found through the database."""

    def __init__(self):
        workdays.seed(2025, 2026)
        self.poster = world.organisation("测试电气", county="朔城区")
        self.people = {role.value: self._person(role) for role in Role}
        self.people["enterprise"].is_first_account = True
        self.people["other officer"] = world.user("officer")
        self.people["member"] = world.user("researcher")
        self.people["second researcher"] = world.user("researcher")
        self.people["newcomer"] = world.user(state=UserState.ACTIVE)
        self._accounts()
        self._demands()
        self._bids_before_opening()
        self._judged_lists()
        self._rest()

    def _person(self, role):
        facts = {"county": "朔城区"} if role is Role.COUNTY else {}
        if role is Role.ENTERPRISE:
            facts["organisation_id"] = self.poster.id
        return world.user(role, **facts)

    def _accounts(self):
        for state in OrganisationState:
            of = world.organisation(state=state)
            for its in UserState:
                world.user(organisation_id=of.id, state=its)
        for state in P:
            world.profile(state=state)
        self.known = world.profile(name="研究者", user_id=self.people["researcher"].id)
        mailbox.tell(self.people.values(), "测试消息", "正文", "/desk")
        outbox.enqueue("mail", {"to": "a@example.com", "subject": "题", "body": "文", "path": "/"})

    def _list(self, state, **facts):
        defaults = {"author": self.people["enterprise"], "handler_id": self.people["officer"].id}
        made = world.challenge(state, **(defaults | facts))
        if made.published_at:
            text = f"{made.title} {made.background} {made.difficulty}"
            fulltext.index("challenge", made.id, text)
            facts = {"number": 1, "snapshot": {}, "at": clock.now(), "author_id": made.author_id}
            db.session.add(ChallengeVersion(challenge_id=made.id, **facts))
        return made

    def _demands(self):
        stopped = {C.SUSPENDED: {"suspended_from": C.OPEN, "suspended_at": clock.now()}}
        self.lists = {state: self._list(state, **stopped.get(state, {})) for state in C}
        for state in (C.DRAFT, C.SUBMITTED, C.APPRAISING, C.POOLED, C.OPEN):
            self._list(state, handler_id=None, county="应县")
        past = clock.now() - dt.timedelta(hours=3)
        start = past - dt.timedelta(days=45)
        self.late = self._list(C.OPEN, published_at=start, deadline=past, questions_until=start)
        begun = self._list(C.OPEN, published_at=start, deadline=past, questions_until=start)
        world.opening(begun, self.people["officer"], "officer")
        secret = dict.fromkeys(("background", "difficulty", "indicators"), "signed")
        self._list(C.OPEN, secrecy=secret | {"scene": "directed", "content": "registered"})
        world.opinion(self.lists[C.APPRAISING])
        for state in G:
            world.programme(state=state)

    def _bids_before_opening(self):
        crew = {"researcher": B.DRAFT, "second researcher": B.SEALED, "newcomer": B.WITHDRAWN}
        for of in (self.lists[C.OPEN], self.late):
            for name, state in crew.items():
                self._sealed(of, state, self.people[name])
        self._sealed(self.lists[C.CANCELLED], B.UNOPENED, self.people["researcher"])

    def _sealed(self, of, state, leader):
        bid = world.bid(of, B.DRAFT, leader=leader, answers_version=1)
        draft = blank() | {"approach": "总体思路", "works": [], "price_mode": "lump", "total_fen": 10_000_000}
        bid.members.append(self._member(bid, confirmed=state is B.SEALED))
        bid.draft, bid.draft_at = sealing.seal_draft(bid, draft), clock.now()
        if state is not B.DRAFT:
            self._submit(bid, draft)
        db.session.execute(sa.update(Bid).where(Bid.id == bid.id).values(state=state))
        db.session.refresh(bid)

    def _submit(self, bid, draft):
        sealed = sealing.seal(bid.challenge, complete(bid, draft), [])
        bid.sealed, bid.digest, bid.sealed_at = sealed.blob, sealed.digest, clock.now()
        db.session.flush()
        audit.record(bid.leader, "bid.submit", bid, "提交揭榜方案")
        receipts.issue(bid, "submitted", bid.digest)

    def _member(self, bid, *, confirmed):
        one = self.people["member"]
        return BidMember(
            user_id=one.id,
            name=one.display_name,
            role="成员",
            share_percent=30,
            invited_at=clock.now(),
            confirmed_at=clock.now() if confirmed else None,
        )

    def _judged_lists(self):
        of = self.lists[C.OPENED]
        self._opened(of, B.OPENED), self._opened(of, B.CORRECTING), self._opened(of, B.QUALIFIED)
        for state in (C.REVIEWING, C.PROPOSED, C.AWARDED, C.NOTICED, C.ANNOUNCED):
            of = self.lists[state]
            inner = B.REVIEWING if state is C.REVIEWING else B.RESERVE
            first = B.REVIEWING if state is C.REVIEWING else B.WON if state is C.ANNOUNCED else B.NOMINATED
            bids = [self._opened(of, first, "second researcher"), self._opened(of, inner)]
            bids += [self._opened(of, one) for one in (B.UNQUALIFIED, B.UNSELECTED)]
            self._panel(of, bids[:2], A.ACCEPTED if state is C.REVIEWING else A.LOCKED)
            self._draw(of)
            if state is C.PROPOSED:
                world.proposal(of, self.people["other officer"], bids[0], override_reason="择优")
            if state in (C.AWARDED, C.NOTICED, C.ANNOUNCED):
                self._notice(of, bids[0], state)

    def _draw(self, of):
        """A list in review waits for its draw, the others were drawn."""
        people = [[one.profile_id, "0" * 64] for one in of.assignments]
        facts = {"kind": "technical", "unit": "0" * 64, "outside": False}
        candidates = [{"id": f"{number:064x}"} | facts for number in range(len(people))]
        world.draw(of, self.people, candidates, people)

    def _opened(self, of, state, leader=None):
        bid = world.bid(of, state, leader=self.people.get(leader))
        bid.members.append(self._member(bid, confirmed=True))
        lead = {"role": "牵头", "work_percent": 100, "money_percent": 100, "name": "测试单位"}
        work = {"type": WORK_KINDS[0], "title": "论文", "year": 2024, "note": ""}
        price = {"total_fen": 30_000_000, "own_fen": 10_000_000, "public_fen": 20_000_000}
        bid.content = BidContent(approach="思路", route="路线", lead=lead, works=[work], **price)
        bid.content.asked = asked_now(of)
        bid.promises = [Promise(indicator_id=one.id, value="35", basis="试验") for one in of.indicators]
        bid.milestones = [Milestone(name="结题", month=12, percent=100, deliverable="报告")]
        if state is B.CORRECTING:
            bid.correction_due = clock.now() + dt.timedelta(days=3)
        db.session.flush()
        return bid

    def _panel(self, of, bids, state):
        mine = world.profile(user_id=world.user("expert").id)
        if of.state is C.REVIEWING:
            mine = world.profile(name="评审人", user_id=self.people["expert"].id)
            for other in A:
                asked = None if other is A.PROPOSED else clock.now()
                world.assignment(of, state=other, invited_at=asked)
        task = world.assignment(of, mine, state, invited_at=clock.now())
        scores = {one["key"]: one["max"] * 8 for one in rules.criteria_of(of)}
        for bid in bids:
            db.session.add(Declaration(assignment_id=task.id, bid_id=bid.id, tie="none", at=clock.now()))
            facts = {"saved_at": clock.now(), "submitted_at": None if state is A.ACCEPTED else clock.now()}
            facts |= {"scores": scores, "recommendation": "support"}
            db.session.add(Review(assignment_id=task.id, bid_id=bid.id, notes={}, **facts))
        db.session.flush()

    def _notice(self, of, bid, state):
        published = None if state is C.AWARDED else clock.now() - dt.timedelta(days=1)
        its = {C.AWARDED: N.DRAFT, C.NOTICED: N.PUBLISHED, C.ANNOUNCED: N.CLOSED}[state]
        row = Notice(
            code=f"GS{of.code}",
            challenge_id=of.id,
            bid_id=bid.id,
            state=its,
            title=f"关于{of.title}拟揭榜单位的公示",
            facts=NOTICE_FACTS | {"code": of.code, "title": of.title},
            workdays=7,
            published_at=published,
            ends_at=published and clock.now() + dt.timedelta(days=9),
            author_id=self.people["officer"].id,
        )
        db.session.add(row)

    def _rest(self):
        of = self.lists[C.OPEN]
        now, asker = (
            clock.now(),
            keys.encrypt("question", str(self.people["researcher"].id).encode(), of.code.encode()),
        )
        for state in Q:
            facts = {"text": "极板尺寸？", "asked_at": now, "state": state, "asker": asker}
            db.session.add(Question(challenge_id=of.id, answer="见附件", **facts))
        db.session.add(Follow(user_id=self.people["researcher"].id, challenge_id=of.id, at=now))
        db.session.flush()
        self._objections()
        self.project = stage_later.outcomes_of(self)
        stage_later.market_of(self)
        stage_later.envoys_of(self)

    def _objections(self):
        """One draft and one in every state that comes of it, on the notice that runs."""
        notice = self.lists[C.NOTICED].notices[-1]
        for place, state in enumerate(O):
            row = Objection(
                key=f"objection{place:07d}",
                code=None if state is O.DRAFT else f"YY2026{place:04d}",
                notice=notice,
                owner_mark=objections.mark_of(self.people["researcher"]),
                state=state,
                about="notice",
                ground="text",
                created_at=clock.now(),
            )
            person = {"user_id": self.people["researcher"].id, "organisation_id": None, "unit": ""}
            written = dict.fromkeys(objections.WRITTEN, "") | {"facts": "周期有误", "name": "张试"}
            objections.put(row, "content", written)
            if state is not O.DRAFT:
                objections.put(
                    row, "identity", person | {"name": "张试", "phone": "", "email": "a@example.com"}
                )
                row.submitted_at, row.handler_id = clock.now(), self.people["supervisor"].id
                row.due_from, row.due_days, row.due_at = clock.now(), 5, clock.now() + dt.timedelta(days=7)
            if state is O.REFUSED:
                row.inadmissible = "academic"
            if state in (O.ANSWERED, O.REVIEWING, O.FINAL):
                row.outcome, row.answered_at = Outcome.DISMISSED, clock.now()
                objections.put(row, "record", {"text": "已核查"})
            if state is O.REVIEWING:
                row.second_id = self.people["leader"].id
            db.session.add(row)
        db.session.flush()

    def tokens(self):
        """{name: token of a signed-in browser}, and None for a visitor."""
        signed = {name: sessions.start(user, second_factor=True) for name, user in self.people.items()}
        return {"anonymous": None, **signed}
