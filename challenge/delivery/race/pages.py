"""What the pages of a race show: who is where, what each gate asks, ranking and money as far as the reader may see them."""

from types import SimpleNamespace

from challenge import rulepack
from challenge.delivery.ledger.balances import sums
from challenge.delivery.milestones.plausible import doubt
from challenge.delivery.race import rules, wording
from challenge.delivery.race import sums as promised
from challenge.delivery.race.effects import computed, tests_of
from challenge.delivery.race.picture import tracks
from challenge.delivery.race.states import RG
from challenge.delivery.states import ENDED, P, Payer, Verdict
from challenge.states import SETTLED


def gates(challenge):
    """Each gate with its rule in words."""
    return [
        SimpleNamespace(
            row=one,
            when=wording.when(one),
            asked=_weighed(one, challenge.indicators),
            rules=wording.rules_of(one),
        )
        for one in challenge.gates
    ]


def _weighed(gate, indicators):
    """(name, what is asked, test method, weight) of the common test."""
    tested = {one["indicator"] for one in gate.tests}
    weights = [one.weight for one in indicators if one.id in tested]
    return [(*row, weight) for row, weight in zip(wording.asked(gate, indicators), weights, strict=True)]


def board(challenge):
    """Lanes × gates as a picture and as rows; None before there are lanes."""
    lanes = rules.lanes(challenge)
    if not lanes:
        return None
    rows = [
        SimpleNamespace(project=one, cells=[_cell(one, gate) for gate in challenge.gates]) for one in lanes
    ]
    heads = [f"关口 {one.number}" for one in challenge.gates]
    drawn = [
        (f"{one.project.lane} {one.project.organisation.name}", one.project.state.label, one.cells)
        for one in rows
    ]
    return SimpleNamespace(rows=rows, heads=heads, picture=tracks(drawn, heads))


def _cell(project, gate):
    """Where a lane stands at a gate, by what is public: (words, tone, points or '')."""
    row = next((one for one in gate.ranking if one["project"] == project.code), None)
    if gate.state in rules.SHOWN and row is not None:
        return _shown(gate, row)
    # A lane that left before has no place here, before this gate and after it.
    if project.state in ENDED:
        return SimpleNamespace(label="—", tone="none", points="")
    return SimpleNamespace(
        label="未测试" if gate.state is RG.PLANNED else "结果未公布", tone="quiet", points=""
    )


def _shown(gate, row):
    is_final = gate.state is RG.DONE
    label = ("晋级" if is_final else "拟晋级") if row["stays"] else ("淘汰" if is_final else "拟淘汰")
    tone = ("good" if is_final else "wait") if row["stays"] else "bad"
    return SimpleNamespace(label=label, tone=tone, points=f"{row['points']}%")


def rows_of(gate):
    """The ranking as it stands: computed while results are entered, then as it was frozen; [] before it is complete."""
    if gate.state is RG.MEASURED:
        return [] if rules.every_lane_measured(gate) else computed(gate)
    return gate.ranking


def ranking(gate, user):
    """Rows of the ranking of a gate for this reader: (row, is the own lane, measured values or None)."""
    asked = {one.id: one for one in tests_of(gate)}
    own = rules.own_lane(user, gate.challenge) if user.is_authenticated else None
    sees_all = rulepack.value(gate.challenge, "race_values_public") or (
        user.is_authenticated and rules.sees_values(user, gate)
    )
    found = []
    for row in rows_of(gate):
        is_own = own is not None and own.code == row["project"]
        tests = [
            one | {"verdict": Verdict(one["verdict"]), "doubt": doubt(asked[one["id"]], one["value"])}
            for one in row["tests"]
        ]
        found.append(SimpleNamespace(row=row, is_own=is_own, tests=tests if sees_all or is_own else None))
    return found


def money(challenge, user):
    """[(lane, planned, unlocked, arrived)] in 分: of all lanes for who oversees or pays, of the own for a team."""
    own = rules.own_lane(user, challenge)
    shown = rules.lanes(challenge) if rules.sees_money(user, challenge) else [own] if own else []
    return [(one, *sums(one)) for one in shown]


def money_together(challenge, user, rows):
    """(sums of the columns of `money`, contracts against the list as a sentence) for who sees all lanes; else None."""
    if not rows or not rules.sees_money(user, challenge):
        return None
    whole = [sum(row[column] for row in rows) for column in (1, 2, 3)]
    found = promised.together(challenge)
    return SimpleNamespace(sums=whole, fits=found.fits, said=promised.said(found, challenge))


def moved(gate, user):
    """Lines of 调剂 at a gate as far as the reader sees the money."""
    own = rules.own_lane(user, gate.challenge)
    if rules.sees_money(user, gate.challenge):
        return gate.moved
    return [one for one in gate.moved if own is not None and one.project_id == own.id]


def next_words(gate):
    """What comes next and whom it waits for, as a sentence; None when the gate is over."""
    if gate.state is RG.PLANNED:
        return rules.former_gate_done(gate) or rules.day_has_come(gate) or "等待经办人登记共同测试结果。"
    waiting = {
        RG.MEASURED: "等待经办人核对并提出排名。",
        RG.PROPOSED: "等待局领导批准并公布。",
    }
    if gate.state is RG.PUBLISHED:
        return rules.no_objection_open(gate) or rules.term_is_over(gate) or "异议期已满，等待经办人办理生效。"
    return waiting.get(gate.state)


def is_shown(challenge):
    """The lanes are public once the result of the list is announced."""
    return challenge.state in SETTLED


PAYERS = (Payer.DEMANDER, Payer.PUBLIC)
LEFT = (P.ELIMINATED, P.ABANDONED, P.TERMINATED)


def said_of(gate, action):
    """What a step does to lanes and money besides the change of the state, as sentences."""
    leaving = [f"赛道 {row['lane']}" for row in gate.ranking if not row["stays"]]
    if action == "publish":
        return ["各赛道会收到站内信，在异议期内可以提出异议；期满后由经办人办理生效，此前资金不动。"]
    if action != "take_effect":
        return []
    if not leaving:
        return ["没有赛道淘汰，资金不调剂。"]
    names = "、".join(leaving)
    return [
        f"{names}淘汰，攻关到此为止，不作负面评价；此后不能撤回。",
        f"{names}以后阶段尚未解锁的出资按本关规则调剂，明细随即列在本页。",
    ]
