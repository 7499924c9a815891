"""Verbs of the library: create and edit profiles, consents, yearly confirmation, looks at contact data, ties."""

import sqlalchemy as sa

from core import audit, clock, looks, workflow
from core.database import db
from core.errors import STALE, Conflict
from talent import consents, index, queries, rules
from talent.models import Consent, Employment, Profile, Relation, Tie, Work
from talent.states import P

PLAIN = (
    "name",
    "unit",
    "title",
    "position",
    "kind",
    "pools",
    "relation",
    "region",
    "city",
    "industries",
    "keywords",
    "direction",
    "review_cap",
)


def create_profile(actor, values, *, own=False):
    """A new draft from the values of the form; `own` ties it to the actor's account and organisation."""
    now = clock.now()
    profile = Profile(created_at=now, updated_at=now, name=values["name"])
    if own:
        profile.user_id = actor.id
    db.session.add(profile)
    _set(profile, values)
    db.session.flush()
    audit.record(actor, "profile.create", profile, "建立专家档案")
    return profile


def edit_profile(actor, profile, values, *, version=None):
    """Change the values given; `version` is the one the form was opened with (409 when it is no longer)."""
    if version is not None and version != profile.version:
        raise Conflict(STALE)
    changed = sorted(name for name in values if name in PLAIN and getattr(profile, name) != values[name])
    _set(profile, values)
    _settle(profile)
    if changed:
        audit.record(actor, "profile.edit", profile, "修改专家档案", after={"fields": changed})
    return profile


def _set(profile, values):
    for name in PLAIN:
        if name in values:
            setattr(profile, name, values[name])
    own = profile.user.organisation_id if profile.user else None
    if own is None and profile.user_id is not None:
        own = queries.organisation_of_user(profile.user_id)
    if "unit" in values:
        profile.organisation_id = own or queries.organisation_id_named(profile.unit)


def save_draft(profile, values, *, version):
    """Save what is good of a draft while it is written; only a draft, what is in the pool is changed by its button."""
    if profile.state is not P.DRAFT or version != profile.version:
        raise Conflict(STALE)
    _set(profile, values)
    if "works" in values:
        _set_works(profile, values["works"])
    if "posts" in values:
        _set_posts(profile, values["posts"])
    _settle(profile)


def _set_works(profile, rows):
    profile.works = [Work(position=place, **row) for place, row in enumerate(rows)]


def _set_posts(profile, rows):
    profile.employments = [
        Employment(organisation_id=queries.organisation_id_named(row["unit"]), **row) for row in rows
    ]


def _settle(profile):
    profile.updated_at = clock.now()
    db.session.flush()
    index.order_saving()


def replace_works(actor, profile, rows, *, version=None):
    """The works in the order given; each row has type, title, year, abstract, role, keywords, co_authors."""
    if version is not None and version != profile.version:
        raise Conflict(STALE)
    _set_works(profile, rows)
    _settle(profile)
    audit.record(actor, "profile.works", profile, f"更新代表成果（{len(rows)} 项）")


def replace_employments(actor, profile, rows, *, version=None):
    """Former and present posts; each row has unit, year_from, year_to."""
    if version is not None and version != profile.version:
        raise Conflict(STALE)
    _set_posts(profile, rows)
    _settle(profile)
    audit.record(actor, "profile.employments", profile, f"更新任职经历（{len(rows)} 段）")


def replace_relations(actor, profile, rows, *, version=None):
    """Declared relations; each row has kind, name, unit, year_from, year_to. The log names nobody."""
    if version is not None and version != profile.version:
        raise Conflict(STALE)
    profile.relations = [Relation(**row) for row in rows]
    _settle(profile)
    audit.record(actor, "profile.relations", profile, f"更新关系申报（{len(rows)} 项）")


def set_contact(actor, profile, email, phone):
    """Contact data; the log says that they changed, never what they are."""
    if (email, phone) != (profile.email, profile.phone):
        profile.email, profile.phone = email, phone
        _settle(profile)
        audit.record(actor, "profile.contact", profile, "修改联系方式")


def set_consents(actor, profile, *, recommendation, review):
    """Give or withdraw consents; each change is a row with the version of the text and the time."""
    now, recorder = clock.now(), getattr(actor, "id", None)
    for kind, name, given in (
        ("recommendation", "consents_recommendation", recommendation),
        ("review", "review_willing", review),
    ):
        if bool(getattr(profile, name)) != given or (given and _agrees_to_new_text(actor, profile, kind)):
            setattr(profile, name, given)
            profile.consent_at, profile.consent_version = now, consents.VERSION
            row = {"kind": kind, "text_version": consents.VERSION, "given": given, "at": now}
            db.session.add(Consent(profile_id=profile.id, recorded_by_id=recorder, **row))
            what = f"{'同意' if given else '撤回同意'}：{'推荐' if kind == 'recommendation' else '评审'}"
            audit.record(actor, "profile.consent", profile, what, after={"text": consents.VERSION})
    _settle(profile)


def _agrees_to_new_text(actor, profile, kind):
    """The person has the present text in front and gave the consent under another wording."""
    if not rules.owns_profile(actor, profile):
        return False
    last = next((one.text_version for one in queries.consents_of(profile) if one.kind == kind), None)
    return last is not None and consents.TEXTS[kind] != consents.text_of(kind, last)


def confirm_profile(actor, profile):
    """The yearly confirmation that everything still holds."""
    profile.confirmed_at = clock.now()
    _settle(profile)
    audit.record(actor, "profile.confirm", profile, "年度确认档案")


def look_at_contact(actor, profile, purpose):
    """Log that somebody looks at contact data, and why; the page shows them once after this."""
    looks.record_look(actor, "contact", profile, purpose)


def report_tie(who, whom, kind, source, *, since=None, until=None):
    """Take note of a fact that ties two sides, e.g. ``profile:3``, ``user:5``, ``organisation:7``; once per source."""
    row = queries.tie(who, whom, kind, source)
    if row is None:
        row = Tie(who=who, whom=whom, kind=kind, source=source)
        db.session.add(row)
    row.since, row.until = since, until
    db.session.flush()
    return row


def report_ties(facts, source, *, on):
    """Take note of many facts (who, whom, kind) of one day and one source at once; those known already stay."""
    rows = db.session.execute(sa.select(Tie.who, Tie.whom, Tie.kind).filter_by(source=source))
    known = {tuple(row) for row in rows}
    new = [fact for fact in dict.fromkeys(facts) if fact not in known]
    db.session.add_all(
        Tie(who=who, whom=whom, kind=kind, source=source, since=on, until=on) for who, whom, kind in new
    )
    db.session.flush()
    return len(new)


def admit(actor, profile):
    """Admit when nothing stands in the way; returns the sentence that does, or None."""
    found = workflow.refusal(actor, profile, "admit")
    if found is None:
        workflow.apply(actor, profile, "admit")
        return None
    return found.sentence
