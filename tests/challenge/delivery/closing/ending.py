"""How the machine of closures brings a project to its end: what is owed is paid, what is left comes back."""

from challenge.delivery.closing import actions, rules
from challenge.delivery.closing.states import E
from challenge.delivery.ledger import actions as paying
from challenge.delivery.ledger import balances
from challenge.delivery.ledger.forfeiting import is_asked, last_day
from challenge.delivery.ledger.refunds import open_claims
from challenge.delivery.states import ENDED, Account, K, Payer, Y
from core import clock
from tests.challenge.delivery.closing.scene import proof

DONE = {Y.CONFIRMED, Y.CANCELLED}


class Ending:
    """Steps of a machine with `project`, `people`, `count` (what was done how often) and the check `stays_true`."""

    def lead_on(self, row):
        """The next step of a payment."""
        people, own = self.people, row.payer is Payer.OWN
        payer = {Payer.OWN: people.team, Payer.DEMANDER: people.poster}.get(row.payer, people.finance)
        approver = people.poster if row.payer is Payer.DEMANDER else people.leader
        if is_asked(row):
            self.answer(payer, row)
        elif row.state is Y.UNLOCKED and not own:
            paying.request(people.team, row)
        elif row.state is Y.REQUESTED:
            paying.approve(approver, row)
        elif row.state is Y.REGISTERED:
            paying.confirm(people.officer if own else people.team, row)
        else:
            paying.register(payer, row, clock.today(), "1")

    def answer(self, payer, row):
        """Approved before the end and forfeited by it: every other one was paid already."""
        if row.number % 2:
            paying.register(payer, row, last_day(row)[0], "1")
        else:
            paying.make(payer, row, "unpaid")
        self.count["answered"] += 1

    def bring_to_an_end(self):
        """Open versions fall, the project ends by a closure, it is settled, paid, returned and closed."""
        project, people = self.project, self.people
        row = rules.open_closure(project)
        if row is None and project.state not in ENDED:
            row = actions.ask(people.officer, project, "no_need", "事实。", proof())
        if row is not None:
            self.lead_closure(row)
        assert project.state in ENDED
        assert all(one.state not in (K.DRAFT, K.REQUESTED, K.OFFERED) for one in project.contracts)
        assert {one.state for one in project.payments} <= DONE
        self.has_changed = True
        self.stays_true()

    def lead_closure(self, row):
        """Each step by who has the next move, until it is closed."""
        people = self.people
        if row.state is E.ASKED:
            actions.make(people.officer, row, "accept")
        if row.state is E.HEARING:
            self.decide(row)
        if row.state is E.WITHDRAWN:
            return
        self.settle(row)
        self.clear(row)
        actions.make(people.officer, row, "close")
        self.count["closed"] += 1
        self.count["valued"] += any(one.is_valued for one in self.project.payments)

    def settle(self, row):
        """What may have been paid is answered, the settlement drawn up as the ledger stands and confirmed."""
        people = self.people
        for one in self.project.payments:
            if is_asked(one):
                self.lead_on(one)
        if row.state is E.CONFIRMING and rules.settlement_current(row):
            actions.make(people.officer, row, "redraw", "台账有变动。")
        if row.state is E.SETTLING:
            actions.draw(people.officer, row, {1: 100, 2: 40, 3: 0})
        if row.state is E.CONFIRMING:
            for person in (people.team, people.poster, people.leader):
                actions.confirm(person, row, row.settlement_digest)

    def decide(self, row):
        """Both sides agree, the leader of the bureau decides."""
        for person in (self.people.team, self.people.poster):
            if rules.is_unheard(person, row):
                actions.speak(person, row, "同意。", True)
        if rules.sides_heard(row):  # somebody has said no where all must agree
            asker = next(one for one in vars(self.people).values() if one.id == row.asked_by_id)
            actions.make(asker, row, "withdraw", "撤回。")
            self.lead_closure(actions.ask(self.people.officer, self.project, "no_need", "事实。", proof()))
            return
        actions.make(self.people.leader, row, "end", "终止。")

    def clear(self, row):
        """What is payable is paid, or every other one given up; what has to come back comes back."""
        for one in list(self.project.payments):
            if one.state is Y.UNLOCKED and one.number % 2:
                paying.make(self.people.leader, one, "waive", "不再需要。")
            while one.state not in DONE:
                self.lead_on(one)
        self.count["arrived"] += any(one.comes_back for one in self.project.payments)
        for row_of in row.settlement["payers"]:
            payer = Payer(row_of["payer"])
            held = balances.balances(self.project)[payer]
            owed = row_of["returned_fen"] + row_of["back_fen"] - held[Account.RETURNED]
            claims = [one for one in open_claims([self.project.id]) if one.payer is payer]
            assert owed == sum(one.left_fen for one in claims)
            payers = {Payer.DEMANDER: self.people.poster, Payer.PUBLIC: self.people.finance}
            for one in (
                one for one in self.project.payments if one.payer is payer and one.state is Y.CONFIRMED
            ):
                part = min(owed, paying.refundable(one))
                if part > 0:
                    paying.refund(payers[payer], one, part, clock.today(), "1")
                    owed -= part
                    self.count["returned"] += 1
            assert owed <= 0
