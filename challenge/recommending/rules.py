"""Questions about recommendations: who may say whether an expert fits, who reads what others said."""

from challenge.posting.rules import handles_challenge, is_other_officer, owns_challenge, works_at_bureau


def judges_solvers(user, challenge):
    """The poster, and officers who do not belong to it."""
    return owns_challenge(user, challenge) or is_other_officer(user, challenge)


def judges_reviewers(user, challenge):
    """The officer in charge."""
    return handles_challenge(user, challenge)


def reads_all_feedback(user, challenge):
    """The bureau reads what everybody said, everybody else only the own words."""
    return works_at_bureau(user, challenge) and user.organisation_id != challenge.organisation_id
