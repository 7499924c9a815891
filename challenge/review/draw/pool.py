"""The list of candidates of a round: free of conflicts, ranked by matching, cut, and marked so that no name shows."""

from challenge.review.draw import seeds
from challenge.review.recommend import candidates
from core.canonical import canonical
from talent.states import OUTSIDE, ExpertKind

WIDER = 3  # how many more are asked for when too many of the first are kept out


def found(challenge, wanted):
    """{kind value: [Profile]}: at most k a seat by the rule pack, best first, for `wanted` {"strata", "industries", …}."""
    a_seat = wanted["per_seat"]
    return {
        row["kind"]: _free(challenge, row["kind"], a_seat * row["seats"], wanted) for row in wanted["strata"]
    }


def _free(challenge, kind, most, wanted):
    asked = most
    while most:
        _ranked, rows = candidates(challenge, asked, kind=ExpertKind(kind))
        free = [one.profile for one in rows if one.refusal is None and _is_wanted(one.profile, wanted)]
        if len(free) >= most or len(rows) < asked:
            return free[:most]
        asked *= WIDER
    return []


def _is_wanted(profile, wanted):
    industries = wanted["industries"]
    if industries and not set(industries) & set(profile.industries):
        return False
    return not {profile.name, profile.unit} & {one["who"] for one in wanted["excluded"]}


def frozen(draw, wanted):
    """(candidates, people) for the row of the round: marks instead of names, in the order of the marks."""
    pairs = []
    for kind, profiles in found(draw.challenge, wanted).items():
        for profile in profiles:
            salt = seeds.new_salt()
            pairs.append((_marked(profile, kind, salt, draw.unit_salt), [profile.id, salt]))
    pairs.sort(key=lambda pair: pair[0]["id"])
    return [one for one, _ in pairs], [who for _, who in pairs]


def _marked(profile, kind, salt, unit_salt):
    unit = f"organisation:{profile.organisation_id}" if profile.organisation_id else f"unit:{profile.unit}"
    return {
        "id": seeds.mark(salt, f"profile:{profile.id}"),
        "kind": kind,
        "unit": seeds.mark(unit_salt, unit),
        "outside": profile.region == OUTSIDE,
    }


def is_marked(candidate, who):
    """Whether this candidate is the person `who` ([profile id, salt])."""
    return candidate["id"] == seeds.mark(who[1], f"profile:{who[0]}")


def counts(challenge, wanted):
    """{kind value: (how many, of them from other cities, units)} of the list as it would be fixed now."""
    return {
        kind: (len(rows), sum(one.region == OUTSIDE for one in rows), len({one.unit for one in rows}))
        for kind, rows in found(challenge, wanted).items()
    }


def sealed(draw, wanted):
    """Salted digest of the conditions as typed, names included."""
    return seeds.mark(draw.unit_salt, canonical(wanted).decode())


def published(wanted, seated=()):
    """The conditions as the transcript shows them: who is kept out is a number with reasons, not a name."""
    reasons = [one["why"] for one in wanted["excluded"]]
    shown = {name: wanted[name] for name in ("strata", "unit_max", "industries", "per_seat", "pack")}
    return shown | {"seated": list(seated), "excluded": reasons}
