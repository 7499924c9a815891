"""“Then … is told that …” of envoys and requests."""

from accounts.mailbox import holders, tell
from accounts.states import Role
from core.formats import date_zh


def path_of(envoy):
    """The page of an envoy on the desk."""
    return f"/desk/envoys/{envoy.code}"


def request_path(request):
    """The page of a request."""
    return f"/desk/envoys/requests/{request.code}"


def _reason(move):
    return f"理由：{move.facts['reason']}" if move.facts.get("reason") else ""


def tell_invited(envoy):
    """The person: an appointment waits for a yes or no."""
    body = f"服务县区：{envoy.county}；聘期：{date_zh(envoy.starts_on)} 至 {date_zh(envoy.ends_on)}。同意后聘任生效。"
    tell([envoy.user_id], f"请确认{envoy.kind.label}聘任：{envoy.code}", body, path_of(envoy))


def tell_envoy(envoy, move):
    """The person."""
    tell(
        [envoy.user_id], f"您的{envoy.kind.label}聘任已办理：{move.step.label}", _reason(move), path_of(envoy)
    )


def tell_renewal(envoy, move):
    """The person: a renewal waits for an answer."""
    body = f"续聘至{date_zh(envoy.next_ends_on)}，同时承担的任务不超过 {envoy.next_capacity} 项。"
    tell([envoy.user_id], f"请确认续聘：{envoy.code}", body, path_of(envoy))


def tell_appointer(envoy, move):
    """The officer who appointed."""
    subject = f"{envoy.kind.label}{envoy.name}：{move.step.label}"
    tell({envoy.appointed_by_id} - {move.actor.id}, subject, _reason(move), path_of(envoy))


def tell_officers(request):
    """Officers: an enterprise asks for an envoy; the one of the county is told too."""
    county = request.organisation.county
    people = holders(Role.OFFICER) | (holders(Role.COUNTY, county=county) if county else set())
    subject = f"{request.organisation.name}请求科技特派员：{request.topic}"
    tell(people - {request.user_id}, subject, "", request_path(request))


def tell_asker(request, move):
    """The enterprise's person who asked."""
    subject = f"特派员请求 {request.code}：{request.state.label}"
    tell({request.user_id} - {move.actor.id}, subject, _reason(move), request_path(request))
