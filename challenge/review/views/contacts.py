"""Pages of contact reports: report, follow the own ones, the supervisors' list, one report with its conclusion."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_auditor, is_bureau, is_supervisor
from challenge.posting.models import Challenge
from challenge.review.actions import reporting
from challenge.review.contacts import queries, rules
from challenge.review.contacts.forms import (
    ConcludingReferralForm,
    ConclusionForm,
    ContactForm,
    PurposeForm,
    investigator_form,
)
from challenge.review.contacts.models import ContactEvidence, ContactReport
from challenge.review.contacts.states import Channel, K
from challenge.review.models import Assignment
from challenge.review.views.blueprint import bp
from challenge.review.views.reviewer import crumbs_to
from core import looks
from core.gates import is_signed_in, load, requires
from core.inspection import RefusedFile
from core.listing import Filter, Listing, attachment, contains, equals

DESK = [("工作台", "/desk")]
COLUMNS = (
    ("报告编号", lambda one: one.code),
    ("榜单编号", lambda one: one.challenge.code),
    ("榜单", lambda one: one.challenge.title),
    ("方式", lambda one: one.channel.label),
    ("状态", lambda one: one.state.label),
    ("核查人", lambda one: one.investigator.display_name if one.investigator else ""),
    ("报告时间", lambda one: one.reported_at),
)
BY_REPORT = {"-reported": ("报告时间", (ContactReport.reported_at, ContactReport.id))}
STATE_COLUMNS = (
    *(one for one in COLUMNS if one[0] not in ("榜单编号", "榜单", "方式")),
    ("状态起始", lambda one: one.state_since),
)


def _labelled(states):
    return [(one.value, one.label) for one in states]


@bp.route("/desk/reviews/<int(max=2147483647):id>/report", methods=["GET", "POST"])
@requires(is_signed_in)
def report_pressure(id):
    """“我被打招呼”, from the reviewer's task."""
    assignment = load(Assignment, id, may.READ_ASSIGNMENT)
    return _report(assignment.challenge, crumbs_to(assignment, ("我被打招呼", None)))


@bp.route("/desk/challenges/<code>/contact-report", methods=["GET", "POST"])
@requires(is_signed_in)
def report_contact(code):
    """“我被打招呼”, for everybody who works on a list."""
    challenge = load(Challenge, code, may.REPORT_CONTACT, by="code")
    return _report(challenge, [*DESK, (challenge.code, None), ("我被打招呼", None)])


def _report(challenge, crumbs):
    form = ContactForm()
    if form.validate_on_submit():
        try:
            row = reporting.report(current_user, challenge, form.told(), form.uploads())
            flash(f"报告 {row.code} 已送达监督人员，感谢您的报告。", "good")
            return redirect(url_for("review.my_contact_reports"))
        except RefusedFile as refused:
            form.evidence.errors = [refused.sentence]
    page = render_template(
        "challenge/review/report_pressure.html", challenge=challenge, form=form, crumbs=crumbs
    )
    return page, 422 if form.errors else 200


@bp.get("/desk/contact-reports/mine")
@requires(is_signed_in)
def my_contact_reports():
    """The own reports and how they stand."""
    listing = Listing(
        queries.with_lists(queries.own_reports(current_user)),
        sorts={"-reported": ("报告时间", (ContactReport.reported_at, ContactReport.id))},
        filters=[Filter("state", "状态", equals(ContactReport.state, K), _labelled(K))],
        name="我的接触报告",
    )
    return render_template("challenge/review/contacts/mine.html", listing=listing)


@bp.get("/desk/contact-reports")
@requires(is_bureau)
def contact_reports():
    """Reports to be looked into: all for supervisors, the entrusted ones for others."""
    listing = _listing()
    return listing.download() if listing.is_export else _list_page(listing)


def _listing():
    return Listing(
        queries.with_lists(queries.visible_reports(current_user)),
        sorts={
            "-reported": ("报告时间", (ContactReport.reported_at, ContactReport.id)),
            "since": ("状态起始", (ContactReport.state_since, ContactReport.id)),
        },
        filters=[
            Filter("q", "报告编号、榜单", queries.found_by, kind="text"),
            Filter("state", "状态", equals(ContactReport.state, K), _labelled(K)),
            Filter("channel", "方式", equals(ContactReport.channel, Channel), _labelled(Channel)),
        ],
        columns=COLUMNS,
        name="接触报告",
    )


def _list_page(listing):
    return render_template("challenge/review/contacts/index.html", listing=listing)


