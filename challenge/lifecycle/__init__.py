"""The first table on the wall: every transition of every machine of the hall, one file a machine.

`challenges` is the list's table, `bids` the bid's (揭榜方案), `reviews` the reviewer's and the notice's, `draws` that
of a round of the expert draw (专家抽取), `batches` that of lists assigned together (集中分派), `contacts` that of a
contact report (接触报告), `objections` that of objections (异议), `projects` those of projects (攻关项目) and their contracts (任务书), `milestones` that of their milestones (里程碑), `ledger` that of payments (拨付), `posting` those of programmes and questions. Read them
as sentences: action, button, from, to, who, needs, then.
"""

from challenge.lifecycle import (
    batches,
    bids,
    challenges,
    contacts,
    draws,
    ledger,
    milestones,
    objections,
    posting,
    projects,
    reviews,
)

TABLES = (
    challenges,
    bids,
    reviews,
    draws,
    batches,
    contacts,
    objections,
    projects,
    milestones,
    ledger,
    posting,
)


def register(app):
    """The tables register themselves when they are imported."""
