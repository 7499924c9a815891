"""Verbs of registrations: begin one by hand, fill it in, register it with the registry's number, correct it."""

from challenge.delivery.contracts.rules import contract_in_force
from challenge.delivery.outcomes.registering import effects, rules
from challenge.delivery.outcomes.registering.models import CityTurnover, TechContract
from challenge.delivery.outcomes.rules import stands_for_a_side
from challenge.delivery.outcomes.states import R
from challenge.posting import turns
from core import audit, clock
from core.database import db
from core.errors import STALE, Conflict
from core.workflow import Refusal, Refused, apply

TAKEN = "这个登记编号已用于另一份登记，请核对。"


class _Begun:
    """Stands for the move of a step where somebody begins a registration by hand."""

    def __init__(self, actor):
        self.actor, self.at = actor, clock.now()


def _turn(row):
    turns.wait(row.project.challenge, "projects")
    db.session.refresh(row)


def _refuse(kind, sentence):
    raise Refused(Refusal(kind, sentence))


def begin(user, project, model):
    """The registration of this project, made now if there is none yet (projects from before registrations were kept)."""
    turns.wait(project.challenge, "projects")
    db.session.expire(project, ["tech_contract", "achievement"])
    contract = contract_in_force(project)
    if contract is None:
        _refuse("state", "任务书生效后才能办理登记。")
    if model is TechContract:
        effects.begin_contract(contract, _Begun(user))
        return project.tech_contract
    effects.begin_result(project, _Begun(user))
    return project.achievement


def save(user, row, values, seen):
    """Keep what was filled in; `seen` is the version of the row that was shown."""
    _turn(row)
    fills = stands_for_a_side if isinstance(row, TechContract) else rules.fills_result
    if not fills(user, row):
        _refuse("who", "您不能填写这份登记。")
    if row.state is not R.DRAFT:
        _refuse("state", f"当前状态为“{row.state.label}”，不能再修改。")
    if row.version != seen:
        raise Conflict(STALE)
    _write(row, values)
    db.session.flush()
    audit.record(user, f"{row.__tablename__}.save", row, "填写登记内容")


def _write(row, values):
    for name, value in values.items():
        setattr(row, name, value)


def is_taken(row, number):
    """Another row has this number."""
    model = type(row)
    found = db.select(model.id).where(model.number == number, model.id != row.id)
    return db.session.scalar(found.limit(1)) is not None


def register(officer, row, number, registered_on):
    """Note the number and the day of the registry."""
    _turn(row)
    if found := rules.registered_too_early(row, registered_on):
        _refuse("needs", found)
    row.number, row.registered_on = number, registered_on
    apply(officer, row, "register")
    said = {"number": number, "registered_on": registered_on.isoformat()}
    audit.record(officer, f"{row.__tablename__}.number", row, f"登记编号 {number}", after=said)


def correct(officer, row, values, reason, seen):
    """Change what was registered, with a reason; what it was before stands in the log."""
    _turn(row)
    if row.version != seen:
        raise Conflict(STALE)
    before = {
        name: _plain(getattr(row, name)) for name, value in values.items() if getattr(row, name) != value
    }
    _write(row, values)
    if found := rules.registered_too_early(row, row.registered_on):
        _refuse("needs", found)
    apply(officer, row, "correct", reason=reason)
    after = {name: _plain(values[name]) for name in before}
    audit.record(officer, f"{row.__tablename__}.values", row, "更正登记内容", before=before, after=after)


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def make(user, row, action, **facts):
    """A step that asks for a reason at most."""
    _turn(row)
    apply(user, row, action, **facts)


def enter_turnover(officer, year, amount_fen, source):
    """The turnover of the whole city in a year, as an official source states it."""
    row = CityTurnover(year=year, amount_fen=amount_fen, source=source, by_id=officer.id, at=clock.now())
    db.session.add(row)
    db.session.flush()
    said = {"year": year, "amount_fen": amount_fen, "source": source}
    audit.record(officer, "city_turnover.enter", row, f"登记 {year} 年全市技术合同成交额", after=said)
    return row
