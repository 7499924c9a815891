"""Verbs of appointments and requests."""

import sqlalchemy as sa

from accounts.models import User
from challenge import rulepack
from challenge.envoys import messages, rules
from challenge.envoys.models import Envoy, EnvoyRequest
from challenge.envoys.states import LIVING, E, Kind, R
from challenge.posting.codes import next_code
from core import audit, clock
from core.database import db
from core.formats import date_zh
from core.workflow import Refusal, Refused, apply


def refuse(sentence, kind="needs"):
    """Raise what the page shows beside the form."""
    raise Refused(Refusal(kind, sentence))


def turn(envoy):
    """Wait for whoever deals with this envoy at the same moment, then read what they have left."""
    row = sa.select(Envoy).filter_by(id=envoy.id).with_for_update(of=Envoy, key_share=True)
    db.session.scalars(row.execution_options(populate_existing=True)).unique().one()
    db.session.expire(envoy, ["missions"])


def appoint(officer, kind, user, profile, **facts):
    """Offer an appointment to a person; it begins when the person agrees. `facts` are the columns of the term."""
    db.session.execute(sa.select(User.id).filter_by(id=user.id).with_for_update())
    if user.id == officer.id:
        refuse("不能聘任自己，请由其他经办人办理。")
    if db.session.scalar(sa.select(Envoy.id).where(Envoy.user_id == user.id, Envoy.state.in_(LIVING))):
        refuse(f"{user.display_name}已有未结束的聘任，请先解聘或者续聘。")
    found = rules.tied_to_officer(profile or user, kind, officer)
    if found:
        refuse(found)
    envoy = Envoy(
        code=next_code("TP" if kind is Kind.EXPERT else "ZY"),
        kind=kind,
        user_id=user.id,
        profile_id=profile.id if profile else None,
        appointed_by_id=officer.id,
        created_at=clock.now(),
        state=E.OFFERED,
        state_since=clock.now(),
        **facts,
    )
    barred = rules.record_clear(envoy) or _too_long(envoy)
    if barred:
        refuse(barred)
    db.session.add(envoy)
    db.session.flush()
    term = f"{date_zh(envoy.starts_on)} 至 {date_zh(envoy.ends_on)}"
    what = f"拟聘{kind.label}：{envoy.name}（{envoy.county}，{term}）"
    audit.record(
        officer, "envoy.appoint", envoy, what, after={"county": envoy.county, "capacity": envoy.capacity}
    )
    messages.tell_invited(envoy)
    return envoy


def _too_long(envoy):
    months = rulepack.value(envoy, "envoy_term_months_max")
    if envoy.ends_on > clock.months_later(envoy.starts_on, months):
        return f"一次聘期不得超过 {months} 个月{rulepack.cite(envoy, 'envoy_term_months_max')}。"
    most = rulepack.value(envoy, "envoy_capacity_max")
    if envoy.capacity > most:
        return f"同时承担的服务任务不得超过 {most} 项{rulepack.cite(envoy, 'envoy_capacity_max')}。"
    return None


def step(user, envoy, action, **facts):
    """A step of an appointment."""
    turn(envoy)
    apply(user, envoy, action, **facts)


def offer_renewal(officer, envoy, ends_on, capacity):
    """Offer another term after the present one."""
    turn(envoy)
    most = rulepack.value(envoy, "envoy_capacity_max")
    if capacity > most:
        refuse(f"同时承担的服务任务不得超过 {most} 项{rulepack.cite(envoy, 'envoy_capacity_max')}。")
    if envoy.state is E.SERVING:
        envoy.next_ends_on, envoy.next_capacity = ends_on, capacity
    apply(officer, envoy, "offer_renewal")


def set_named(user, envoy, is_named):
    """The person's consent to be named in the public register, given or withdrawn."""
    if not rules.is_envoy_self(user, envoy) or envoy.state not in LIVING:
        refuse("只有本人在聘任期间可以更改公开设置。", "who")
    if envoy.is_named != is_named:
        envoy.is_named = is_named
        db.session.flush()
        what = "同意在公开名录中显示姓名" if is_named else "撤回公开姓名的同意"
        audit.record(user, "envoy.naming", envoy, what, after={"named": is_named})


def ask(user, topic, text, industry, wanted=None):
    """An enterprise asks for an envoy."""
    request = EnvoyRequest(
        code=next_code("TQ"),
        organisation=user.organisation,
        user=user,
        wanted=wanted,
        topic=topic,
        text=text,
        industry=industry,
        state=R.ASKED,
        state_since=clock.now(),
        created_at=clock.now(),
    )
    db.session.add(request)
    db.session.flush()
    audit.record(user, "envoy_request.ask", request, f"请求科技特派员（{request.code}）")
    messages.tell_officers(request)
    return request
