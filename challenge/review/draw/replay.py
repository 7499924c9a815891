"""A draw computed again from what is stored and from the log: what agrees, and what does not."""

import datetime as dt
import json
from typing import NamedTuple

import sqlalchemy as sa

from challenge.review.draw import algorithm, heads, pool, rules, seeds, transcript
from challenge.review.draw.states import D, Side
from core import audit
from core.audit import AuditEntry
from core.canonical import digest, utc_text
from core.database import db


class Check(NamedTuple):
    """One step of the replay."""

    label: str
    holds: bool
    sentence: str


def checks(draw):
    """Every step for one round that was drawn; steps behind a broken one are still made where they can be."""
    told = _read(draw)
    yield told if isinstance(told, Check) else Check("抽取记录", True, "与日志中的摘要一致")
    if isinstance(told, Check):
        return
    yield from _commitments(draw, told)
    yield _conditions(draw, told)
    yield _fixed(draw, told)
    yield _people(draw)
    yield _head(draw, told)
    yield from _drawn(told)
    yield _panel(draw, told)


def _entry(draw, action, **facts):
    """The untouched entry of the log about this step whose `after` holds these facts, or None."""
    wanted = sa.select(AuditEntry).filter_by(
        thread=f"challenge:{draw.challenge_id}", object_type="draw", object_id=str(draw.id), action=action
    )
    for entry in db.session.scalars(wanted.order_by(AuditEntry.seq)):
        if facts.items() <= (entry.after or {}).items() and audit.entry_hash(entry) == entry.hash:
            return entry
    return None


def _read(draw):
    row = draw.transcript
    try:
        told = json.loads(row.body)
        body, found = transcript.spelt(told)
    except (ValueError, TypeError):
        return Check("抽取记录", False, "不是规范的文本，已被改动")
    if body != row.body or found != row.digest or _entry(draw, "draw.draw", transcript=found) is None:
        return Check("抽取记录", False, f"摘要 {found[:16]}… 与日志中的不符，已被改动")
    mine = (draw.challenge.code, draw.number, draw.round.value, transcript.FORMAT, algorithm.VERSION)
    if mine != tuple(told[name] for name in ("challenge", "number", "round", "format", "algorithm")):
        return Check("抽取记录", False, "不属于本榜单的这一轮抽取")
    return told


def _commitments(draw, told):
    rows = {side.value: one for side, one in rules.given(draw).items()}
    for side in Side:
        one, said, label = rows.get(side.value), told["commitments"].get(side.value), f"{side.label}的种子"
        if one is None or said is None:
            yield Check(label, False, "没有承诺")
            continue
        entry = _entry(draw, "draw.commit", side=side.value, digest=one.digest)
        same = (one.digest, one.salt, one.seq, one.is_late, one.reason, utc_text(one.at))
        is_same = same == tuple(said[name] for name in ("digest", "salt", "entry", "late", "reason", "at"))
        if entry is None or entry.seq != one.seq or not is_same:
            yield Check(label, False, "承诺与日志或抽取记录不符")
        elif seeds.commitment(one.salt, said["phrase"]) != one.digest:
            yield Check(label, False, "公开的口令与承诺不符")
        else:
            manner = "补作承诺" if one.is_late else "截止前承诺"
            yield Check(label, True, f"{manner}，日志第 {one.seq} 条，口令与承诺一致")


def _fixed(draw, told):
    said = {"conditions": digest(draw.conditions), "candidates": digest(draw.candidates)}
    same = draw.conditions == told["conditions"] and draw.candidates == told["candidates"]
    entry = _entry(draw, "draw.fix", **said)
    drawn = _entry(draw, "draw.draw")
    if not same or entry is None or drawn is None or entry.seq > drawn.seq:
        return Check("条件和名单", False, "与日志中固定的条件和名单不符")
    return Check(
        "条件和名单", True, f"{len(draw.candidates)} 名候选，日志第 {entry.seq} 条固定，早于口令公开"
    )


