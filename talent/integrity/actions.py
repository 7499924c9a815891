"""Verbs of the integrity register: open a case, put words into it, make its steps."""

import sqlalchemy as sa

from accounts.models import Organisation, User
from core import audit, clock
from core.database import db
from core.spelling import plain
from core.workflow import Refusal, Refused, apply
from talent.integrity.models import IntegrityCase, new_code
from talent.integrity.states import I, Origin
from talent.models import Profile
from talent.queries import organisation_id_named

# Which of the case's words a step writes.
WORDS = {
    "answer": "answer",
    "find": "finding",
    "return": "returned",
    "dismiss": "outcome",
    "appeal": "appeal",
    "uphold": "appeal_outcome",
    "revoke": "appeal_outcome",
}


def open_case(actor, subject, facts, origin=Origin.CHECK, reference=""):
    """A new case about `subject` (User, Profile or Organisation) from what is alleged; returns it.

    `reference` names where it comes from: the code of a contact report, or of an objection.
    """
    row = IntegrityCase(
        code=new_code(),
        state=I.CLUE,
        state_since=clock.now(),
        origin=Origin(origin),
        reference=reference[:40],
        opened_at=clock.now(),
        **_subject_of(subject),
    )
    row.texts = {"facts": facts}
    db.session.add(row)
    db.session.flush()
    # The person concerned reads these words later: where the clue came from would tell who spoke.
    what = f"登记诚信线索（{row.code}）"
    after = {"origin": row.origin.value, "reference": row.reference}
    audit.record(actor, "integrity_case.open", row, what, after=after)
    return row


def case_about(subject, origin, reference):
    """The case about `subject` that was opened from there, or None."""
    wanted = {"origin": Origin(origin), "reference": reference}
    return db.session.scalar(sa.select(IntegrityCase).filter_by(**_subject_of(subject), **wanted).limit(1))


def _subject_of(subject):
    if isinstance(subject, Organisation):
        return {"organisation_id": subject.id}
    if isinstance(subject, Profile):
        return {"profile_id": subject.id, "user_id": subject.user_id}
    own = db.session.scalar(sa.select(Profile.id).filter_by(user_id=subject.id))
    return {"user_id": subject.id, "profile_id": own}


def find_subject(kind, words):
    """The person (账号, else 姓名) or organisation (信用代码, else 名称) that is meant; ValueError says what to do."""
    found = _organisations(words) if kind == "organisation" else _people(words)
    if not found:
        raise ValueError("没有找到，请核对账号、姓名、单位名称或统一社会信用代码。")
    if len(found) > 1:
        raise ValueError(f"有 {len(found)} 个同名的，请改填账号（用户名）。")
    return found[0]


def _organisations(words):
    coded = db.session.scalar(sa.select(Organisation).filter_by(credit_code=words))
    named = None if coded else organisation_id_named(words)
    return [one for one in (coded, db.session.get(Organisation, named) if named else None) if one]


def _people(words):
    account = db.session.scalar(sa.select(User).filter_by(username=words))
    if account is not None:
        return [account]
    accounts = list(db.session.scalars(sa.select(User).where(User.name_key == plain(words))).unique())
    lone = sa.select(Profile).where(Profile.name_key == plain(words), Profile.user_id.is_(None))
    return [*accounts, *db.session.scalars(lone).unique()]


def step(actor, case, action, text=""):
    """A step of the case with its words; `find` has an action of its own."""
    if action in WORDS:
        if not text.strip():
            raise Refused(Refusal("needs", "请写明内容或理由，再提交。"))
        case.texts = case.texts | {WORDS[action]: text.strip()}
    return apply(actor, case, action)


def propose_finding(actor, case, level, months, reason):
    """提出认定: level, months within those of the level, and the reason; somebody else confirms."""
    case.level, case.months = level, months
    grade = case.grade
    if grade is None or not grade.months_min <= months <= grade.months_max:
        span = f"，该等级的期限为 {grade.span}" if grade else ""
        raise Refused(Refusal("needs", f"请按规则选择等级和期限{span}。"))
    return step(actor, case, "find", reason)
