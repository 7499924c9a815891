"""Verbs of the draw: commit to a seed, fix the list, hold the draw."""

from accounts import passwords
from challenge.custody import queries as custodians
from challenge.custody.keys import opens
from challenge.review.draw import algorithm, heads, pool, rules, seating, seeds, transcript
from challenge.review.draw.states import QUOTAS, Round, Side
from core import clock, workflow
from core.canonical import digest
from core.errors import Conflict
from core.workflow import Refusal, Refused
from talent.states import ExpertKind

IS_CUSTODY = "口令会在抽取时公开，不能与保管口令相同。请另取一个。"
IS_SIGN_IN = "口令会在抽取时公开，不能与登录密码相同。请另取一个。"
NO_HEAD = "须等平台公布下一次签名的日志头（每天零点后）才能抽取：种子所用的日志公布之后，谁也不能再改动它来挑选结果。"
EARLY, LATE, SAME = "条件在揭榜截止前固定", "条件在揭榜截止后固定", "条件与原评审组相同"


class WrongPhrase(Exception):
    """A phrase is not the one that was committed to; `sides` says whose."""

    def __init__(self, sides):
        super().__init__("、".join(side.label for side in sides))
        self.sides = sides


def fault_of_phrase(user, phrase):
    """Why this person may not take this phrase, or None: at the draw everybody reads it."""
    if passwords.matches(user.password_hash, phrase):
        return IS_SIGN_IN
    custodian = custodians.custodian_of(user)
    return IS_CUSTODY if custodian is not None and opens(custodian, phrase) else None


def commit_seed(actor, challenge, phrase, reason=""):
    """Keep the hash of this person's phrase; after the deadline with the reason. Returns the round."""
    side = rules.side_of(actor, challenge)
    if side is None:
        raise Refused(Refusal("who", "种子承诺由本榜单经办人和监督人员提交。"))
    draw = rules.current(challenge) or seating.begin(challenge, actor)
    is_late, salt = rules.is_late(challenge, draw), seeds.new_salt()
    why = reason or draw.reason
    if is_late and not why:
        raise Refused(Refusal("needs", "揭榜已截止，补作承诺须写明原因。"))
    facts = {"side": side.value, "digest": seeds.commitment(salt, phrase), "salt": salt}
    facts |= {"is_late": is_late, "reason": why if is_late else ""}
    manner = f"补作承诺：{why}" if is_late else "按期承诺"
    return workflow.apply(actor, draw, "commit", manner=manner, **facts)


def set_conditions(actor, challenge, wanted):
    """Fix the conditions before the deadline: nobody knows who bids. Returns the round.

    The log also has a salted digest of the conditions as typed: of who is kept out only the reasons are public.
    """
    if rules.side_of(actor, challenge) is not Side.OFFICER:
        raise Refused(Refusal("who", "抽取条件由本榜单经办人固定。"))
    draw = rules.current(challenge) or seating.begin(challenge, actor)
    conditions = pool.published(wanted)
    kept = {"wanted": wanted, "conditions": conditions}
    said = {"conditions": digest(conditions), "wanted": pool.sealed(draw, wanted)}
    return workflow.apply(actor, draw, "set_conditions", kept=kept, **said)


def shortages_of_early(draw):
    """What is lacking now under the conditions fixed before the deadline; empty when they can be met, or are none."""
    if not draw.is_early:
        return []
    return algorithm.shortages(draw.conditions, pool.frozen(draw, draw.wanted)[0])


def fix(actor, draw, wanted=None, why=""):
    """Fix the candidates, and the conditions unless that was done before. Raises `algorithm.Infeasible`.

    A supplementary round has the conditions of the panel. Those fixed before the deadline hold; only where they
    cannot be met others are taken, with the reason.
    """
    _need(actor, draw, "fix")
    seated, manner = [], LATE
    if draw.round is Round.SUPPLEMENT:
        wanted, seated, manner = draw.wanted, rules.sitting_of(draw.challenge), SAME
    elif draw.is_early:
        wanted, manner = _early_or_eased(draw, wanted, why)
    conditions = pool.published(wanted, seated)
    candidates, people = pool.frozen(draw, wanted)
    lacking = algorithm.shortages(conditions, candidates)
    if lacking:
        raise algorithm.Infeasible(lacking)
    kept = {"wanted": wanted, "conditions": conditions, "candidates": candidates, "people": people}
    kept["eased"] = why if draw.is_early else ""
    said = {"conditions": digest(conditions), "candidates": digest(candidates), "manner": manner}
    return workflow.apply(actor, draw, "fix", kept=kept, **said)


def _early_or_eased(draw, wanted, why):
    if not shortages_of_early(draw):
        return draw.wanted, EARLY
    if wanted is None or not why.strip():
        raise Refused(Refusal("needs", "截止前固定的条件抽不出评审组，请填写放宽后的条件并写明原因。"))
    return wanted, f"截止前固定的条件抽不出评审组，改为：{why}"


def hold(actor, draw, phrases):
    """Both phrases ({side: phrase}) on one table: the draw, its transcript, the invitations. Raises WrongPhrase."""
    _need(actor, draw, "draw")
    head = heads.head_for(draw)
    if head is None:
        raise Conflict(NO_HEAD)
    rows = rules.given(draw)
    wrong = [
        side for side, one in rows.items() if seeds.commitment(one.salt, phrases[side.value]) != one.digest
    ]
    if wrong:
        raise WrongPhrase(sorted(wrong))
    body, told = transcript.spelt(transcript.document(draw, phrases, head, clock.now()))
    return workflow.apply(actor, draw, "draw", transcript=told, body=body)


def _need(actor, draw, action):
    refusal = workflow.refusal(actor, draw, action)
    if refusal:
        raise Refused(refusal)


def said(shortages):
    """What cannot be met, and by how many, as sentences."""
    return [
        f"{QUOTAS[one['quota']].format(kind=ExpertKind(one['kind']).label if one['kind'] else '全组')}，"
        f"还差 {one['missing']} 人"
        for one in shortages
    ]
