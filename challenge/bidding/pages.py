"""What the pages of bids show: plain data for the templates, gathered from rows, drafts and minutes."""

from flask import current_app, url_for

from challenge import rulepack
from challenge.bidding import queries, receipts, relations, rules, sealing, way_back
from challenge.bidding.actions import drafting, submission
from challenge.bidding.checklist import is_worse
from challenge.bidding.content import STEPS, asked, change_note, promise_rows
from challenge.bidding.liaison.rules import agreement_as_sealed, agreement_of, holds
from challenge.custody.rules import CUSTODIANS, is_in_custody, sealing_of
from challenge.posting.rules import list_not_suspended
from challenge.states import B
from core import charts, clock, settings, workflow
from core.audit import Subject
from core.canonical import digest
from core.formats import moment
from core.history import about, entries_of, no_note, shown

FORM_STEPS = list(STEPS)
AGAIN = ("截止前，贵单位可以重新编制并提交新的方案。", "截止前，贵单位可以重新开始编制。")
CONSEQUENCES = {
    "withdraw": [
        "本方案不再参加揭榜，开标时不会开启，内容不会被任何人看到。",
        AGAIN[0],
        "系统出具撤回回执，此操作不能撤销。",
    ],
    "discard": ["草稿及其附件将被删除，无法恢复。", AGAIN[1]],
    "confirm_version": ["确认已密封的方案内容不变，作为对变更后榜单的答复。", "系统出具新的回执。"],
}


def _consequences(bid, action):
    """What will happen; a new bid is promised only to a unit that may make one."""
    said, barred = CONSEQUENCES[action], rules.lead_unrelated(bid)
    return [f"{barred}不能再提交新的方案。" if barred and one in AGAIN else one for one in said]


def draft_of(bid):
    """The draft with one promise row per indicator of the list."""
    draft = drafting.read_draft(bid)
    return draft | {"promises": promise_rows(draft, bid.challenge)}


def in_words_of(bid, form):
    """The form with the words that the mode of the list has for its fields."""
    for name, said in rulepack.mode_of(bid).bid_labels.items():
        if name in form:
            form[name].label.text = said
    return form


def frame(bid, here):
    """The sub-pages of a draft as tabs."""
    tabs = [
        (f"{number} {label}", url_for("bidding.edit", code=bid.code, step=step), step == here)
        for number, (step, label) in enumerate(STEPS.items(), 1)
    ]
    tabs += [
        ("成员", url_for("bidding.members", code=bid.code), here == "members"),
        ("能力覆盖", url_for("bidding.coverage", code=bid.code), here == "coverage"),
        ("附件", url_for("bidding.files", code=bid.code), here == "files"),
        ("检查与提交", url_for("bidding.check", code=bid.code), here == "submit"),
    ]
    return {"tabs": tabs, "asked": asked, "mode": rulepack.mode_of(bid)}


def after_step(bid, step, then):
    """Where to go after a step was saved: the next step, or stay."""
    if then == "stay":
        return url_for("bidding.edit", code=bid.code, step=step)
    later = FORM_STEPS[FORM_STEPS.index(step) + 1 :]
    if later:
        return url_for("bidding.edit", code=bid.code, step=later[0])
    return url_for("bidding.check", code=bid.code)


def where(bid, step):
    """Address of the place in the form where a gap is mended."""
    if step in STEPS:
        return url_for("bidding.edit", code=bid.code, step=step)
    if step == "agreement":
        return url_for("liaison.ask", code=bid.challenge.code)
    return url_for(f"bidding.{step}", code=bid.code)


def _gaps_by_step(bid):
    found = {}
    for gap in submission.gaps(bid):
        found.setdefault(gap.step, []).append(gap.text)
    labels = {**STEPS, "members": "成员", "files": "附件"}
    if rulepack.mode_of(bid).agreement_first:
        labels = {"agreement": "合作协议", **labels}
    return [
        {"label": label, "url": where(bid, step), "texts": found.get(step, [])}
        for step, label in labels.items()
    ]


def check(bid):
    """The checklist page."""
    sections = _gaps_by_step(bid)
    return {
        "bid": bid,
        "sections": sections,
        "missing": sum(len(one["texts"]) for one in sections),
        "refusal": submission.refusal(bid),
        "replaces": bid.state is B.SEALED,
        "sealing": sealing_of(bid.challenge),
        "in_custody": is_in_custody(bid.challenge),
        "digest": digest(sealing.plain_of(*submission.to_seal(bid))),
        **frame(bid, "submit"),
    }


def replacing(bid):
    """The page on which a team chooses what its replacement begins with."""
    return {
        "bid": bid,
        "refusal": submission.refusal(bid),
        "has_passphrase": sealing.has_passphrase(bid),
        "demo_passphrase": settings.get("demo_passphrase") if current_app.config["DEMO"] else None,
        "most_mb": current_app.config["MAX_CONTENT_LENGTH"] // 2**20,
    }


