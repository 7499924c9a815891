"""拆分: two demands out of one, their indicators, weights and money."""

import dataclasses

WHOLE = 1_000_000  # 分 in a 万元
SUMS = ("reward_fen", "cash_fen", "public_funds_fen", "own_funds_fen")


@dataclasses.dataclass(frozen=True)
class Part:
    """One of the two: its title, {indicator id: weight, together 100}, {column: 分}."""

    title: str
    weights: dict
    money: dict


def parts_of(challenge, titles, groups):
    """Two `Part`s; `groups`: two sets of indicator ids, an indicator may stand in both.

    Money is divided as the weights are, in whole 万元, and together it is what the list offers.
    """
    weights = [{one.id: one.weight for one in challenge.indicators if one.id in group} for group in groups]
    share = [sum(own.values()) or len(own) for own in weights]
    first = {name: _first(getattr(challenge, name), share) for name in SUMS[1:]}
    reward = challenge.reward_fen
    if reward == challenge.cash_fen + challenge.public_funds_fen:
        first["reward_fen"] = first["cash_fen"] + first["public_funds_fen"]
    else:
        first["reward_fen"] = _first(reward, share)
    second = {name: getattr(challenge, name) - first[name] for name in SUMS}
    return [
        Part(title, _to_hundred(own), money)
        for title, own, money in zip(titles, weights, (first, second), strict=True)
    ]


def _first(total, share):
    return total * share[0] // sum(share) // WHOLE * WHOLE


def _to_hundred(weights):
    """The same proportions with the sum 100; what rounding leaves goes to the greatest remainders."""
    total = sum(weights.values())
    if not total:
        return weights
    found = {key: 100 * one // total for key, one in weights.items()}
    by_rest = sorted(weights, key=lambda key: (-(100 * weights[key] % total), key))
    for key in by_rest[: 100 - sum(found.values())]:
        found[key] += 1
    return found
