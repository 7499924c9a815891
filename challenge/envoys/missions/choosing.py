"""Which envoy for which enterprise: those who serve today, ranked by their texts with reasons, and why some cannot be asked."""

import dataclasses

from challenge.envoys import queries, rules
from challenge.envoys.missions.rules import side_of
from challenge.envoys.models import Envoy
from challenge.envoys.states import Kind
from core.database import db
from talent import conflicts, recommend
from talent.integrity import gate
from talent.integrity.states import Purpose
from talent.models import Profile
from talent.recommend import FEW_WORDS, NotReady

MOST = 40


@dataclasses.dataclass(frozen=True)
class Candidate:
    """An envoy, why (in words, "" when nothing is told), free places, the sentence that stands in the way.

    `fits`: something of the texts speaks for this envoy, and nothing stands in the way.
    """

    envoy: Envoy
    why: str
    free: int
    refusal: str | None
    fits: bool = False

    @property
    def label(self):
        """As a choice of a form."""
        person = f"{self.envoy.name}（{self.envoy.unit}）"
        return f"{person}，{self.envoy.kind.label}，服务{self.envoy.county}，还可承担 {self.free} 项"


def candidates(officer, organisation, query, industry="", contact=None):
    """All who serve today, best first: by text, then those of the county and the field. A fixed number of queries."""
    rows = db.session.scalars(queries.serving(with_works=True)).unique().all()
    reasons = _reasons(rows, query)
    ties, barred = _ties(rows, organisation, contact), _barred(rows)
    place = {key: number for number, key in enumerate(reasons)}

    def order(envoy):
        near = (envoy.county != organisation.county, industry not in envoy.industries)
        return place.get(envoy.profile_id, MOST), *near, envoy.id

    found = []
    for one in sorted(rows, key=order)[:MOST]:
        why, refusal = reasons.get(one.profile_id, ""), _refusal(one, officer, ties.get(one.id), barred)
        fits = refusal is None and why not in ("", FEW_WORDS)
        said = why + _near(one, organisation, industry), rules.free_places(one), refusal
        found.append(Candidate(one, *said, fits=fits))
    return found


def _reasons(rows, query):
    """{profile id: sentence}, best first; empty until the pool is loaded."""
    ids = [one.profile_id for one in rows if one.profile_id]
    if not ids or not any(query.values()):
        return {}
    try:
        # Who serves as an envoy has consented to be asked, whatever was said of recommendations to posters.
        found = recommend.experts_for(query, k=MOST, narrow=lambda _every: _only(ids))
    except NotReady:
        return {}
    return {one.profile.id: one.sentence for one in found}


def _only(ids):
    return db.select(Profile.id).where(Profile.id.in_(ids))


def _near(envoy, organisation, industry):
    told = [
        f"服务{envoy.county}" if envoy.county == organisation.county else "",
        industry if industry in envoy.industries else "",
    ]
    told = [one for one in told if one]
    return f"{'、'.join(told)}与企业一致。" if told else ""


def _ties(rows, organisation, contact):
    """{envoy id: the blocking tie}; profiles and accounts are asked apart, their ids are not of one kind."""
    people = side_of(organisation, contact)
    found = {}
    for kind in Kind:
        mine = {(one.profile if one.profile_id else one.user).id: one for one in rows if one.kind is kind}
        subjects = [one.profile if one.profile_id else one.user for one in mine.values()]
        told = conflicts.ties_of(subjects, (organisation.id,), people) if subjects else {}
        for key, ties in told.items():
            blocking = next((one for one in ties if one.blocks), None)
            if blocking:
                found[mine[key].id] = blocking
    return found


def _barred(rows):
    found = gate.findings(
        Purpose.ENVOY, users=[one.user_id for one in rows], profiles=[one.profile_id for one in rows]
    )
    return {one.case.user_id for one in found} | {("profile", one.case.profile_id) for one in found}


def _refusal(envoy, officer, tie, barred):
    if envoy.user_id == officer.id:
        return "本人，须由其他经办人安排"
    if rules.no_longer_there(envoy):
        return "账号停用或者已不在人才库"
    if tie:
        return f"须回避：{tie.path}"
    if envoy.user_id in barred or (envoy.profile_id and ("profile", envoy.profile_id) in barred):
        return "科研诚信限制期内"
    return None if rules.free_places(envoy) > 0 else "任务已满"
