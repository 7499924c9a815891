"""Pages of the integrity register: the desk's list, a case with its steps, the own cases, what is public."""

import dataclasses

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_login import current_user

from accounts.rules import is_auditor, is_leader, is_supervisor
from core.gates import is_signed_in, load, may, public, requires
from core.listing import Filter, Listing, contains, equals
from core.workflow import Refused, available, refusal, steps_of
from talent.integrity import actions, levels, permissions, queries, rules
from talent.integrity.forms import KINDS, CaseForm, FindingForm, PlainForm, WordsForm
from talent.integrity.models import IntegrityCase
from talent.integrity.states import I, Phase, Purpose

bp = Blueprint("integrity", __name__)
PHASES = [(one.value, one.label) for one in (*I, *Phase)]
LEVELS = [(one.key, one.label) for one in levels.levels().values()]
COLUMNS = (
    ("案件编号", lambda one: one.code),
    ("当事人", lambda one: one.name),
    ("类别", lambda one: "单位" if one.organisation_id else "个人"),
    ("来源", lambda one: one.origin.label),
    ("状态", lambda one: one.shown_state.label),
    ("认定等级", lambda one: one.grade.label if one.grade and one.since else ""),
    ("期限", lambda one: one.period),
    ("经办", lambda one: one.handler.display_name if one.handler else ""),
    ("登记时间", lambda one: one.opened_at),
)
STATE_COLUMNS = (
    *(one for one in COLUMNS if one[0] != "当事人"),
    ("状态起始", lambda one: one.state_since),
)
CONSEQUENCES = {
    "check": ["您成为本案的经办监督员。"],
    "hear": ["当事人会收到告知，看到涉嫌失信的事实，并在期限内提交申辩。"],
    "answer": ["申辩意见提交后不能修改。"],
    "find": ["认定由另一名监督人员或局领导复核同意后生效。"],
    "confirm": ["认定自今日起生效，当事人会收到告知和申诉途径。", "期满由系统按日期自动解除，不需要办理。"],
    "return": ["案件退回核查，经办监督员会收到通知。"],
    "dismiss": ["案件结束，不留失信记录；已告知的当事人会收到通知。"],
    "appeal": ["由未参加认定的人员复查；申诉期间认定继续有效。"],
    "uphold": ["认定继续有效，当事人会收到通知。"],
    "revoke": ["认定撤销，限制立即解除，当事人会收到通知。"],
}


@bp.get("/integrity")
@public
def findings():
    """Findings in force that their level makes public."""
    listing = Listing(
        queries.public_findings().options(*queries.PEOPLE),
        sorts={"-since": ("认定日期", (IntegrityCase.since, IntegrityCase.id))},
        filters=[Filter("q", "姓名或单位", queries.found_by, kind="text")],
        name="科研失信公示",
    )
    return render_template("talent/integrity/public.html", listing=listing, note=levels.load()["note"])


@bp.get("/desk/integrity")
@requires(is_supervisor, is_leader)
def index():
    """All cases this person may read."""
    listing = _listing()
    if listing.is_export:
        return listing.download()
    return render_template("talent/integrity/index.html", listing=listing, opens=is_supervisor(current_user))


def _listing():
    return Listing(
        queries.visible_cases(current_user).options(*queries.PEOPLE),
        sorts={
            "-opened": ("登记时间", (IntegrityCase.opened_at, IntegrityCase.id)),
            "until": ("期限届满", (IntegrityCase.until, IntegrityCase.id)),
            "since": ("状态起始", (IntegrityCase.state_since, IntegrityCase.id)),
        },
        filters=[
            Filter("q", "编号、姓名或单位", queries.found_by, kind="text"),
            Filter("state", "状态", queries.in_phase, PHASES),
            Filter("level", "认定等级", equals(IntegrityCase.level), LEVELS),
            Filter("kind", "当事人", queries.of_kind, KINDS),
        ],
        columns=COLUMNS,
        name="科研诚信",
    )


@bp.get("/desk/integrity/states")
@requires(is_auditor)
def states():
    """How far each case is, for the auditor: nothing of whom it is about or what is alleged."""
    listing = _states()
    if listing.is_export:
        return listing.download()
    return render_template("talent/integrity/states.html", listing=listing)


