"""The content of a contract (任务书) as data, generated from list and bid: what was asked and promised is not typed anew."""

from types import MappingProxyType

from challenge import rulepack
from challenge.bidding.checklist import is_worse, number_in
from challenge.bidding.content import asked
from challenge.delivery.race import terms as race
from challenge.delivery.states import STOP_CLAUSES, TOLERANCE, Payer, Support
from challenge.posting.content import INDICATOR
from challenge.states import Comparator
from core.clock import months_later

FORMAT = 1
# Which of the promised sums is whose.
SUMS = {Payer.DEMANDER: "demander_fen", Payer.PUBLIC: "public_fen", Payer.OWN: "own_fen"}
EXTRA_MAX = 2000


def first(project, starts_on, extra="", as_asked=(), kinds=None):
    """The content of the first version: JSON values in a fixed shape.

    `extra` are provisions typed by the officer, `kinds` the way of support of payers who do not simply grant.
    """
    challenge, content = project.challenge, project.bid.content
    ends_on = months_later(starts_on, challenge.cycle_months)
    promised = milestones(project.bid, starts_on, ends_on)
    mode = rulepack.mode_of(project)
    rows = race.with_gates(challenge, promised, starts_on, ends_on) if challenge.gates else promised
    return {
        "format": FORMAT,
        "project": project.code,
        "challenge": {"code": challenge.code, "title": challenge.title, "version": challenge.content_version},
        "bid": {"code": project.bid.code, "digest": project.bid.digest},
        "mode": challenge.mode.value,
        "parties": parties(project),
        "leader": project.leader.display_name,
        "team": [
            {key: one.get(key, "") for key in ("name", "unit", "role", "share_percent")}
            for one in content.team
        ],
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat(),
        "indicators": indicators(project.bid, as_asked),
        "targets": [{"kind": one.kind.label, "text": one.text} for one in challenge.targets],
        "milestones": rows,
        "money": {
            "total_fen": content.total_fen,
            **{key: getattr(content, key) for key in SUMS.values()},
            "is_lump_sum": content.is_lump_sum,
            "lines": content.price_lines,
            "plan": plan(content, rows, kinds or {}),
            "receives": receives(project),
        },
        "words": {side: mode.word(side) for side in ("poster", "bidder")},
        "ownership": {
            "kind": mode.say(challenge.ownership.label),
            "note": challenge.ownership_note,
            "answer": content.ip_note if not content.ip_accepts else "",
        },
        "tolerance": mode.say(TOLERANCE),
        "stop": [mode.say(one) for one in STOP_CLAUSES],
        "rules": rulepack.pack_of(challenge)["version"],
        "extra": extra,
        **race.clauses(challenge, project.lane),
    }


def receives(project):
    """To whom public money and the price are paid, in words."""
    mode, units = rulepack.mode_of(project), parties(project)
    named = {side: f"{mode.word(side)}（{units[side]['name']}）" for side in ("poster", "bidder")}
    price = named["bidder" if mode.pays == "poster" else "poster"]
    return {"public": named.get(mode.receives, mode.who_receives), "price": price}


def parties(project):
    """Who signs, and who takes part."""
    poster, bidder = project.challenge.organisation, project.organisation
    return {
        "poster": {"name": poster.name, "credit_code": poster.credit_code},
        "bidder": {"name": bidder.name, "credit_code": bidder.credit_code},
        "partners": [
            {
                key: getattr(one, key)
                for key in ("name", "credit_code", "role", "work_percent", "money_percent")
            }
            for one in project.bid.partners
        ],
    }


def indicators(bid, as_asked=()):
    """Each indicator that still stands on the list: as it was asked, as it was promised, as it is now due.

    Due is the promise where a number shows that it is at least what was asked, else what was asked: nobody is
    accepted for less than the list demands, and nobody wins with a value that is not due later. The indicators
    `as_asked` are due as they were asked, e.g. where the promise was written in another unit.
    """
    promised = {one.indicator_id: one.value for one in bid.promises}
    return [
        {name: _plain(getattr(one, name)) for name in INDICATOR}
        | {
            "id": one.id,
            "asked": asked(one),
            "promised": promised.get(one.id, ""),
            **_due(one, promised, as_asked),
        }
        for one in bid.content.indicators
        if not getattr(one, "removed", False)
    ]


def tightened(bid):
    """(id, words) of the indicators for which more than what was asked is due unless it is said otherwise."""
    return [
        (one["id"], f"{one['name']}：榜单 {one['asked']}，承诺 {one['promised']}")
        for one, before in zip(
            indicators(bid), indicators(bid, {one.id for one in bid.content.indicators}), strict=True
        )
        if one["threshold"] != before["threshold"]
    ]


def _plain(value):
    return value.value if isinstance(value, Comparator) else value


def _due(indicator, promised, as_asked):
    value = promised.get(indicator.id, "")
    is_one_sided = indicator.comparator in (Comparator.AT_LEAST, Comparator.AT_MOST)
    if indicator.id not in as_asked and is_one_sided and is_worse(indicator, value) is False:
        return {"threshold": f"{number_in(value).normalize():f}"}
    return {"threshold": indicator.threshold}


def milestones(bid, starts_on, ends_on):
    """The promised milestones with the days on which they are due; the last is never after the end."""
    return [
        {
            "number": number,
            "name": one.name,
            "due_on": min(months_later(starts_on, one.month), ends_on).isoformat(),
            "deliverable": one.deliverable,
            "indicator": one.indicator,
            "percent": one.percent,
            "judge": one.judge,
        }
        for number, one in enumerate(bid.milestones, 1)
    ]


def plan(content, rows, kinds=MappingProxyType({})):
    """Who pays how much at which milestone: each payer's sum by the percentages, exact to the 分."""
    # A gate of a race brings no money, so nothing that rounding leaves either.
    found, paid = [], [one for one in rows if "gate" not in one]
    for payer, name in SUMS.items():
        total = getattr(content, name)
        if total:
            parts = shares(total, [one["percent"] for one in paid])
            found += [
                {
                    "milestone": row["number"],
                    "payer": payer.value,
                    "kind": Support(kinds.get(payer.value, Support.GRANT)).value,
                    "amount_fen": part,
                }
                for row, part in zip(paid, parts, strict=True)
                if part
            ]
    return sorted(found, key=lambda one: one["milestone"])


def shares(total, percents):
    """`total` 分 split by `percents` (whole, sum 100) into whole 分; what is left over goes to the last."""
    parts = [total * one // 100 for one in percents]
    if parts:
        parts[-1] += total - sum(parts)
    return parts
