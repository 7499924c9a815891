"""Demands and lists as SELECTs: the SQL twins of the permission map, and the filters of the list pages."""

import sqlalchemy as sa

from accounts.models import Organisation
from accounts.queries import organisations_called
from accounts.rules import is_bureau, is_county, is_officer
from challenge import rulepack
from challenge.posting.models import Challenge
from challenge.posting.queries.modes import whose_mode
from challenge.posting.rules import POSTING_ROLES, may_begin
from challenge.states import CLOSED, COUNTIES, INDUSTRIES, PUBLIC, WORK_OVER, C, Mode
from core import clock, formats, fulltext
from core.listing import Filter, equals

PUBLISHED = (*PUBLIC, C.SUSPENDED, C.CANCELLED)
UNPUBLISHED = tuple(state for state in C if state not in PUBLISHED)


def past_deadline():
    """SQL twin of `Challenge.is_past_deadline`."""
    running = sa.or_(Challenge.suspended_at.is_(None), Challenge.suspended_at >= Challenge.deadline)
    return sa.and_(Challenge.deadline.is_not(None), Challenge.deadline <= clock.now(), running)


def has_reached_deadline():
    """SQL twin of `rules.reached_deadline`."""
    ended_before = sa.and_(Challenge.state == C.CANCELLED, Challenge.state_since < Challenge.deadline)
    return sa.and_(past_deadline(), sa.not_(ended_before))


def _is_public():
    # Nearly every list is published: SQLite must walk them by date, not collect them by state and sort.
    return sa.and_(Challenge.published_at.is_not(None), Challenge.state.not_in(UNPUBLISHED))


def public_challenges():
    """SQL twin of READ_PUBLIC_LIST."""
    return sa.select(Challenge).where(_is_public())


SHOWN_ON_BOARD = (
    Challenge.code,
    Challenge.title,
    Challenge.state,
    Challenge.industry,
    Challenge.county,
    Challenge.mode,
    Challenge.difficulty,
    Challenge.secrecy,
    Challenge.reward_fen,
    Challenge.published_at,
    Challenge.deadline,
    Challenge.suspended_at,
)


# Public lists with no more than a row of the board and of its spreadsheet shows: a list is long.
BOARD = public_challenges().options(
    sa.orm.load_only(*SHOWN_ON_BOARD),
    sa.orm.undefer_group("work"),
    sa.orm.lazyload(Challenge.programme),
    sa.orm.joinedload(Challenge.organisation).load_only(Organisation.name),
)


def posted_by(user):
    """SQL twin of `rules.owns_challenge`."""
    if not user.is_authenticated or user.organisation_id is None:
        return sa.false()
    reasons = []
    for role in sorted(user.roles & POSTING_ROLES):
        unit, author = (whose_mode(scope, "posts", role.value) for scope in ("unit", "author"))
        is_own = sa.true() if user.is_first_account else Challenge.author_id == user.id
        reasons += [unit, sa.and_(author, is_own)]
    return sa.and_(Challenge.organisation_id == user.organisation_id, sa.or_(sa.false(), *reasons))


def _own_part(user):
    reasons = [posted_by(user)]
    if is_bureau(user):
        reasons.append(Challenge.state != C.DRAFT)
    if is_county(user):
        reasons.append(sa.and_(Challenge.county == user.county, Challenge.state != C.DRAFT))
    return sa.or_(sa.false(), *reasons)


def visible_challenges(user):
    """SQL twin of READ_CHALLENGE ∪ READ_PUBLIC_LIST."""
    return sa.select(Challenge).where(sa.or_(_is_public(), _own_part(user)))


def desk_challenges(user):
    """SQL twin of READ_CHALLENGE: what this person's own work list shows."""
    # Each row says what it waits for: the poster's choice, or the end of a list whose work is over.
    reads = sa.orm.selectinload(Challenge.poster_choices), sa.orm.undefer_group("work")
    return sa.select(Challenge).where(_own_part(user)).options(*reads)


def _state_is(statement, value):
    if value == CLOSED:
        return statement.where(Challenge.state == C.OPEN, past_deadline())
    if value == C.OPEN:
        return statement.where(Challenge.state == C.OPEN, sa.not_(past_deadline()))
    return statement.where(Challenge.state == value)