def _states():
    return Listing(
        queries.case_states(current_user),
        sorts={
            "-since": ("状态起始", (IntegrityCase.state_since, IntegrityCase.id)),
            "-opened": ("登记时间", (IntegrityCase.opened_at, IntegrityCase.id)),
        },
        filters=[
            Filter("q", "案件编号", contains(IntegrityCase.code), kind="text"),
            Filter("state", "状态", queries.in_phase, PHASES),
        ],
        columns=STATE_COLUMNS,
        name="诚信案件办理状态",
    )


@bp.get("/desk/integrity/mine")
@requires(is_signed_in)
def mine():
    """What the register says of the reader, or of the organisation the reader answers for."""
    listing = Listing(
        queries.own_cases(current_user).options(*queries.PEOPLE),
        sorts={"-opened": ("登记时间", (IntegrityCase.opened_at, IntegrityCase.id))},
        filters=[Filter("state", "状态", queries.in_phase, PHASES)],
        name="我的诚信记录",
    )
    return render_template("talent/integrity/mine.html", listing=listing)


@bp.route("/desk/integrity/new", methods=["GET", "POST"])
@requires(is_supervisor)
def new():
    """Open a case from a clue."""
    form = CaseForm()
    row = _open(form) if form.validate_on_submit() else None
    if row is not None:
        flash(f"案件 {row.code} 已登记。", "good")
        return redirect(url_for("integrity.case", code=row.code))
    return render_template("talent/integrity/new.html", form=form), 422 if form.errors else 200


def _open(form):
    subject = form.named()
    if subject is None:
        return None
    return actions.open_case(
        current_user, subject, form.facts.data, form.origin.data, form.reference.data or ""
    )


@bp.get("/desk/integrity/<code>")
@requires(is_signed_in)
def case(code):
    """The case as far as its reader may know it."""
    row = load(IntegrityCase, code, permissions.READ_CASE, by="code")
    return _case_page(row, oversees=may(current_user, row, permissions.OVERSEE_CASE))


def _case_page(row, oversees):
    return render_template(
        "talent/integrity/case.html",
        case=row,
        texts=row.texts,
        oversees=oversees,
        decided=row.since is not None,
        people=queries.people_of(row) if oversees else {},
        source=queries.way_back(current_user, row) if oversees else None,
        clause=levels.cite_level(row.grade, row.rules_version) if row.grade else "",
        bars=_barred(row),
        choices=_choices(row),
        history=queries.history_of(row, current_user, with_names=oversees),
        appeal_clause=levels.cite("appeal_workdays", row.rules_version),
    )


def _barred(case):
    """What the level found or proposed bars, in words."""
    return "、".join(Purpose(one).label for one in case.grade.bars) if case.grade else ""


def _choices(case):
    """Steps of this person; what a finding says is written on the page of the step itself."""
    return [
        dataclasses.replace(one, refusal=None)
        if one.action == "find" and one.refusal == rules.finding_written(case)
        else one
        for one in available(current_user, case)
    ]


@bp.route("/desk/integrity/<code>/steps/<string(maxlength=20):action>", methods=["GET", "POST"])
@requires(is_signed_in)
def step(code, action):
    """The page of a step: what will happen, its words, the step."""
    case = load(IntegrityCase, code, permissions.READ_CASE, by="code")
    row = next((one for one in steps_of(case) if one.action == action), None) or abort(404)
    _must_be_possible(case, action)
    form = FindingForm() if action == "find" else WordsForm() if action in actions.WORDS else PlainForm()
    if form.validate_on_submit() and _make(case, action, form):
        flash(f"已办理：{row.label}。", "good")
        return redirect(url_for("integrity.case", code=code))
    told, note = CONSEQUENCES[action], levels.load(case.rules_version)["note"] if action == "find" else ""
    page = render_template("talent/integrity/step.html", case=case, row=row, form=form, told=told, note=note)
    return page, 422 if form.errors else 200


def _must_be_possible(case, action):
    found = refusal(current_user, case, action)
    # What a finding says is written on the page of the step itself.
    written_here = action == "find" and found is not None and found.sentence == rules.finding_written(case)
    if found is not None and not written_here:
        raise Refused(found)


def _make(case, action, form):
    if action != "find":
        actions.step(current_user, case, action, form.text.data if "text" in form else "")
        return True
    try:
        actions.propose_finding(current_user, case, form.level.data, form.months.data or 0, form.text.data)
    except Refused as refused:
        if refused.refusal.kind != "needs":
            raise
        form.months.errors = [refused.refusal.sentence]
        return False
    return True
