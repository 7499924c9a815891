"""What has been published, newest first: lists, changes, digests at the deadline, notices, results, offers, log heads.

Before its deadline nothing here depends on the bids of a list: their tables are read for lists past it alone.
"""

import sqlalchemy as sa
from sqlalchemy.orm import lazyload, load_only

from challenge.bidding import digests
from challenge.market import queries as market
from challenge.market.models import Offer
from challenge.notice import queries as notices
from challenge.notice.models import Notice
from challenge.posting.models import Challenge, ChallengeVersion
from challenge.posting.queries.lists import BOARD, has_reached_deadline, public_challenges, summary
from challenge.states import C, N
from core import log_tree
from core.canonical import canonical
from core.database import UtcDateTime, db
from core.formats import ANEW, ended_sentence, moment, wan
from core.log_tree import LogHead
from reports.feed.atom import Entry

OF_A_KIND = 30
MOST = 60
HEADS = 10
# What of a list every entry about it needs; a list is long.
FEW = (Challenge.code, Challenge.title, Challenge.deadline, Challenge.state, Challenge.state_since)


def newest() -> list[Entry]:
    """Entries by the time of their last change, newest first, at most `MOST`."""
    every = [*_lists(), *_changes(), *_digests(), *_notices(), *_results(), *_offers(), *_heads()]
    return sorted(every, key=lambda one: (one.changed, one.key), reverse=True)[:MOST]


def _lists():
    """Lists; what an entry says changes with the version, and with the deadline when the list is put aside."""
    version = ChallengeVersion
    changed = sa.select(sa.func.max(version.at)).where(version.challenge_id == Challenge.id).scalar_subquery()
    rows = BOARD.options(load_only(Challenge.state_since)).add_columns(sa.type_coerce(changed, UtcDateTime))
    rows = rows.order_by(Challenge.published_at.desc(), Challenge.id.desc()).limit(OF_A_KIND)
    for one, version_at in db.session.execute(rows):
        until = ANEW if one.suspended_at else moment(one.deadline)
        text = (
            f"{summary(one)}\n发榜单位：{one.organisation.name}　产业领域：{one.industry}　县区：{one.county}"
            f"\n悬赏金额：{wan(one.reward_fen)}　揭榜截止：{until}"
        )
        moved = one.state_since if one.state in (C.OPEN, C.SUSPENDED) else None
        updated = max(filter(None, (one.published_at, version_at, moved)))
        path = f"/challenges/{one.code}"
        yield Entry(f"list/{one.code}", "榜单", f"榜单：{one.title}", path, one.published_at, text, updated)


def _few(statement):
    bare = (lazyload(Challenge.organisation), lazyload(Challenge.programme))
    return statement.options(load_only(*FEW), *bare)


def _changes():
    """变更公告 by their number and reason; what changed stands on the page, for those who may read it."""
    version, shown = ChallengeVersion, public_challenges().with_only_columns(Challenge.id)
    columns = (
        version.number,
        version.reason,
        version.is_substance,
        version.at,
        Challenge.code,
        Challenge.title,
    )
    rows = sa.select(*columns).join(Challenge, Challenge.id == version.challenge_id)
    rows = rows.where(version.number > 1, Challenge.id.in_(shown)).order_by(
        version.at.desc(), version.id.desc()
    )
    for one in db.session.execute(rows.limit(OF_A_KIND)):
        kind = "实质性变更" if one.is_substance else "变更"
        text = f"{kind}，第 {one.number} 版。" + (f"原因：{ended_sentence(one.reason)}" if one.reason else "")
        key, path = f"change/{one.code}/{one.number}", f"/challenges/{one.code}/versions"
        yield Entry(key, "变更公告", f"变更公告：{one.title}", path, one.at, text)


def _digests():
    reached = _few(public_challenges()).where(has_reached_deadline())
    rows = db.session.scalars(
        reached.order_by(Challenge.deadline.desc(), Challenge.id.desc()).limit(OF_A_KIND)
    ).all()
    found = digests.of_lists([one.id for one in rows]) if rows else {}
    for one in rows:
        mine = found[one.id]
        text = (
            "\n".join((f"截止时密封的方案共 {len(mine)} 份，内容摘要如下：", *mine))
            if mine
            else "截止时没有密封的方案。"
        )
        key, path = f"digests/{one.code}/{one.deadline:%Y%m%dT%H%M%S}", f"/challenges/{one.code}/opening"
        yield Entry(key, "截止摘要", f"揭榜截止，公布方案摘要：{one.title}", path, one.deadline, text)


def _notices():
    changed = sa.func.coalesce(Notice.state_since, Notice.published_at)
    rows = notices.visible_notices().order_by(changed.desc(), Notice.id.desc()).limit(OF_A_KIND)
    for one in db.session.scalars(rows):
        phase = "公示已撤销" if one.state is N.REVOKED else f"公示 {one.workdays} 个工作日"
        text = f"拟揭榜单位：{one.facts['winner']}。{phase}。"
        updated = max(one.state_since or one.published_at, one.published_at)
        yield Entry(
            f"notice/{one.code}", "公示", one.title, f"/notices/{one.code}", one.published_at, text, updated
        )


def _results():
    rows = notices.results().options(load_only(*FEW, Challenge.reason), lazyload(Challenge.organisation))
    rows = rows.options(lazyload(Challenge.programme)).order_by(
        Challenge.state_since.desc(), Challenge.id.desc()
    )
    for one, notice in db.session.execute(rows.limit(OF_A_KIND)):
        won = (
            f"揭榜单位：{notice.facts['winner']}。"
            if notice
            else ended_sentence(one.reason or one.state.label)
        )
        title = f"{one.state.label}：{one.title}"
        key = f"result/{one.code}/{one.state.value}"
        yield Entry(key, "结果", title, f"/results/{one.code}", one.state_since, won)


def _offers():
    rows = market.BOARD.order_by(Offer.published_at.desc(), Offer.id.desc()).limit(OF_A_KIND)
    for one in db.session.scalars(rows):
        text = (
            f"{one.summary}\n提供单位：{one.organisation.name}　产业领域：{one.industry}　成熟度：{one.maturity}"
            f"\n转化方式：{one.transfer.label}　意向价格：{market.price_text(one)}"
        )
        key = f"offer/{one.code}/{one.published_at:%Y%m%dT%H%M%S}"
        yield Entry(key, "成果", f"成果：{one.title}", f"/market/{one.code}", one.published_at, text)


def _heads():
    rows = sa.select(LogHead).order_by(LogHead.size.desc()).limit(HEADS)
    for one in db.session.scalars(rows):
        text = f"全部 {one.size} 条日志的摘要：{one.root}\n{canonical(log_tree.document(one)).decode()}"
        yield Entry(f"head/{one.size}", "日志头", "公布日志摘要", "/log", one.at, text)
