"""The first table on the wall: every transition of every machine of the hall, one file a machine.

`challenges` is the list's table, `liaisons` those of contacts and agreements before a joint bid (对接、合作协议), `bids` the bid's (揭榜方案), `reviews` the reviewer's and the notice's, `draws` that
of a round of the expert draw (专家抽取), `batches` that of lists assigned together (集中分派), `contacts` that of a
contact report (接触报告), `objections` that of objections (异议), `projects` those of projects (攻关项目) and their contracts (任务书), `milestones` that of their milestones (里程碑), `ledger` that of payments (拨付), `final_accounts` that of final accounts (决算), `closing` that of closures (终止办理), `panels` those of panels (评议组) and their seats, `acceptance` that of acceptance (验收), `races` those of gates of a race (关口), `outcomes` those of what comes of a project (登记、跟踪、人才引进), `market` those of offers and inquiries (供给成果、对接意向), `envoys` those of envoys (科技特派员) and what they do, `tolerance` that of tolerance cases (容错评议), `posting` those of programmes and questions. Read them
as sentences: action, button, from, to, who, needs, then.
"""

from challenge.lifecycle import (
    acceptance,
    batches,
    bids,
    challenges,
    closing,
    contacts,
    draws,
    envoys,
    final_accounts,
    ledger,
    liaisons,
    market,
    milestones,
    objections,
    outcomes,
    panels,
    posting,
    projects,
    races,
    reviews,
    tolerance,
)

TABLES = (
    challenges,
    closing,
    liaisons,
    bids,
    reviews,
    draws,
    batches,
    contacts,
    objections,
    projects,
    milestones,
    ledger,
    final_accounts,
    panels,
    races,
    outcomes,
    envoys,
    acceptance,
    tolerance,
    market,
    posting,
)


def register(app):
    """The tables register themselves when they are imported."""