def closed(bid, user):
    """A bid that is not opened, for its team."""
    leads = rules.leads_bid(user, bid)
    drafted = rules.has_draft(bid)
    refusal = submission.refusal(bid)
    outdated = rules.answers_old_version(bid)
    offered = [name for name in CONSEQUENCES if outdated or name != "confirm_version"]
    return {
        "bid": bid,
        "leads": leads,
        "in_team": rules.is_in_team(user, bid),
        "sections": _gaps_by_step(bid) if drafted and leads and refusal is None else [],
        "choices": [one for one in workflow.available(user, bid) if one.action in offered],
        "files": _sealed_files(bid),
        "receipts": [(one, receipts.KINDS[one.kind]) for one in reversed(bid.receipts)],
        "replacing": drafted and bid.state is B.SEALED,
        "sealing": sealing_of(bid.challenge),
        "in_custody": sealing.mode_of(bid) == CUSTODIANS,
        "refusal": refusal,
        "outdated": outdated,
        "unsigned": agreement_as_sealed(bid) if bid.state is B.SEALED and refusal is None else None,
        "again": leads and bid.state is B.WITHDRAWN and refusal is None,
    }


def _sealed_files(bid):
    """Names and sizes of the attachments that were sealed."""
    return [
        sealing.open_label(bid, one.name) | {"blob": one.blob, "size": one.size, "sha256": one.sha256}
        for one in bid.files
        if one.is_sealed
    ]


def step(bid, user, action):
    """A confirmation page."""
    choice = next((one for one in workflow.available(user, bid) if one.action == action), None)
    label = (
        choice.label if choice else next(one.label for one in workflow.steps_of(bid) if one.action == action)
    )
    found = workflow.refusal(user, bid, action)
    barred = submission.unconfirmable(bid) if action == "confirm_version" and not found else None
    return {
        "bid": bid,
        "label": label,
        "consequences": _consequences(bid, action),
        "danger": action != "confirm_version",
        "refusal": found.sentence if found else barred,
    }


def opened(bid, user):
    """An opened bid: asked, promised, basis side by side."""
    promised = {one.indicator_id: one for one in bid.promises}
    indicators = bid.content.indicators if bid.content else []
    rows = [(one, asked(one), promised.get(one.id)) for one in indicators]
    return {
        "bid": bid,
        "content": bid.content,
        "rows": [
            {
                "indicator": one,
                "asked": text,
                "promise": promise,
                "note": change_note(one),
                "worse": bool(promise and is_worse(one, promise.value)),
            }
            for one, text, promise in rows
        ],
        "plan": charts.gantt(_plan(bid)),
        "attachments": queries.attachments_of(bid),
        "lost_files": _sealed_files(bid) if bid.state is B.UNREADABLE else [],
        "way_back": way_back.of_bid(bid, user),
        "receipts": [(one, receipts.KINDS[one.kind]) for one in bid.receipts]
        if rules.is_in_team(user, bid)
        else [],
        "in_team": rules.is_in_team(user, bid),
        "to_check": _to_check(bid, user),
        "may_correct": _may_correct(bid, user),
        "correction": _correction_of(bid),
        "ended": f"{bid.state.label}：{bid.reason}" if bid.state in (B.UNQUALIFIED, B.GIVEN_UP) else None,
        "checks": bid.checks,
        "mode": rulepack.mode_of(bid),
        "agreement": _agreement(bid),
        "unsigned": agreement_as_sealed(bid),
        "relations": relations.shown(bid) if _reads_for_bureau(bid, user) else None,
    }


def _agreement(bid):
    found = agreement_of(bid) if rulepack.mode_of(bid).agreement_first else None
    return found if found and holds(found) else None


def _reads_for_bureau(bid, user):
    reasons = (rules.handles_after_opening, rules.leads_after_opening, rules.supervises_after_opening)
    return any(reason(user, bid) for reason in reasons)


def _to_check(bid, user):
    waits = bid.state in (B.OPENED, B.CORRECTING) and list_not_suspended(bid) is None
    return waits and rules.handles_after_opening(user, bid)


def _may_correct(bid, user):
    refusal = list_not_suspended(bid) or rules.correction_in_time(bid)
    is_open = bid.state is B.CORRECTING and refusal is None
    return is_open and rules.leads_bid(user, bid)


def _correction_of(bid):
    """The sentence about a correction that is waited for or was missed, or None."""
    if bid.state is not B.CORRECTING or not bid.correction_due:
        return None
    late = rules.correction_in_time(bid) or list_not_suspended(bid)
    until = f"请在 {moment(bid.correction_due)} 前提交补正，补正仅一次。"
    return f"形式审查要求补正：{bid.reason} {late or until}"


def _plan(bid):
    """Milestones as bars from the one before, counted from the opening as a stand-in for the start."""
    start, rows = clock.beijing(bid.opened_at).date().replace(day=1), []
    for one in bid.milestones:
        end = clock.months_later(clock.beijing(bid.opened_at).date().replace(day=1), one.month)
        rows.append((one.name, start, end, "open", f"第 {one.month} 个月 · {one.percent}%"))
        start = end
    return rows


def history(bid):
    """Entries of the log about this bid, newest first."""
    in_the_list = Subject("bid", bid.id, thread=f"challenge:{bid.challenge_id}")
    return shown([*about(in_the_list), *entries_of(f"bid:{bid.id}")], note=no_note)
