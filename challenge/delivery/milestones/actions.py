"""Verbs of milestones: prepare and give evidence, comment, test, ask experts, judge."""

from functools import partial

from challenge.delivery.milestones import clocks, departing, effects, experts, messages, rules
from challenge.delivery.milestones.concluding import untested_since
from challenge.delivery.milestones.measuring import measure
from challenge.delivery.milestones.models import MilestoneFile, MilestoneReport
from challenge.delivery.states import MILESTONE_ENDS, Source
from challenge.posting import turns
from core import audit, clock, files, outbox, stored
from core.database import db
from core.formats import date_zh
from core.workflow import Refusal, Refused, apply

FILES_MAX = 20


def _turn(milestone):
    turns.wait(milestone.project.challenge, "projects")
    db.session.refresh(milestone)
    db.session.expire(milestone, ["reports"])


def _refuse(kind, sentence):
    raise Refused(Refusal(kind, sentence))


def _allowed(question, user, milestone):
    if not question(user, milestone):
        _refuse("who", "您不能办理这个里程碑。")
    if found := rules.project_is_active(milestone):
        _refuse("needs", found)


def _report(user, milestone, source, **facts):
    row = MilestoneReport(round=milestone.round, source=source, user=user, **facts)
    milestone.reports.append(row)
    db.session.flush()
    return row


def _said(milestone, words):
    return f"里程碑 {milestone.number}：{words}"


def save(user, milestone, text, values, uploads=(), carried=()):
    """Keep evidence as a draft; `uploads` are pairs of what the inspection found and the bytes, `carried` are ids of
    files of the evidence before a rectification, which are given again. Returns the draft."""
    _turn(milestone)
    _allowed(rules.submits, user, milestone)
    if milestone.state not in rules.TO_SUBMIT:
        _refuse("state", f"里程碑{milestone.state.label}，证据不能再修改。")
    draft = rules.draft_of(milestone) or _report(user, milestone, Source.SELF)
    draft.user, draft.text = user, text
    measure(draft, user, values)
    attach(draft, uploads)
    attach(draft, _given_before(milestone, carried))
    db.session.flush()
    return draft


def _given_before(milestone, ids):
    former = rules.given_before(milestone)
    for one in former.files if former else ():
        if one.id in ids:
            yield stored.Found(one.name, one.mime), files.read(one.blob, encrypted=True)


def attach(report, uploads):
    """Keep files with a report, the same one once; RefusedFile when there are too many."""
    make = partial(MilestoneFile, uploaded_at=clock.now())
    for one in uploads:
        stored.keep(report.files, one, make, most=FILES_MAX, what="证明材料")


def remove_file(user, milestone, file_id):
    """Take a file out of the draft; one that is gone already is no error."""
    _turn(milestone)
    _allowed(rules.submits, user, milestone)
    draft = rules.draft_of(milestone)
    for one in [one for one in (draft.files if draft else ()) if one.id == file_id]:
        draft.files.remove(one)
        outbox.enqueue("forget_blobs", {"blobs": [one.blob]})
    db.session.flush()


def submit(user, milestone):
    """Give the draft as evidence; a second click finds it done."""
    _turn(milestone)
    if (
        milestone.state not in rules.TO_SUBMIT
        and rules.given(milestone, Source.SELF)
        and rules.submits(user, milestone)
    ):
        return
    apply(user, milestone, "submit")


def comment(user, milestone, text, advice):
    """The poster's opinion."""
    _turn(milestone)
    apply(user, milestone, "comment")
    _report(user, milestone, Source.POSTER, text=text, advice=advice, given_at=clock.now())


def go_on(user, milestone):
    """Judge without the poster, whose time is over."""
    _turn(milestone)
    apply(user, milestone, "go_on")


def add_test(officer, milestone, institution, text, values, verdicts, uploads):
    """Register the report of a third party: its values, and its verdicts where no number decides."""
    _turn(milestone)
    _allowed(rules.concludes, officer, milestone)
    if milestone.state not in rules.IN_HAND:
        _refuse("state", f"里程碑{milestone.state.label}，不能登记检测报告。")
    row = _report(
        officer, milestone, Source.THIRD_PARTY, institution=institution, text=text, given_at=clock.now()
    )
    measure(row, officer, values, verdicts)
    attach(row, uploads)
    effects.forget_departure(milestone)
    db.session.flush()
    shown = {"institution": institution, "files": [one.sha256 for one in row.files]}
    audit.record(
        officer,
        "milestone.test",
        milestone,
        _said(milestone, f"登记第三方检测报告（{institution}）"),
        after=shown,
    )
    return row


