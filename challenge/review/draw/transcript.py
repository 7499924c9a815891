"""The transcript of a draw: everything it came from and came to, in one spelling."""

from challenge.review.draw import algorithm, rules, seeds
from core.canonical import canonical, digest, utc_text

FORMAT = "jiebang-draw"


def document(draw, phrases, head, at):
    """The transcript as plain values; `phrases` by side. Raises `algorithm.Infeasible`."""
    code = draw.challenge.code
    seed = seeds.seed_of(phrases["officer"], phrases["supervisor"], head["value"], code)
    return {
        "format": FORMAT,
        "algorithm": algorithm.VERSION,
        "challenge": code,
        "number": draw.number,
        "round": draw.round.value,
        "reason": draw.reason,
        "conditions": draw.conditions,
        "fixed": fixed(draw),
        "candidates": draw.candidates,
        "commitments": {side.value: _committed(one, phrases) for side, one in rules.given(draw).items()},
        "head": head,
        "seed": seed.hex(),
        "result": algorithm.draw(draw.conditions, draw.candidates, seed),
        "drawn_at": utc_text(at),
    }


def fixed(draw):
    """When the conditions were fixed, and why not as before the deadline; None for rounds that did not keep it."""
    if draw.conditions_seq is None:
        return None
    told = {"early": draw.is_early, "entry": draw.conditions_seq, "at": utc_text(draw.conditions_at)}
    return told | {"eased": draw.eased_reason}


def _committed(one, phrases):
    return {
        "digest": one.digest,
        "salt": one.salt,
        "phrase": seeds.plain(phrases[one.side.value]),
        "at": utc_text(one.at),
        "entry": one.seq,
        "late": one.is_late,
        "reason": one.reason,
    }


def spelt(told):
    """(text, digest) of a transcript."""
    body = canonical(told)
    return body.decode(), digest(body)
