"""What the page of an acceptance shows, by who reads it."""

from types import SimpleNamespace

from challenge.delivery.acceptance import rules, tables
from challenge.delivery.acceptance.states import V
from challenge.delivery.panels import pages as panel_pages
from challenge.delivery.panels import rules as panels
from challenge.delivery.panels.states import Purpose
from challenge.delivery.states import P, Verdict
from core.formats import date_zh

NONE_YET = SimpleNamespace(label="没有测试结果", tone="quiet")
ROUTE = (
    ("apply", "申请验收", (V.DRAFT, V.RETURNED)),
    ("check", "形式审查", (V.SUBMITTED,)),
    ("panel", "专家评议", (V.REVIEWING,)),
    ("decide", "审定", (V.PROPOSED, V.APPROVED)),
    ("notice", "公示", (V.NOTICED,)),
    ("end", "结论", (V.CONCLUDED, V.RECTIFYING, V.ENDED)),
)
STAGES = tuple(SimpleNamespace(key=key, label=label) for key, label, _states in ROUTE)


def here(acceptance):
    """Key of the stage at which an acceptance stands; past the last one when it is concluded."""
    if acceptance.state is V.CONCLUDED:
        return "over"
    return next(key for key, _label, states in ROUTE if acceptance.state in states)


def rows(acceptance):
    """The indicators as namespaces with `.verdict` a state; as they were when a conclusion was proposed, else as they are now."""
    found = acceptance.table or tables.indicators(acceptance)
    return [SimpleNamespace(**one | {"verdict": _state(one["verdict"])}) for one in found]


def _state(value):
    return Verdict(value) if value else NONE_YET


def not_retested(acceptance):
    """Names of the must indicators that only a test from before a rectification proves."""
    return tables.unproven(acceptance) if acceptance.state in (V.SUBMITTED, V.REVIEWING) else []


def panel_of(acceptance, user):
    """The panel of this round as far as this reader may know: (panel, counted rows), or (None, [])."""
    panel = panels.panel_of(acceptance.project, Purpose.ACCEPTANCE, acceptance.round)
    if panel is None:
        return None, []
    counted = panel_pages.counted(panel) if acceptance.is_public or panels.reads_votes(user, panel) else []
    return panel, counted


def former(acceptance):
    """[(earlier round, opinion of its panel or "")]: what has to be rectified stands in the opinion, the votes do not."""
    rows = [one for one in acceptance.project.acceptances if one is not acceptance and one.submitted_at]
    found = [panels.panel_of(one.project, Purpose.ACCEPTANCE, one.round) for one in rows]
    return [(one, panel.opinion if panel else "") for one, panel in zip(rows, found, strict=True)]


def next_words(acceptance):
    """What comes next and whom it waits for, as a sentence; None when it is over."""
    return {
        V.DRAFT: _draft_words,
        V.RETURNED: _returned_words,
        V.SUBMITTED: _check_words,
        V.REVIEWING: lambda one: rules.panel_concluded(one) or "评议已结束，等待经办人提出验收结论。",
        V.PROPOSED: lambda one: rules.seconded(one) or "等待局领导审定。",
        V.APPROVED: lambda one: "等待经办人发布验收公示。",
        V.NOTICED: lambda one: rules.period_over(one) or "公示期满，等待经办人公布验收结论。",
    }.get(acceptance.state, lambda one: None)(acceptance)


def _returned_words(acceptance):
    day = f"请揭榜方在{date_zh(acceptance.due_on)}前补充并重新提交。" if acceptance.due_on else ""
    return f"已退回补充：{acceptance.reason.rstrip('。')}。{day}"


def _draft_words(acceptance):
    again = "整改并重新" if acceptance.round > 1 else ""
    day = f"在{date_zh(acceptance.due_on)}前" if acceptance.due_on else ""
    return f"请揭榜方{day}{again}申请验收。"


def _check_words(acceptance):
    return rules.certificate_waited_for(acceptance) or "等待经办人形式审查。"


def owed_back(acceptance):
    """分 that have to come back after a failure; 0 otherwise."""
    failed = acceptance.project.state is P.FAILED
    return tables.owed_back(acceptance.project) if failed else 0
