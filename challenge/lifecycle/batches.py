"""The transition table of a batch: lists whose reviewers are assigned together (集中分派)."""

from challenge.review.batches import computing, keeping, messages, rules, seating
from challenge.review.batches.models import Batch
from challenge.review.batches.states import F
from core.workflow import machine, step


def same(batch):
    """状态不变"""
    return batch.state


def compute_again(batch, move):
    """The facts are read again; edits stay."""
    computing.begin(batch)


_open = (F.PROPOSED, F.ADJUSTED)
_officers = [messages.tell_officers]
_both = [messages.tell_both]

# A table is read as a table: one transition, one row.
# fmt: off
machine(
    "batch",
    Batch,
    F,
    what=lambda batch: batch.title,
    steps=[
        step("ready", "提出分派方案", F.COMPUTING, F.PROPOSED, rules.by_the_system, [],
             [keeping.keep_version, *_officers], asks=("version",)),
        step("ready_again", "在已有调整下重新提出", F.COMPUTING, F.ADJUSTED, rules.by_the_system, [],
             [keeping.keep_version, *_officers], asks=("version",)),
        step("fail", "无法分派", F.COMPUTING, F.INFEASIBLE, rules.by_the_system, [], [keeping.keep_obstacles, *_officers]),
        step("adjust", "调整", _open, F.ADJUSTED, rules.handles_batch, [], [keeping.keep_version, *_officers],
             asks=("reason", "what", "version")),
        step("recompute", "按最新情况重新计算", (*_open, F.INFEASIBLE), F.COMPUTING, rules.handles_batch, [],
             [keeping.drop_consent, compute_again]),
        step("consent", "同意部署", F.ADJUSTED, same, rules.consents_to_batch, [rules.not_yet_consented],
             [keeping.keep_consent, *_officers], asks=("reading",)),
        step("object", "不同意部署", F.ADJUSTED, same, rules.consents_to_batch, [],
             [keeping.drop_consent, *_officers], asks=("reason",)),
        step("deploy", "部署", _open, F.DEPLOYED, rules.handles_batch, [rules.edits_consented, rules.every_list_fits],
             [seating.seat_the_assigned, *_both], asks=("reading",), danger=True),
        step("withdraw", "撤销", (F.COMPUTING, F.INFEASIBLE, *_open), F.WITHDRAWN, rules.handles_batch, [],
             [keeping.free_lists, *_both], asks=("reason",), danger=True),
    ],
)
