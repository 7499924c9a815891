"""推荐成效: how recommendations turned into bids, wins and reviews, for the bureau and the auditor."""

from flask import render_template, request

from accounts.rules import is_auditor, is_leader, is_officer
from challenge.recommending import evaluation as figures
from challenge.recommending.views.blueprint import bp
from core import charts, clock, spreadsheet
from core.gates import requires
from core.listing import attachment
from talent import factors
from talent.recommend import Purpose

NAME = "推荐成效"
FEEDBACK = [
    ("揭榜专家：合适", (Purpose.SOLVERS, True)),
    ("揭榜专家：不合适", (Purpose.SOLVERS, False)),
    ("评审专家：合适", (Purpose.REVIEWERS, True)),
    ("评审专家：不合适", (Purpose.REVIEWERS, False)),
]


@bp.get("/desk/recommendations")
@requires(is_officer, is_leader, is_auditor)
def evaluation():
    """Hit rates and feedback over lists that have been opened, in total and by programme."""
    whole, programmes = figures.evaluation()
    scopes = [whole, *programmes] if whole.opened else []
    if request.args.get("export") == "xlsx" and scopes:
        return _download(scopes)
    facts = {"whole": whole, "rows": figures.rows_of(scopes), "charts": _charts(whole), "tops": figures.TOPS}
    lists = [_list_row(one) for one in scopes]
    version, least = factors.rules()["version"], figures.LEAST
    return render_template(
        "challenge/recommend/evaluation.html", **facts, lists=lists, version=version, least=least
    )


def _charts(whole):
    """One chart a measure that has cases: everybody, and how many were among the first 50, 20, 10."""
    return [(one.label, _bars(one)) for one in whole.measures.values() if one.number]


def _bars(measure):
    tops = [
        (f"前 {top} 名", measure.hits(0, top), figures.share(measure.hits(0, top), measure.number))
        for top in figures.TOPS
    ]
    return charts.bars([*tops, ("全部", measure.number, str(measure.number))])


def _list_row(scope):
    """Programme, lists opened, of these with a record, feedback."""
    said = [scope.feedback.get(key, 0) for _, key in FEEDBACK]
    return scope.name, scope.opened, scope.recorded, said


def _download(scopes):
    hits = [f"前 {top} 名" for top in figures.TOPS]
    rows = [[*row[:4], *row[4]] for row in figures.rows_of(scopes)]
    lists = [[name, opened, recorded, *said] for name, opened, recorded, said in map(_list_row, scopes)]
    sheets = [
        ("命中", ["批次", "口径", "排序", "数量", *hits], rows),
        ("榜单与评价", ["批次", "已开标榜单", "有发布记录", *(label for label, _ in FEEDBACK)], lists),
    ]
    stamp = clock.beijing(clock.now()).strftime("%Y%m%d")
    return attachment(spreadsheet.write(sheets), f"{NAME}-{stamp}.xlsx", spreadsheet.MIME)
