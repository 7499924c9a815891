"""Seats of a panel: invitations, and the draw: marks are fixed first, a seed that comes later decides."""

from challenge.delivery.panels import eligibility, messages, rules
from challenge.delivery.panels.models import PanelMember
from challenge.delivery.panels.no_shows import order_lapse
from challenge.delivery.panels.states import Origin, Seat
from challenge.review.draw import algorithm, seeds
from challenge.review.draw.heads import first_covering
from core import audit, clock, log_tree
from core.canonical import digest
from core.database import db
from core.workflow import Refusal, Refused
from talent.integrity import gate
from talent.integrity.states import Purpose as Asked
from talent.models import Profile

PER_SEAT = 6
SUBSTITUTES = 2
NO_HEAD = "须等平台公布下一次签名的日志头（每天零点后）才能抽取：名单固定以后才产生的日志头，谁也不能挑选。"


def invite(actor, panel, profile, origin):
    """A seat for this expert, who is told; returns the member."""
    at = clock.now()
    row = PanelMember(
        panel=panel,
        profile=profile,
        state=Seat.INVITED,
        state_since=at,
        origin=origin,
        asked_by_id=actor.id if actor is not None else panel.created_by_id,
        invited_at=at,
        reply_due_at=rules.reply_due(panel, at),
        salt=seeds.new_salt(),
    )
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "panel_member.invite", row, f"{panel.purpose.label}：{origin.label}，发出邀请")
    gate.record(actor, row, Asked.INVITE, 1)
    messages.tell_member(row)
    order_lapse(row)
    return row


def fixed(panel, wanted):
    """(strata, candidates as marks, people) for `wanted` {kind: seats}: eligible experts, best first, cut, in the order of marks."""
    strata, pairs = [], []
    for kind, seats in wanted.items():
        if not seats:
            continue
        strata.append({"kind": kind.value, "seats": seats, "outside": 0, "substitutes": seats * SUBSTITUTES})
        _ranked, found = eligibility.candidates(panel, 5 * PER_SEAT * seats, kind=kind)
        for one in [one for one in found if one.refusal is None][: PER_SEAT * seats]:
            salt = seeds.new_salt()
            pairs.append((_marked(one.profile, kind, salt, panel.unit_salt), [one.profile.id, salt]))
    pairs.sort(key=lambda pair: pair[0]["id"])
    return strata, [one for one, _ in pairs], [who for _, who in pairs]


def _marked(profile, kind, salt, unit_salt):
    unit = f"organisation:{profile.organisation_id}" if profile.organisation_id else f"unit:{profile.unit}"
    mark = seeds.mark(salt, f"profile:{profile.id}")
    return {"id": mark, "kind": kind.value, "unit": seeds.mark(unit_salt, unit), "outside": False}


def conditions(panel):
    """What the draw has to keep to."""
    return {"strata": panel.strata, "unit_max": 1, "seated": []}


def head_for(panel):
    """The first signed head of the log that covers the entry by which the candidates were fixed; None before it is published."""
    return first_covering(panel.fixed_seq) if panel.fixed_seq else None


def transcript(panel):
    """Everything the draw comes from and comes to; Refused while the head is not published."""
    head = head_for(panel)
    if head is None:
        raise Refused(Refusal("needs", NO_HEAD))
    seed = seeds.seed_of("", "", head.root, f"{panel.project.code}/{panel.purpose.value}/{panel.round}")
    result = algorithm.draw(conditions(panel), panel.candidates, seed)
    told = {"conditions": conditions(panel), "candidates": digest(panel.candidates), "entry": panel.fixed_seq}
    return told | {
        "algorithm": algorithm.VERSION,
        "head": log_tree.document(head),
        "seed": seed.hex(),
        "result": result,
    }


def profile_of(panel, mark):
    """The expert behind a mark."""
    ids = [one["id"] for one in panel.candidates]
    return db.session.get(Profile, panel.people[ids.index(mark)][0])


def seat_substitute(member, move):
    """Invite the next of the same kind in the order of the draw whom nothing keeps away, and say so; or that none is left."""
    panel = member.panel
    if not panel.transcript:
        return
    asked = {one.profile_id for one in panel.members}
    for mark in panel.transcript["result"]["substitutes"].get(_kind_of(panel, member), ()):
        profile = profile_of(panel, mark)
        if profile.id not in asked and eligibility.refusal_of(profile, panel) is None:
            messages.tell_substituted(panel, member, invite(None, panel, profile, Origin.DRAWN))
            return
    messages.tell_substituted(panel, member, None)


def _kind_of(panel, member):
    ids = [who for who, _salt in panel.people]
    return panel.candidates[ids.index(member.profile_id)]["kind"]
