"""Handling: every step of the table after submission, the investigation's record, the logged look at the objector."""

from challenge.notice.actions import lock
from challenge.notice.objections import handlers, rules, sealed
from core import audit
from core.looks import record_look
from core.workflow import Refusal, Refused, apply, available
from talent.integrity import actions as register
from talent.integrity.states import Origin


def actor_of(user, objection):
    """As whom this person acts: the objector without a name."""
    return sealed.Voice(user) if rules.is_objector(user, objection) else user


def choices(user, objection):
    """Steps this person could make now."""
    return available(actor_of(user, objection), objection)


def make(user, objection, action, **facts):
    """Make a step, or raise Refused."""
    lock(objection.notice)
    if action == "ask_review" and objection.second_id is None:
        objection.second = handlers.first_free(objection)
    if facts.get("person") is not None:
        _check_person(user, objection, facts["person"], facts.pop("reason", ""))
    return apply(actor_of(user, objection), objection, action, **facts)


def _check_person(user, objection, person, reason):
    """Refuse whoever is not free; who only attended may be named by somebody else, with a reason, when nobody is."""
    found = handlers.obstacle(person, objection)
    if found is None:
        return
    people, with_reason = handlers.assignable(objection)
    if not (with_reason and person in people and reason and person.id != user.id):
        raise Refused(Refusal("needs", f"{person.display_name}不能承办：{found}"))
    what = f"没有未参加本榜单工作的人员，指定{person.display_name}办理（{objection.code}）"
    audit.record(user, "objection.assign_attended", objection, what, after={"reason": reason})


def write_record(user, objection, text):
    """The record of the investigation, sealed; only whoever handles the objection writes it."""
    reason = rules.list_goes_on(objection)
    if reason or objection.state not in rules.WITH_FIRST:
        raise Refused(Refusal("needs", reason or "调查已经结束，不能再修改调查记录。"))
    sealed.put(objection, "record", {"text": text})
    audit.record(user, "objection.record", objection, f"填写调查记录（{objection.code}）")


def look_at_objector(user, objection):
    """Log the look, then answer who objects: name, account, unit, contact."""
    record_look(user, "objector", objection)
    # Those handed in before the name of the account was kept have none.
    return {"account_name": ""} | sealed.get(objection, "identity")


def look_at_content(user, objection):
    """Log that somebody reads what was written and sent; the objector reads the own words."""
    if not rules.is_objector(user, objection):
        record_look(user, "objection", objection)


def open_case(supervisor, objection, subject, facts):
    """A case about `subject` in the integrity register; ValueError when there is one from this objection already."""
    lock(objection.notice)
    known = register.case_about(subject, Origin.OBJECTION, objection.code)
    if known is not None:
        raise ValueError(f"已就本异议对该当事人登记诚信案件 {known.code}。")
    return register.open_case(supervisor, subject, facts, Origin.OBJECTION, objection.code)
