"""The check of a receipt: spelling, signature, place in the log, and what has been published since: heads, digests."""

import datetime as dt
import json
from typing import NamedTuple

from challenge.bidding import digests
from challenge.posting.models import Challenge
from challenge.states import C
from core import keys, log_tree
from core.audit import AuditEntry
from core.canonical import canonical, exact_hex, utc_text
from core.database import db
from core.formats import moment
from core.merkle import is_included, leaf_hash

UNSIGNED = ("public_key", "signature")
TEXTS = ("receipt", "kind", "challenge", "bid", "at", "at_beijing", "digest", "log_hash", *UNSIGNED)
ALWAYS = {*TEXTS, "number", "log_seq"}
WITH_TREE = ALWAYS | {"log_size", "log_root", "log_proof"}


class Check(NamedTuple):
    """One step: what was looked at, whether it holds (None: it cannot be said yet), and the sentence.

    `word` says in a word what became of the bid, where it is not the one that stood at the deadline.
    """

    label: str
    holds: bool | None
    sentence: str
    word: str = ""


def checks(data: bytes) -> list[Check]:
    """All steps for the bytes of an electronic receipt; it is genuine when none of them fails."""
    told = _read(data)
    if told is None:
        return [Check("格式", False, "不是本平台的电子回执，或内容已被改动。请使用下载的 JSON 文件原件。")]
    found = [Check("格式", True, "内容与规范写法逐字节一致。"), _signature(told), _entry(told)]
    if set(told) == WITH_TREE:
        found += [_proof(told), _published(told)]
    # What somebody else has written does not ask what became of a bid.
    return [*found, _listed(told)] if is_genuine(found) else found


def is_genuine(found: list[Check]) -> bool:
    """Whether nothing speaks against the receipt."""
    return all(one.holds is not False for one in found)


def _read(data: bytes) -> dict | None:
    try:
        told = json.loads(data)
        if not isinstance(told, dict) or canonical(told) != data:
            return None
    except (ValueError, TypeError, RecursionError):
        return None
    is_whole = set(told) in (ALWAYS, WITH_TREE) and type(told["log_seq"]) is int
    return told if is_whole and all(isinstance(told[name], str) for name in TEXTS) else None


def _signature(told) -> Check:
    if told["public_key"] != keys.public_key_pem():
        return Check("签名", False, "回执所附公钥不是本平台公布的公钥。")
    signed = {name: value for name, value in told.items() if name not in UNSIGNED}
    if not keys.verify(canonical(signed), _bytes(told["signature"])):
        return Check("签名", False, "签名与内容不符：内容或签名已被改动。")
    return Check("签名", True, "由本平台签发，签发后没有改动。")


def _entry(told) -> Check:
    entry = db.session.get(AuditEntry, told["log_seq"]) if 0 < told["log_seq"] < 2**53 else None
    if entry is None or entry.hash != told["log_hash"] or utc_text(entry.at) != told["at"]:
        return Check("日志记录", False, f"日志第 {told['log_seq']} 条与回执所载不一致。")
    return Check("日志记录", True, f"日志第 {entry.seq} 条，{moment(entry.at)}，与回执所载一致。")


def _proof(told) -> Check:
    proof, size = told["log_proof"], told["log_size"]
    leaf = leaf_hash(_bytes(told["log_hash"]))
    try:
        holds = is_included(
            leaf, told["log_seq"] - 1, size, [_bytes(one) for one in proof], _bytes(told["log_root"])
        )
    except (TypeError, ValueError):
        holds = False
    sentence = f"该记录在签发时全部 {size} 条日志之中。" if holds else "回执所附的日志证明不成立。"
    return Check("日志证明", holds, sentence)


def _published(told) -> Check:
    size, head = told["log_size"], log_tree.newest_head()
    if head is None or not isinstance(size, int) or head.size < size:
        return Check("公布的日志", None, "签发之后尚未公布日志摘要，请在次日再核验一次。")
    if log_tree.root(size).hex() != told["log_root"] or log_tree.root(head.size).hex() != head.root:
        return Check("公布的日志", False, "回执所载的日志与后来公布的日志不一致。")
    return Check("公布的日志", True, f"{moment(head.at)} 公布的 {head.size} 条日志延续了签发时的日志。")


def _listed(told) -> Check:
    """Whether the digest is among those published at the deadline; before it no bid is looked at."""
    label = "截止时的摘要"
    challenge = db.session.scalar(db.select(Challenge).filter_by(code=told["challenge"]))
    if challenge is None:
        return Check(label, False, "平台上没有回执所载的榜单。")
    if told["kind"] == digests.CORRECTED:
        return Check(label, True, "补正在开标以后作出，不列入截止时公布的摘要清单。")
    listed = digests.of_round(challenge, dt.datetime.fromisoformat(told["at"]))
    if listed is None:
        ended = challenge.state is C.CANCELLED
        when = (
            "榜单在截止以前撤榜，没有公布摘要清单。"
            if ended
            else "揭榜截止时公布摘要清单，请在截止后再核验一次。"
        )
        return Check(label, None, when, "未公布")
    is_listed = told["digest"] in listed
    if told["kind"] == digests.WITHDRAWN:
        sentence = "方案已撤回，摘要不在截止时公布的清单之中。"
        return Check(
            label,
            not is_listed,
            "方案已撤回，摘要却在截止时公布的清单之中。" if is_listed else sentence,
            "已撤回",
        )
    if is_listed:
        return Check(label, True, f"在截止时公布的 {len(listed)} 个摘要之中。")
    return _superseded(label, told)


def _superseded(label, told) -> Check:
    later = digests.later_receipt(told["bid"], told["number"])
    if later is None:
        return Check(label, False, "不在截止时公布的摘要清单之中。")
    if later.kind == digests.WITHDRAWN:
        return Check(
            label, True, f"方案后来已撤回（回执 {later.code}），因此不在截止时公布的清单之中。", "已撤回"
        )
    return Check(
        label, True, f"后来已有新的版本（回执 {later.code}），截止时公布的是新版本的摘要。", "已替换"
    )


def _bytes(text: str) -> bytes:
    """The bytes of small hexadecimal digits; nothing for any other spelling of them."""
    try:
        return exact_hex(text)
    except ValueError:
        return b""