def ask_retest(officer, milestone, indicators, reason):
    """After a rectification: these indicators must be tested again before it passes; none takes the demand back."""
    _turn(milestone)
    _allowed(rules.asks_for_retest, officer, milestone)
    known = {one.id: one for one in untested_since(milestone)}
    if any(one not in known for one in indicators):
        _refuse("needs", "只能要求复测整改后还没有检测结果的指标。")
    milestone.retest = sorted(indicators) or None
    names = [known[one].name for one in milestone.retest or ()]
    said = f"要求整改后复测 {len(names)} 项指标" if names else "不再要求复测"
    db.session.flush()
    audit.record(
        officer,
        "milestone.retest",
        milestone,
        _said(milestone, said),
        after={"reason": reason, "names": names},
    )
    messages.tell_retest(milestone, names, reason)


def ask_expert(officer, milestone, expert):
    """Name a person for an opinion on this round."""
    _turn(milestone)
    _allowed(rules.concludes, officer, milestone)
    if milestone.state not in rules.IN_HAND:
        _refuse("state", f"里程碑{milestone.state.label}，不能邀请专家。")
    if found := experts.refusal_of(expert, milestone):
        _refuse("needs", found)
    now = clock.now()
    asked = {"asked_by_id": officer.id, "asked_at": now, "reply_due_at": clocks.opinion_due(milestone, now)}
    row = _report(expert, milestone, Source.EXPERT, **asked)
    audit.record(officer, "milestone.ask", milestone, _said(milestone, "邀请专家评估"))
    messages.tell_expert(row)
    return row


def _asked(user, milestone):
    mine = [one for one in rules.of_round(milestone, Source.EXPERT) if one.user_id == user.id]
    if not mine or mine[0].given_at or milestone.state in MILESTONE_ENDS:
        _refuse("state", "这项评估已经结束，或者没有邀请您。")
    return mine[0]


def answer(user, milestone, is_free):
    """The expert declares to stand free of both sides and takes the task, or declines it."""
    _turn(milestone)
    row = _asked(user, milestone)
    if is_free and (found := experts.must_decline(user, milestone)):
        _refuse("needs", found)
    row.accepted_at, row.declined_at = (clock.now(), None) if is_free else (None, clock.now())
    said = "专家声明无利害关系，接受评估" if is_free else "专家谢绝评估"
    audit.record(user, "milestone.answer", milestone, _said(milestone, said))
    messages.tell_answered(milestone, said)


def give_opinion(user, milestone, text, advice, verdicts):
    """The expert's opinion, with a verdict on each qualitative indicator that was looked at."""
    _turn(milestone)
    row = _asked(user, milestone)
    if row.accepted_at is None:
        _refuse("needs", "请先声明与双方没有利害关系。")
    if milestone.state not in rules.IN_HAND:
        _refuse("state", f"里程碑{milestone.state.label}，不能再提交评估意见。")
    if found := rules.project_is_active(milestone):
        _refuse("needs", found)
    row.text, row.advice, row.given_at = text, advice, clock.now()
    measure(row, user, {}, verdicts)
    effects.forget_departure(milestone)
    db.session.flush()
    audit.record(user, "milestone.opinion", milestone, _said(milestone, "专家提交评估意见"))
    messages.tell_answered(milestone, "专家已提交评估意见")


def conclude(officer, milestone, outcome, reason, until=None):
    """Judge: `outcome` is pass, rectify (until a day), fail, or propose_pass to a second officer."""
    _turn(milestone)
    if outcome == "propose_pass" and len(reason.strip()) < departing.REASON_MIN:
        _refuse("needs", f"与任务书的约定不一致的，理由不少于 {departing.REASON_MIN} 个字。")
    if outcome == "rectify":
        _check_until(milestone, until)
    facts = {"until": until} if outcome == "rectify" else {}
    apply(officer, milestone, outcome, reason=reason, **facts)


def dun(officer, milestone):
    """Call on the team to submit what is late."""
    _turn(milestone)
    apply(officer, milestone, "dun")


def second(officer, milestone, refused_because=""):
    """Another officer agrees to a pass that departs from what was agreed, or says why not."""
    _turn(milestone)
    if refused_because:
        apply(officer, milestone, "refuse_pass", reason=refused_because)
    else:
        apply(officer, milestone, "second_pass", reason=milestone.departure_reason)


def _check_until(milestone, until):
    today = clock.today()
    last = clocks.latest_rectification(milestone, today)
    if until is None or not today < until <= last:
        _refuse("needs", f"整改期限应在明天至{date_zh(last)}之间。")
