"""The transition tables of organisations (单位) and accounts (账号)."""

from accounts import sessions
from accounts.corrections import Correction
from accounts.mailbox import tell
from accounts.models import Organisation, User
from accounts.rules import (
    applies_for,
    judges_organisation,
    judges_person,
    judges_request,
    leads_organisation_of_request,
    organisation_is_approved,
    stops_person,
)
from accounts.states import CorrectionState as K
from accounts.states import OrganisationState as O
from accounts.states import UserState as U
from core import outbox
from core.workflow import machine, step


def welcome(person, move):
    """The new account is told that it may begin."""
    tell([person], "您的账号已通过审核", "您现在可以登录并使用平台的全部功能。", "/account")


def tell_refusal_by_mail(person, move):
    """A refused person cannot sign in: only a mail can tell."""
    if person.email:
        body = (
            f"您的注册申请未通过审核。理由：{move.facts['reason']}\n您可以补充材料后重新注册，或与我局联系。"
        )
        letter = {"to": person.email, "subject": "注册申请未通过审核", "body": body, "path": ""}
        outbox.enqueue("mail", letter, owner_id=person.id)


def tell_outcome(row, move):
    """Who asked for a correction learns what became of it."""
    reason = move.facts.get("reason", "")
    row.answer = reason
    body = f"理由：{reason}" if reason else "登记的资料已核对更新，请查看。"
    tell([row.author_id], f"单位资料更正申请：{row.state.label}", body, "/account/organisation")


def end_sessions(person, move):
    """A stopped account is signed out everywhere at once."""
    sessions.end_all(person)


def end_sessions_of_members(organisation, move):
    """Everybody of a stopped organisation is signed out at once."""
    sessions.end_all_of(organisation)


machine(
    "organisation",
    Organisation,
    O,
    [
        step("approve", "通过单位审核", O.PENDING, O.APPROVED, judges_organisation),
        step("refuse", "不予通过", O.PENDING, O.REFUSED, judges_organisation, asks=("reason",), danger=True),
        step("apply_again", "重新申请", O.REFUSED, O.PENDING, applies_for),
        step("reconsider", "恢复审核", O.REFUSED, O.PENDING, judges_organisation, asks=("reason",)),
        step("stop", "停用单位", O.APPROVED, O.STOPPED, judges_organisation, then=[end_sessions_of_members], asks=("reason",), danger=True),
        step("resume", "恢复单位", O.STOPPED, O.APPROVED, judges_organisation, asks=("reason",)),
    ],
)  # fmt: skip
machine(
    "user",
    User,
    U,
    [
        step("approve", "通过账号审核", U.PENDING, U.ACTIVE, judges_person, [organisation_is_approved], [welcome]),
        step("refuse", "不予通过", U.PENDING, U.REFUSED, judges_person, then=[tell_refusal_by_mail], asks=("reason",), danger=True),
        step("reconsider", "恢复审核", U.REFUSED, U.PENDING, judges_person, asks=("reason",)),
        step("stop", "停用账号", U.ACTIVE, U.STOPPED, stops_person, then=[end_sessions], asks=("reason",), danger=True),
        step("resume", "恢复账号", U.STOPPED, U.ACTIVE, stops_person, asks=("reason",)),
    ],
)  # fmt: skip

machine(
    "correction",
    Correction,
    K,
    [
        step("confirm", "核对并更新", K.WAITING, K.CONFIRMED, judges_request, then=[tell_outcome]),
        step("refuse", "不予更正", K.WAITING, K.REFUSED, judges_request, then=[tell_outcome], asks=("reason",), danger=True),
        step("withdraw", "撤回申请", K.WAITING, K.WITHDRAWN, leads_organisation_of_request),
    ],
)  # fmt: skip


def register(app):
    """The tables register themselves when this module is imported."""
