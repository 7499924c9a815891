"""Questions about a batch: who handles, consents and reads, which lists may be in it, when it may be deployed."""

from accounts.rules import is_auditor, is_leader, is_supervisor
from challenge import rulepack
from challenge.posting.rules import handles_challenge, is_other_officer
from challenge.review import rules as review
from challenge.review.batches.states import F
from challenge.review.draw import rules as drawing
from challenge.states import C

MAY_BE_IN = (C.OPENED, C.REVIEWING)
SETTLED = (F.DEPLOYED, F.WITHDRAWN)


def by_the_system(user, batch):
    """A job, not a person."""
    return user is None


def handles_batch(user, batch):
    """The officer in charge of one of its lists, who belongs to the poster of none."""
    return handles_some(user, [one.challenge for one in batch.lists])


def handles_some(user, lists):
    """In charge of one of these lists, apart from the posters of all."""
    apart = all(is_other_officer(user, one) for one in lists)
    return apart and any(handles_challenge(user, one) for one in lists)


def consents_to_batch(user, batch):
    """A supervisor who stands apart from every list."""
    return all(drawing.supervises_draw(user, one.challenge) for one in batch.lists)


def oversees_batch(user, batch):
    """Leader, supervisor or audit administrator."""
    return is_leader(user) or is_supervisor(user) or is_auditor(user)


def live_of(challenge):
    """The row of the batch this list is in now, or None."""
    return drawing.held_by(challenge)


def deployed_of(challenge):
    """The row of the deployed batch this list's reviewers come from, or None."""
    found = live_of(challenge)
    return found if found and found.batch.state is F.DEPLOYED else None


def fits_batch(challenge):
    """The list is opened or in review, has no draw and nobody who reviews it yet."""
    if challenge.state not in MAY_BE_IN:
        return f"榜单当前为“{challenge.state.label}”，只有已开标和评榜中的榜单可以集中分派。"
    if drawing.current(challenge) is not None:
        return "本榜单已有专家抽取，评审专家由抽取产生，不能集中分派。"
    if any(one.state in review.SITTING for one in challenge.assignments):
        return "本榜单已有评审专家，不能再集中分派。"
    return None


def is_free(challenge):
    """It fits, and no other batch holds it."""
    held = live_of(challenge)
    return f"本榜单已在集中分派“{held.batch.title}”中。" if held else fits_batch(challenge)


def every_list_fits(batch):
    """No list has moved on since."""
    found = ((one.challenge.code, fits_batch(one.challenge)) for one in batch.lists)
    wrong = [f"{code}：{why}" for code, why in found if why]
    return "；".join(wrong) or None


def edits_consented(batch):
    """A proposal that somebody has edited was consented to by a supervisor as it stands."""
    if batch.edits and batch.consented != batch.current:
        return "分派有人工调整，须监督人员看过调整理由并同意后才能部署。"
    return None


def not_yet_consented(batch):
    """The newest version still waits for consent."""
    return "当前版本已经同意。" if batch.consented == batch.current else None


def required(challenge):
    """({kind value: least seats}, least seats of the panel) by the rule pack."""
    return drawing.required(challenge)


def yearly_most(challenge):
    """How many reviews a year the rule pack allows."""
    return rulepack.value(challenge, "expert_reviews_per_year")


def number_of(batch, profile_id):
    """The number of an expert in this batch."""
    return batch.people.index(profile_id) + 1
