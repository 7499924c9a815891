"""What a list needs people for: its indicators, and its difficulty cut into statements, as far as the reader may read."""

import re

from challenge.posting.content import demand_text
from talent.teams import Need

MOST = 24
MOST_DIFFICULTIES = 10
LEAST = 8  # characters below which a piece joins the one before
LONG = 48  # characters from which a sentence is cut at its commas
SENTENCE = re.compile(r"[。！？；;!?\n]+")
CLAUSE = re.compile(r"[，,：:]+")
NUMBERING = re.compile(
    r"^\s*(?:[（(]?[0-9一二三四五六七八九十]{1,2}[)）.、．]|[一二三四五六七八九十]是|[①-⑳•·—-])\s*"
)


def needs_of(challenge, sections):
    """Needs in the order of the list, at most MOST; `sections` are the names of those the reader may read."""
    pieces = statements(challenge.difficulty) if "difficulty" in sections else []
    indicators = list(challenge.indicators) if "indicators" in sections else []
    pieces = pieces[: max(MOST_DIFFICULTIES, MOST - len(indicators))]
    asked = [_indicator(one) for one in indicators[: MOST - len(pieces)]]
    return asked + [Need(f"d{n}", "难点", text, text) for n, text in enumerate(pieces)]


def left_out(challenge, sections):
    """How many indicators and statements are beyond the maximum."""
    pieces = statements(challenge.difficulty) if "difficulty" in sections else []
    indicators = challenge.indicators if "indicators" in sections else ()
    return len(pieces) + len(indicators) - len(needs_of(challenge, sections))


def _indicator(one):
    # Numbers and units (“90 %”, “百分点”) say nothing of who knows the matter.
    return Need(f"i{one.id}", "指标", f"{one.name} {demand_text(one)}", one.name)


def statements(text):
    """A text as a list of statements: sentences, long ones cut at commas; short pieces join the one before."""
    found = []
    for sentence in SENTENCE.split(text):
        plain = NUMBERING.sub("", sentence).strip()
        pieces = CLAUSE.split(plain) if len(plain) > LONG else [plain]
        found += _joined([one.strip() for one in pieces if one.strip()])
    return list(dict.fromkeys(found))


def _joined(pieces):
    kept = []
    for piece in pieces:
        if kept and (len(piece) < LEAST or len(kept[-1]) < 2 * LEAST):
            kept[-1] = f"{kept[-1]}，{piece}"
        else:
            kept.append(piece)
    return kept
