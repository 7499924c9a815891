"""公示和结果, open to everybody."""

from flask import render_template
from flask_login import current_user

import challenge.permissions as may
from challenge.notice import queries, reviewers, rules, text
from challenge.notice.models import Notice
from challenge.notice.objections.queries import public_lines
from challenge.notice.objections.rules import takes_objections
from challenge.notice.views.blueprint import bp
from challenge.posting.models import Challenge
from challenge.states import COUNTIES, INDUSTRIES, N
from core.formats import date_zh, wan_number
from core.gates import load, public
from core.gates import may as allowed
from core.kept import kept
from core.listing import Filter, Listing, contains, equals

PHASES = [
    ("running", "公示中"),
    ("paused", "暂停"),
    ("over", "公示期满"),
    ("closed", "已公布结果"),
    ("revoked", "已撤销"),
]
OUTCOMES = [("announced", "已公布结果"), ("lapsed", "流榜"), ("cancelled", "已撤榜")]
NOTICE_COLUMNS = (
    ("公示编号", lambda one: one.code),
    ("标题", lambda one: one.title),
    ("拟揭榜单位", lambda one: one.facts["winner"]),
    ("悬赏金额（万元）", lambda one: wan_number(one.facts["reward_fen"])),
    ("发布时间", lambda one: one.published_at),
    ("截止", lambda one: "" if rules.is_paused(one) else f"{date_zh(text.last_day_of(one))} 24:00"),
    ("状态", lambda one: queries.phase_of(one).label),
)
RESULT_COLUMNS = (
    ("榜单编号", lambda row: row[0].code),
    ("题目", lambda row: row[0].title),
    ("结果", lambda row: row[0].public_state.label),
    ("揭榜单位", lambda row: row[1].facts["winner"] if row[1] else ""),
    ("悬赏金额（万元）", lambda row: wan_number(row[0].reward_fen)),
    ("理由", lambda row: "" if row[1] else row[0].reason),
    ("日期", lambda row: row[0].state_since),
)


def _choices(values):
    return [(one, one) for one in values]


def _by_subject(find):
    return [
        Filter("q", "题目", contains(find), kind="text"),
        Filter("industry", "产业领域", equals(Challenge.industry), _choices(INDUSTRIES)),
        Filter("county", "县区", equals(Challenge.county), _choices(COUNTIES)),
    ]


@bp.get("/notices")
@public
@kept
def notices():
    """Every notice that was ever published."""
    listing = _notices()
    if listing.is_export:
        return listing.download()
    rest = queries.remaining(listing.rows)
    phases = {one.id: queries.phase_of(one) for one in listing.rows}
    ends = {one.id: text.last_day_of(one) for one in listing.rows}
    return render_template(
        "challenge/notice/notices.html", listing=listing, rest=rest, phases=phases, ends=ends
    )


def _notices():
    return Listing(
        queries.listed_notices(current_user),
        sorts={
            "-published": ("发布时间", (Notice.published_at, Notice.id)),
            "ends": ("截止时间", (Notice.ends_at, Notice.id)),
        },
        filters=[*_by_subject(Notice.title), Filter("state", "状态", queries.by_phase, PHASES)],
        columns=NOTICE_COLUMNS,
        name="公示",
    )


@bp.get("/notices/<code>")
@public
@kept
def notice(code):
    """One notice with its countdown in working days."""
    row = load(Notice, code, may.READ_NOTICE, by="code")
    return render_template(
        "challenge/notice/notice.html",
        notice=row,
        paragraphs=text.paragraphs(row),
        reviewers=reviewers.shown(row),
        **_period_of(row),
        moved=text.moved(queries.postponements(row)),
        objections=public_lines(row),
        closed=takes_objections(row),
        may_register=allowed(current_user, row, may.REGISTER_OBJECTION) and row.state is N.PUBLISHED,
        crumbs=[("公示", "/notices"), (row.code, None)],
    )


def _period_of(row):
    phase = queries.phase_of(row)
    return {
        "phase": phase,
        "rest": queries.remaining([row]).get(row.id),
        "last_day": text.last_day_of(row),
        "paused": rules.is_paused(row),
        "over": phase in (queries.OVER, queries.CLOSED),
    }


@bp.get("/results")
@public
@kept
def results():
    """Announced winners; lapsed and cancelled lists with the public reason."""
    listing = _results()
    return (
        listing.download()
        if listing.is_export
        else render_template("challenge/notice/results.html", listing=listing)
    )


def _results():
    return Listing(
        queries.results(),
        sorts={
            "-date": ("日期", (Challenge.state_since, Challenge.id)),
            "reward": ("悬赏金额", (Challenge.reward_fen, Challenge.id)),
        },
        filters=[*_by_subject(Challenge.title), Filter("state", "结果", equals(Challenge.state), OUTCOMES)],
        columns=RESULT_COLUMNS,
        name="揭榜结果",
        scalars=False,
    )


@bp.get("/results/<code>")
@public
@kept
def result(code):
    """How one list ended."""
    challenge = load(Challenge, code, may.READ_RESULT, by="code")
    return render_template(
        "challenge/notice/result.html",
        challenge=challenge,
        notice=(closed := queries.closed_notice(challenge)),
        runners=text.runners_of(closed.facts) if closed else [],
        reviewers=reviewers.shown(closed) if closed else [],
        dissents=text.dissents_of(closed.facts) if closed else "",
        notices=(notices := queries.published_notices(challenge)),
        phases={one.id: queries.phase_of(one) for one in notices},
        crumbs=[("结果", "/results"), (challenge.code, None)],
    )