def _conditions(draw, told):
    """Whether the conditions were fixed when the transcript says, which for early ones is before the deadline."""
    label = "条件固定的时间"
    said, facts = told.get("fixed"), {"conditions": digest(draw.conditions)}
    if said != transcript.fixed(draw):
        return Check(label, False, "与抽取记录不符")
    if said is None:
        return Check(label, True, "揭榜截止后与候选名单一起固定")
    if said["early"]:
        facts["wanted"] = pool.sealed(draw, draw.wanted)
    entry = _entry(draw, "draw.set_conditions" if said["early"] else "draw.fix", **facts)
    deadline = _deadline(draw, told) or draw.challenge.deadline
    if entry is None or entry.seq != said["entry"] or (said["early"] and entry.at > deadline):
        return Check(label, False, "与日志不符")
    when = "截止前" if said["early"] else "截止后"
    return Check(label, True, f"揭榜{when}固定，日志第 {entry.seq} 条")


def _people(draw):
    pairs = list(zip(draw.candidates, draw.people, strict=False))
    wrong = [number for number, (one, who) in enumerate(pairs, 1) if not pool.is_marked(one, who)]
    if wrong or len(draw.candidates) != len(draw.people):
        place = wrong[0] if wrong else len(pairs) + 1
        return Check("名单对应的专家", False, f"第 {place} 名候选与其编码不符")
    return Check("名单对应的专家", True, "每个编码都对应一位在册专家")


def _head(draw, told):
    found = heads.head_for(draw, _deadline(draw, told))
    if found != told["head"]:
        return Check("日志头", False, "与日志中应取的日志头不符")
    if found["rule"] == "deadline":
        entry = db.session.get(AuditEntry, found["size"])
        if audit.entry_hash(entry) != entry.hash:
            return Check("日志头", False, f"日志第 {entry.seq} 条已被改动")
        size = found["signed"]["size"]
        return Check(
            "日志头", True, f"截止时刻的最后一条日志（第 {entry.seq} 条），在已公布的日志头（{size} 条）中"
        )
    return Check("日志头", True, f"承诺之后首次公布的日志头（{found['size']} 条）")


def _deadline(draw, told):
    """A void round keeps the deadline it was held under: the list may have been put up anew since."""
    said = told["head"].get("deadline")
    return dt.datetime.fromisoformat(said) if said and draw.state is D.VOID else None


def _drawn(told):
    phrases = {side: one["phrase"] for side, one in told["commitments"].items()}
    seed = seeds.seed_of(phrases["officer"], phrases["supervisor"], told["head"]["value"], told["challenge"])
    is_right = seed.hex() == told["seed"]
    yield Check(
        "种子", is_right, "由两份口令、日志头和榜单编号算出" if is_right else "与两份口令和日志头不符"
    )
    try:
        found = algorithm.draw(told["conditions"], told["candidates"], seed)
    except algorithm.Infeasible:
        found = None
    number = len(told["result"]["drawn"])
    if found == told["result"]:
        yield Check("抽取结果", True, f"重新计算一致：抽中 {number} 人，候补次序相同")
    else:
        yield Check("抽取结果", False, "重新计算的结果与记录不同")


def _panel(draw, told):
    seats = [rules.seat_of(row) for row in draw.assignments if row.profile_id in _ids(draw)]
    keys, drawn = [one["id"] for one in seats], told["result"]["drawn"]
    loose = [row for row in draw.challenge.assignments if row.draw_id is None]
    if loose or len(seats) != len(draw.assignments) or keys[: len(drawn)] != drawn:
        return Check("评审组", False, "评审组中有人不是抽取产生的，或抽中的人未被邀请")
    for kind, order in told["result"]["substitutes"].items():
        used = [one["id"] for one in seats[len(drawn) :] if one["kind"] == kind]
        if not set(used) <= set(order) or used != sorted(used, key=order.index):
            return Check("评审组", False, "候补没有按次序递补")
    return Check("评审组", True, f"与记录一致，已递补 {len(keys) - len(drawn)} 人")


def _ids(draw):
    return {profile_id for profile_id, _salt in draw.people}
