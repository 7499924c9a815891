"""The second table on the wall: who may see and edit what. Any reason of a row is enough.

Sealing and recusal stand inside the reasons, so they beat every role.
"""

from challenge.bidding.rules import (
    audits_opening,
    handles_after_opening,
    is_in_team,
    leads_after_opening,
    leads_bid,
    supervises_after_opening,
    witnesses_opening,
)
from challenge.delivery.contracts.rules import reads_contract
from challenge.delivery.ledger.rules import spends
from challenge.delivery.milestones.rules import reads_evidence, reads_milestone
from challenge.delivery.rules import handles_project, is_on_team, oversees_project, posts_project
from challenge.lapsed.rules import reads_lapse, sees_bids
from challenge.notice.objections.rules import (
    handles_objection,
    is_objector,
    may_see_objector,
    oversees_objections,
    owns_objection_draft,
    reviews_objection,
    takes_paper,
)
from challenge.notice.rules import has_public_result, is_published_notice, reads_feedback
from challenge.posting.rules import (
    appraises,
    handles_challenge,
    hands_over,
    is_other_officer,
    is_public_list,
    leads_or_supervises,
    owns_challenge,
    owns_draft,
    recommends_for_county,
    works_at_bureau,
)
from challenge.recommending.rules import judges_reviewers, judges_solvers
from challenge.review.batches.rules import handles_batch, oversees_batch
from challenge.review.contacts.rules import (
    investigates_report,
    reported_it,
    supervises_report,
    was_asked_to_review,
)
from challenge.review.draw.rules import audits_draw, sees_draw
from challenge.review.rules import (
    handles_list,
    is_invited_reviewer,
    reviews_it_and_declared,
)
from challenge.review.seconding import seconds_proposal, sent_back

# Demands and lists
READ_PUBLIC_LIST = (is_public_list,)
READ_CHALLENGE = (owns_challenge, works_at_bureau, recommends_for_county)
EDIT_CHALLENGE = (owns_draft,)
STEP_CHALLENGE = (owns_challenge, is_other_officer, leads_or_supervises, recommends_for_county)
AMEND_CHALLENGE = (handles_challenge,)
HAND_OVER_CHALLENGE = (hands_over,)
APPRAISE_CHALLENGE = (appraises,)
READ_CONTACT = (owns_challenge, is_other_officer)
READ_LAPSE = (reads_lapse,)
READ_LAPSED_BIDS = (sees_bids,)
READ_SOLVERS = (owns_challenge, works_at_bureau)
READ_REVIEWER_CANDIDATES = (handles_challenge,)
JUDGE_SOLVERS = (judges_solvers,)
JUDGE_REVIEWERS = (judges_reviewers,)
ANSWER_QUESTION = (owns_challenge, is_other_officer)
# Bids
READ_BID = (
    is_in_team,
    handles_after_opening,
    reviews_it_and_declared,
    leads_after_opening,
    supervises_after_opening,
)
READ_TEAM = (is_in_team,)
EDIT_BID = (leads_bid,)
CHECK_BID = (handles_after_opening,)
READ_OPENING = (witnesses_opening,)
READ_MINUTES = (witnesses_opening, audits_opening)
READ_FEEDBACK = (reads_feedback,)
# Reviews
READ_ASSIGNMENT = (is_invited_reviewer,)
HANDLE_ASSIGNMENT = (handles_list,)
RUN_REVIEW = (handles_challenge,)
RUN_DRAW = (sees_draw,)
AUDIT_DRAW = (handles_challenge, audits_draw)
READ_BATCH = (handles_batch, oversees_batch)
EDIT_BATCH = (handles_batch,)
SECOND_PROPOSAL = (seconds_proposal, sent_back)
READ_RANKING = (handles_challenge, seconds_proposal, sent_back, leads_or_supervises)
# Contact reports
REPORT_CONTACT = (works_at_bureau, was_asked_to_review)
READ_CONTACT_REPORT = (supervises_report, investigates_report)
FOLLOW_CONTACT_REPORT = (reported_it,)
# Notices
READ_NOTICE = (is_published_notice,)
READ_RESULT = (has_public_result,)
EDIT_NOTICE = (handles_challenge,)
# Projects
READ_PROJECT = (is_on_team, posts_project, oversees_project)
HANDLE_PROJECT = (handles_project,)
READ_CONTRACT = (reads_contract,)
READ_MILESTONE = (reads_milestone,)
READ_EVIDENCE = (reads_evidence,)
READ_EXPENSES = (is_on_team, oversees_project)
ENTER_EXPENSES = (spends,)
# Objections
READ_OBJECTION = (is_objector, handles_objection, reviews_objection, oversees_objections)
REGISTER_OBJECTION = (takes_paper,)
OWN_OBJECTION = (is_objector,)
EDIT_OBJECTION = (owns_objection_draft,)
READ_APPEAL = (is_objector, reviews_objection)
READ_OBJECTION_FACTS = (is_objector, handles_objection, reviews_objection)
INVESTIGATE_OBJECTION = (handles_objection,)
READ_OBJECTOR = (may_see_objector,)
HANDLE_OBJECTION = (handles_objection, reviews_objection)
