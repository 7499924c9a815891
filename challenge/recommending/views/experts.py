"""Pages of experts for a list: solvers for poster and bureau, reviewer candidates for the officer in charge."""

from types import SimpleNamespace

from flask import render_template
from flask_login import current_user

from accounts.rules import is_bureau, is_officer
from challenge.posting.models import Challenge
from challenge.posting.rules import may_post
from challenge.recommend import PLAIN, RANKED, TEXT, Candidates
from challenge.recommending import filters, queries, shown
from challenge.recommending.choice import Choice
from challenge.recommending.forms import ANSWERS
from challenge.recommending.views.blueprint import KINDS, bp
from core import clock, spreadsheet
from core.gates import load, may, requires
from core.listing import attachment
from core.looks import record_look
from talent import factors
from talent.recommend import NotReady

ORDERS = {RANKED: "综合排序", TEXT: "只按文本匹配", PLAIN: "按姓名"}
PER_PAGE = 8  # each with reasons, ties and reckoning


@bp.get("/desk/challenges/<code>/solvers")
@requires(may_post, is_bureau)
def solvers(code):
    """Experts who could solve it, for the poster and the bureau; no contact data."""
    return _page(KINDS["solvers"], code)


@bp.get("/desk/challenges/<code>/candidates")
@requires(is_officer)
def candidates(code):
    """Experts who could review it, for the officer in charge only."""
    return _page(KINDS["candidates"], code)


def _page(kind, code):
    challenge = load(Challenge, code, kind.reads, by="code")
    choice = Choice(filters.of_people(kind.purpose, challenge), tuple(ORDERS), per_page=PER_PAGE)
    record_look(current_user, kind.name, challenge, "导出" if choice.is_export else "")
    wanted = Candidates(challenge, kind.purpose, current_user, choice.narrow)
    try:
        rows, is_ready = _rows(wanted, choice), True
    except NotReady:
        rows, is_ready = [], False
    said = queries.feedback_on(current_user, challenge, kind.purpose)
    if choice.is_export:
        return _download(kind, challenge, choice, rows, said)
    facts = {"kind": kind, "challenge": challenge, "choice": choice, "rows": rows, "said": said}
    page = SimpleNamespace(**facts, is_ready=is_ready, **_words(kind, facts))
    return render_template("challenge/recommend/experts.html", page=page)


def _rows(wanted, choice):
    """The people of this page, or for an export of all pages."""
    window = factors.rules()["window"]
    if choice.order == PLAIN:
        start = choice.found(wanted.by_name(1)[1])
        span = (window, 0) if choice.is_export else (choice.per_page, start)
        return wanted.described(wanted.by_name(*span)[0])
    placed = wanted.placed(choice.order)
    start = choice.found(len(placed))
    best = placed[0].total if placed else None
    return wanted.described(placed if choice.is_export else placed[start : start + choice.per_page], best)


def _words(kind, facts):
    """What the template says besides the rows."""
    choice, challenge = facts["choice"], facts["challenge"]
    return {
        "name": kind.name,
        "back": choice.query | ({"page_number": choice.page} if choice.page > 1 else {}),
        "orders": [(label, choice.url(order=key), choice.order == key) for key, label in ORDERS.items()],
        "rules": factors.rules(),
        "weights": factors.rules()[kind.purpose.value],
        "is_ranked": choice.order == RANKED,
        "opens": is_officer(current_user),
        "judges": may(current_user, challenge, kind.judges),
        "own": _own(facts["said"]),
        "reader_id": current_user.id,
        "texts": shown.list_text(challenge, facts["rows"]) if choice.order != PLAIN else [],
        "shown": shown,
        "answers": ANSWERS,
    }


def _own(said):
    """{profile id: what the reader has said}."""
    return {key: one for key, every in said.items() for one in every if one.user_id == current_user.id}


def _download(kind, challenge, choice, rows, said):
    columns = shown.columns(factors.rules()[kind.purpose.value], choice.order)
    own = {key: ANSWERS["yes" if one.fits else "no"] for key, one in _own(said).items()}
    table = [
        [value(place, row, own.get(row.profile.id, "")) for _, value in columns]
        for place, row in enumerate(rows, 1)
    ]
    data = spreadsheet.write([(kind.title, [heading for heading, _ in columns], table)])
    name = f"{kind.title}-{challenge.code}-{clock.beijing(clock.now()):%Y%m%d}.xlsx"
    return attachment(data, name, spreadsheet.MIME)
