"""A conflict in words: each step of its walk, and the sentence made of them."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Step:
    """One step as it is read and drawn: from, what ties them, to; `back` where the fact points the other way."""

    start: str
    label: str
    end: str
    back: bool = False


UNITS = {"W", "w"}


def steps_of(hit, names, ends, labels):
    """`Step`s of a walk; `names` {node: name}, `ends` {node: name of somebody on the other side, with the unit}.

    `labels` is `table.edge`.
    """
    if not hit.moves:
        same = names[hit.nodes[0]]
        return (
            Step(
                same, "本人在团队中" if hit.row.kind == "team" else "同一单位", ends.get(hit.nodes[0], same)
            ),
        )
    letters = {move.letter for move in hit.moves}
    told = []
    for place, move in enumerate(hit.moves):
        is_last = place == len(hit.moves) - 1
        back = not move.forward and move.letter in UNITS
        after_unit = place > 0 and move.letter in UNITS and back
        end = names[move.to] if not is_last or after_unit else ends.get(move.to, names[move.to])
        label = "同单位" if letters <= UNITS and place == 0 else labels(move.type)[_side(move)]
        told.append(Step(names[hit.nodes[place]], move.edge.note or label + _detail(move), end, back))
    return tuple(told)


def _side(move):
    return "forward" if move.forward else "backward"


def _detail(move):
    edge = move.edge
    if move.type in ("controls", "holds") and edge.percent is not None:
        return f"（{edge.percent:g}%）"
    if edge.since is None and edge.until is None:
        return ""
    if edge.since == edge.until:
        return f"（{edge.since}）"
    return f"（{edge.since or '不详'}–{edge.until or '今'}）"


def sentence(steps):
    """甲 —同单位（2019–2024）→ 某大学 ←成员— 乙."""
    said = steps[0].start
    for one in steps:
        said += f" ←{one.label}— {one.end}" if one.back else f" —{one.label}→ {one.end}"
    return said
