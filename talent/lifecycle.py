"""The transition table of a profile (专家档案): who may do what when, with what consequence."""

from core.workflow import machine, step
from talent import (
    changes,  # noqa: F401  the listeners register themselves
    effects,
    rules,
)
from talent.integrity.gate import clear_to_admit
from talent.models import Profile
from talent.states import P

_complete = [rules.profile_complete, rules.works_within_limit]
_told = [effects.tell_owner]
_settled = [effects.keep_index, effects.tell_owner]

# A table is read as a table: one transition, one row.
# fmt: off
machine(
    "profile",
    Profile,
    P,
    [
        # action, button, from, to, who, [needs], [then]
        step("apply", "申请入库", P.DRAFT, P.APPLIED, rules.owns_profile, _complete,
             [effects.confirm, effects.tell_unit, effects.tell_officers]),
        step("take_back", "撤回修改", (P.APPLIED, P.RECOMMENDED), P.DRAFT, rules.owns_profile),
        step("recommend", "单位推荐", P.APPLIED, P.RECOMMENDED, rules.recommends_for_unit, [],
             [effects.tell_officers, *_told], asks=("reason",)),
        step("unit_return", "单位退回", P.APPLIED, P.DRAFT, rules.recommends_for_unit, [], _told,
             asks=("reason",), danger=True),
        step("admit", "准予入库", (P.DRAFT, P.APPLIED, P.RECOMMENDED), P.ADMITTED, rules.handles_profile,
             [rules.handed_in, clear_to_admit, *_complete], [effects.confirm, *_settled]),
        step("return", "退回修改", (P.APPLIED, P.RECOMMENDED), P.DRAFT, rules.handles_profile, [], _told,
             asks=("reason",), danger=True),
        step("stop", "停用", P.ADMITTED, P.STOPPED, rules.handles_profile, [], _settled, asks=("reason",),
             danger=True),
        step("resume", "恢复使用", P.STOPPED, P.ADMITTED, rules.handles_profile, _complete, _settled,
             asks=("reason",)),
        step("leave", "退库", (P.ADMITTED, P.STOPPED), P.LEFT, rules.owns_or_handles, [], _settled,
             asks=("reason",), danger=True),
        step("return_to_pool", "重新建档", P.LEFT, P.DRAFT, rules.owns_or_handles),
    ],
)
# fmt: on


def register(app):
    """The table registers itself when it is imported."""