def _public_state_is(statement, value):
    """As the public reads it: work that is over is not at work any more."""
    at_work = Challenge.state.in_((C.CONTRACTED, C.ACCEPTING))
    if value == WORK_OVER:
        return statement.where(at_work, Challenge.is_work_over)
    narrowed = _state_is(statement, value)
    return narrowed.where(sa.not_(sa.and_(at_work, Challenge.is_work_over)))


def _reward_min(statement, value):
    try:
        return statement.where(Challenge.reward_fen >= formats.parse_wan(value))
    except ValueError:
        return statement


def _found_in_index(statement, words):
    if not fulltext.terms(words):
        return statement
    return statement.where(Challenge.id.in_(fulltext.matching("challenge", words)))


def _found_on_desk(statement, words):
    named = [column.icontains(words, autoescape=True) for column in (Challenge.code, Challenge.title)]
    return statement.where(sa.or_(*named, Challenge.organisation_id.in_(organisations_called(words))))


def _choices(states):
    return tuple((state.value, state.label) for state in states)


# Filters of /challenges; their names are part of the interface.
PUBLIC_FILTERS = (
    Filter("q", "关键词", _found_in_index, kind="text"),
    Filter("industry", "产业领域", equals(Challenge.industry), tuple((i, i) for i in INDUSTRIES)),
    Filter("county", "县区", equals(Challenge.county), tuple((c, c) for c in COUNTIES)),
    Filter("mode", "组织方式", equals(Challenge.mode), _choices(Mode)),
    Filter(
        "state",
        "状态",
        _public_state_is,
        _choices((C.OPEN, CLOSED, *(state for state in PUBLISHED if state is not C.OPEN), WORK_OVER)),
    ),
    Filter("reward_min", "悬赏不低于（万元）", _reward_min, kind="number"),
)
DESK_FILTERS = (
    Filter("q", "编号、题目或单位", _found_on_desk, kind="text"),
    Filter("state", "状态", _state_is, _choices((*C, CLOSED))),
    Filter("mode", "组织方式", equals(Challenge.mode), _choices(Mode)),
    Filter("industry", "产业领域", equals(Challenge.industry), tuple((i, i) for i in INDUSTRIES)),
    Filter("county", "县区", equals(Challenge.county), tuple((c, c) for c in COUNTIES)),
)
PUBLIC_SORTS = {
    "-published": ("发布时间", (Challenge.published_at, Challenge.id)),
    "deadline": ("截止时间", (Challenge.deadline, Challenge.id)),
    "reward": ("悬赏金额", (Challenge.reward_fen, Challenge.id)),
}
DESK_SORTS = {
    "-changed": ("最近变动", (Challenge.updated_at, Challenge.id)),
    "code": ("编号", (Challenge.code,)),
    "reward": ("悬赏金额", (Challenge.reward_fen, Challenge.id)),
    "deadline": ("截止时间", (Challenge.deadline, Challenge.id)),
}


def _deadline_text(challenge):
    left = challenge.time_left
    if left is None or left.runs or left.past:
        return formats.moment(challenge.deadline)
    return f"{left.text}（{left.at_text}）"


COLUMNS = [
    ("编号", lambda row: row.code),
    ("题目", lambda row: row.title),
    ("发榜单位", lambda row: row.organisation.name),
    ("产业领域", lambda row: row.industry),
    ("县区", lambda row: row.county),
    ("组织方式", lambda row: row.mode.label),
    ("状态", lambda row: row.public_state.label),
    ("悬赏金额（万元）", lambda row: formats.wan_number(row.reward_fen)),
    ("发布时间", lambda row: formats.moment(row.published_at)),
    ("揭榜截止", _deadline_text),
]
# On the desk the state is that of the table of steps.
DESK_COLUMNS = [("状态", lambda row: row.shown_state.label) if one[0] == "状态" else one for one in COLUMNS]


def summary(challenge):
    """The difficulty in two lines for a row of the public board; closed sections stay out."""
    if challenge.secrecy.get("difficulty", "public") != "public":
        return "技术难点按公开范围显示，请进入榜单查看。"
    text = challenge.difficulty.replace("\n", " ")
    return text if len(text) <= 96 else f"{text[:95]}…"


def offers(user):
    """What the desk's list offers this person besides reading."""
    begins = rulepack.offered_to(role.value for role in user.roles) if may_begin(user) else []
    return {"posts": begins[0].word("begin") if begins else None, "publishes": is_officer(user)}