@bp.get("/desk/contact-reports/states")
@requires(is_auditor)
def contact_report_states():
    """How far each report is, for the auditor: nothing of what was told, by whom, or about which list."""
    listing = Listing(
        queries.report_states(current_user),
        sorts={"-since": ("状态起始", (ContactReport.state_since, ContactReport.id)), **BY_REPORT},
        filters=[
            Filter("q", "报告编号", contains(ContactReport.code), kind="text"),
            Filter("state", "状态", equals(ContactReport.state, K), _labelled(K)),
        ],
        columns=STATE_COLUMNS,
        name="接触报告办理状态",
    )
    if listing.is_export:
        return listing.download()
    return render_template("challenge/review/contacts/states.html", listing=listing)


@bp.get("/desk/contact-reports/<code>")
@requires(is_signed_in)
def contact_report(code):
    """What was told, for supervisors and the investigator; the state alone, for who reported it."""
    row = load(ContactReport, code, (*may.READ_CONTACT_REPORT, *may.FOLLOW_CONTACT_REPORT), by="code")
    if rules.reported_it(current_user, row):
        return render_template("challenge/review/contacts/own.html", report=row)
    looks.record_look(current_user, "contact_report", row)
    return _page(row)


def _page(row, *, conclusion=None, purpose=None, reporter=None):
    supervises = rules.supervises_report(current_user, row)
    people = reporting.investigators(row) if supervises and not rules.is_concluded(row) else []
    return render_template(
        "challenge/review/contacts/report.html",
        report=row,
        told=row.told,
        outcome=row.outcome,
        supervises=supervises,
        concludes=row.state is K.CHECKING,
        choosing=investigator_form(people, row.investigator_id or current_user.id) if people else None,
        conclusion=conclusion or ConclusionForm(formdata=None),
        purpose=purpose or PurposeForm(formdata=None),
        reporter=reporter,
    )


def _supervised(code):
    return load(ContactReport, code, (rules.supervises_report,), by="code")


@bp.post("/desk/contact-reports/<code>/investigator")
@requires(is_bureau)
def name_investigator(code):
    """Begin to look into it, or hand it on."""
    row = _supervised(code)
    form = investigator_form(reporting.investigators(row))
    chosen = int(form.investigator.data) if form.validate() else 0
    reporting.name_investigator(current_user, row, chosen)
    flash("已指定核查人。", "good")
    return redirect(url_for("review.contact_report", code=code))


@bp.post("/desk/contact-reports/<code>/conclusion")
@requires(is_bureau)
def conclude_contact_report(code):
    """已处置 or 查无实据, with what was found."""
    row, form = load(ContactReport, code, may.READ_CONTACT_REPORT, by="code"), ConclusionForm()
    if not form.validate():
        return _page(row, conclusion=form), 422
    reporting.conclude(current_user, row, form.action.data, form.outcome.data)
    flash("核查结论已记录，报告人会收到状态通知。", "good")
    return redirect(url_for("review.contact_report", code=code))


@bp.route("/desk/contact-reports/<code>/case", methods=["GET", "POST"])
@requires(is_supervisor)
def open_case(code):
    """转诚信案件."""
    row, form = _supervised(code), ConcludingReferralForm()
    found = form.named() if form.validate_on_submit() else None
    if found is not None:
        case = reporting.open_case(current_user, row, found, form.facts.data, form.outcome.data)
        flash(f"诚信案件 {case.code} 已登记。", "good")
        return redirect(url_for("integrity.case", code=case.code))
    home = url_for("review.contact_report", code=code)
    crumbs = [*DESK, ("接触报告", url_for("review.contact_reports")), (code, home), ("转诚信案件", None)]
    said = {"form": form, "home": home, "crumbs": crumbs, "source": f"接触报告 {code} · {row.challenge.code}"}
    page = render_template("talent/integrity/referral.html", **said)
    return page, 422 if form.errors else 200


@bp.post("/desk/contact-reports/<code>/reporter")
@requires(is_bureau)
def contact_reporter(code):
    """Who reported it, shown once after the purpose was logged."""
    row, form = _supervised(code), PurposeForm()
    if not form.validate():
        return _page(row, purpose=form), 422
    shown = reporting.reveal_reporter(current_user, row, form.purpose.data)
    return _page(row, reporter=shown)


@bp.get("/desk/contact-reports/<code>/evidence/<number>")
@requires(is_bureau)
def contact_evidence(code, number):
    """One file of the evidence; the look is logged."""
    row = load(ContactReport, code, may.READ_CONTACT_REPORT, by="code")
    mine = load(ContactEvidence, number, (lambda _user, one: one.report_id == row.id,), by="code")
    looks.record_look(current_user, "contact_report", row, "下载证据材料")
    name, data = reporting.read_evidence(mine)
    return attachment(data, name, mine.mime)
