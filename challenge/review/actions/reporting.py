"""“我被打招呼”: make a contact report, look into it, conclude it; each look at one is logged."""

import secrets

from accounts.mailbox import holders, tell
from accounts.models import User
from accounts.states import PRIVATE, Role, UserState
from challenge.posting.codes import random_code
from challenge.review.contacts import rules
from challenge.review.contacts.effects import desk_path
from challenge.review.contacts.models import (
    ContactEvidence,
    ContactReport,
    named_mark,
    reporter_mark,
)
from challenge.review.contacts.states import Channel, K
from challenge.review.rules import number_of
from core import audit, clock, files, inspection, looks
from core.database import db
from core.errors import Conflict
from core.spelling import plain
from core.workflow import Refusal, Refused, apply
from talent.integrity import actions as register
from talent.integrity.states import Origin

EVIDENCE_MAX = 5
TOO_MANY = f"证据材料最多 {EVIDENCE_MAX} 个文件，请合并后再上传。"
CONCLUDED = "该报告已有结论，请刷新页面查看。"


class Somebody:
    """Stands in the log for who reported: the reporter is named nowhere but in the sealed record."""

    id, display_name = None, "报告人"


def report(reporter, challenge, told, uploads=()):
    """Keep a report: `told` has who, unit, when, channel, asked, text; `uploads` are (filename, bytes).

    Supervisors whom it does not concern are told that there is one. RefusedFile carries the sentence for the field.
    """
    if len(uploads) > EVIDENCE_MAX:
        raise inspection.RefusedFile(TOO_MANY)
    found = [(_inspected(name, data), data) for name, data in uploads]
    number, evidence = _number(reporter, challenge), [_evidence(one, data) for one, data in found]
    row = ContactReport(
        code=random_code("JC"),
        challenge_id=challenge.id,
        state=K.REPORTED,
        state_since=clock.now(),
        channel=Channel(told["channel"]),
        reported_at=clock.now(),
        reporter_mark=reporter_mark(reporter.id),
        named_mark=named_mark(_bearer(told["who"])),
    )
    kept = {name: told[name] for name in ("who", "unit", "when", "asked", "text")}
    row.told = kept | {"reporter": reporter.id, "number": number}
    row.evidence = evidence
    db.session.add(row)
    db.session.flush()
    audit.record(Somebody, "contact_report.report", row, "收到接触报告", after={"files": len(found)})
    _tell_supervisors(row)
    return row


def _bearer(who):
    """The name of whoever of the bureau is meant: a title or a word around the name keeps nobody's report open."""
    staff = holders(Role.SUPERVISOR, Role.OFFICER, Role.LEADER)
    names = db.session.scalars(db.select(User.display_name).where(User.id.in_(staff)))
    meant = [name for name in names if plain(name) in plain(who)]
    return max(meant, key=len) if meant else who


def _number(reporter, challenge):
    mine = next((one for one in challenge.assignments if one.profile.user_id == reporter.id), None)
    return f"专家 {number_of(mine)} 号" if mine is not None else "工作人员"


def _inspected(name, data):
    """The sentence names the file: several are sent at once."""
    try:
        return inspection.inspect(name, data)
    except inspection.RefusedFile as refused:
        raise inspection.RefusedFile(f"“{name[-60:]}”：{refused.sentence}") from refused


def _evidence(found, data):
    blob, sha256, size = files.store(data, encrypted=True)
    row = ContactEvidence(code=secrets.token_hex(16), mime=found.mime, size=size, sha256=sha256)
    row.label = {"name": found.safe_name, "blob": blob}
    return row


def _tell_supervisors(row):
    every = db.session.scalars(db.select(User).where(User.id.in_(holders(Role.SUPERVISOR))))
    people = [one for one in every if rules.supervises_report(one, row)]
    tell(
        people,
        f"收到一份接触报告（{row.code}）",
        "请登录后核查。",
        desk_path(row),
        thread=PRIVATE,
    )


def read_evidence(evidence):
    """(name, bytes) of one file."""
    label = evidence.label
    return label["name"], files.read(label["blob"], True)


def investigators(report):
    """Who may be asked to look into a report, by name."""
    roles = holders(Role.SUPERVISOR, Role.OFFICER)
    every = (
        db.select(User).where(User.id.in_(roles), User.state == UserState.ACTIVE).order_by(User.display_name)
    )
    return [one for one in db.session.scalars(every) if rules.may_investigate(one, report)]


def name_investigator(supervisor, report, investigator_id):
    """Begin to look into a report, or hand it to somebody else; nothing happens when nothing changes."""
    chosen = next((one for one in investigators(report) if one.id == investigator_id), None)
    if chosen is None:
        raise Refused(Refusal("needs", "请在名单中选择核查人。"))
    if report.state is K.CHECKING and report.investigator_id == chosen.id:
        return
    apply(supervisor, report, "check" if report.state is K.REPORTED else "hand_to", investigator=chosen)


def conclude(actor, report, action, text, case_code=""):
    """`dismiss`, `settle` or `open_case` with what was found; a second click finds it done."""
    if report.state is rules.CONCLUSIONS[action]:
        return
    if rules.is_concluded(report):
        raise Conflict(CONCLUDED)
    report.outcome = {"text": text, "by": actor.id}
    report.case_code = case_code
    apply(actor, report, action)


def open_case(supervisor, report, subject, facts, text):
    """转诚信案件: a case about `subject` in the integrity register, and the report concluded with it."""
    if report.state is not K.CHECKING:
        raise Conflict(CONCLUDED)
    case = register.open_case(supervisor, subject, facts, Origin.CONTACT, report.code)
    conclude(supervisor, report, "open_case", text, case.code)
    return case


def reveal_reporter(reader, report, purpose):
    """Who made the report, as a name; the look and its purpose are logged first."""
    looks.record_look(reader, "contact_reporter", report, purpose)
    return db.session.get(User, report.told["reporter"]).display_name
