"""The demander as one side of possible conflicts: the unit, its people, the demand itself; reads no row of a bid."""

from challenge import rulepack
from core import clock
from talent.conflicts import Person, Terms
from talent.recommended import Parties


def terms_of(challenge):
    """What the rule pack of a list says about conflicts."""
    article = rulepack.cite(challenge, "blocking_tie_scope").strip("（）")
    return Terms(
        clock.today().year,
        rulepack.value(challenge, "conflict_years"),
        rulepack.value(challenge, "conflict_controls"),
        tuple(sorted(rulepack.value(challenge, "conflict_grades").items())),
        article,
    )


def matter_of(challenge):
    """The demand itself, as recorded ties name it: who helped to write it is tied to it."""
    return f"challenge:{challenge.id}"


def poster_of(challenge):
    """The demander's side alone."""
    return Parties(
        organisation_ids=(challenge.organisation_id,),
        people=tuple(people_of(challenge)),
        matters=((matter_of(challenge), "本榜单需求"),),
        terms=terms_of(challenge),
    )


def side_of_poster(challenge):
    """What `Conflict.parties` may name of the demander."""
    return {challenge.organisation_id, matter_of(challenge), *people_of(challenge)}


def people_of(challenge):
    """The author and the contact of the demand."""
    unit = challenge.organisation.name
    yield Person(challenge.author.display_name, unit, challenge.author_id)
    if challenge.contact_name:
        yield Person(challenge.contact_name, unit)


def keeps_opener_away(user, challenge):
    """Why this member of the staff must not open the bids of the demander's list, or None."""
    paths = [tie.path for tie in poster_of(challenge).ties_of([user])[user.id] if tie.blocks]
    clause = rulepack.cite(challenge, "blocking_tie_scope")
    return f"您与发榜方存在须回避的情形：{'；'.join(paths)}{clause}。请由他人办理。" if paths else None
