"""The second table on the wall: who may see and edit what. Any reason of a row is enough.

Sealing and recusal stand inside the reasons, so they beat every role.
"""

from challenge.bidding.liaison.rules import co_signs, is_side
from challenge.bidding.rules import (
    audits_opening,
    handles_after_opening,
    is_in_team,
    leads_after_opening,
    leads_bid,
    supervises_after_opening,
    witnesses_opening,
)
from challenge.delivery.acceptance.archiving import reads_archive
from challenge.delivery.acceptance.rules import reads_acceptance, reads_papers
from challenge.delivery.contracts.rules import reads_contract
from challenge.delivery.ledger.sides import enters_expenses
from challenge.delivery.milestones.rules import reads_evidence, reads_milestone
from challenge.delivery.outcomes.recruiting.rules import follows, is_matched_unit, is_person
from challenge.delivery.outcomes.registering.rules import fills_result
from challenge.delivery.outcomes.rules import reads as reads_outcome
from challenge.delivery.outcomes.rules import stands_for_a_side
from challenge.delivery.panels.rules import reads_panel
from challenge.delivery.race.definition import defines_gates
from challenge.delivery.race.rules import decides_on_objection, handles_gate, reads_race, sees_ranking
from challenge.delivery.research.rules import reads_entry, reads_log, writes_log
from challenge.delivery.rules import (
    handles_project,
    is_on_team,
    leads_its_unit,
    oversees_project,
    posts_project,
)
from challenge.delivery.tolerance.rules import (
    asks,
    assembles_office,
    assembles_team,
    deliberates,
    reads_case,
    reads_dossier,
    summarises,
)
from challenge.envoys.assessment.rules import is_assessed, oversees_assessments, speaks_for_county
from challenge.envoys.missions import rules as missions
from challenge.envoys.rules import (
    asked_for,
    is_envoy_self,
    of_county,
    of_its_county,
    oversees_envoys,
    oversees_requests,
)
from challenge.envoys.visits.rules import makes_demand, may_record, recorded_it
from challenge.lapsed.rules import reads_lapse, sees_bids
from challenge.market.rules import (
    answers_inquiry,
    asked_to_meet,
    is_co_owner,
    is_listed,
    owns_offer,
    reads_contact,
    watches_inquiries,
    watches_offers,
)
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
from challenge.review.choosing.rules import chooses_by_mode, picks_among
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
    co_signs,
    picks_among,
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
# Contacts and agreements before a joint bid
READ_LIAISON = (is_side,)
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
# The poster's choice
CHOOSE_BID = (chooses_by_mode,)
# Contact reports
REPORT_CONTACT = (works_at_bureau, was_asked_to_review)
READ_CONTACT_REPORT = (supervises_report, investigates_report)
FOLLOW_CONTACT_REPORT = (reported_it,)
# Notices
READ_NOTICE = (is_published_notice,)
READ_RESULT = (has_public_result,)
EDIT_NOTICE = (handles_challenge,)
# Projects
READ_PROJECT = (is_on_team, leads_its_unit, posts_project, oversees_project)
HANDLE_PROJECT = (handles_project,)
READ_CONTRACT = (reads_contract,)
READ_MILESTONE = (reads_milestone,)
READ_EVIDENCE = (reads_evidence,)
READ_PANEL = (reads_panel,)
READ_ACCEPTANCE = (reads_acceptance,)
READ_ACCEPTANCE_PAPERS = (reads_papers,)
READ_ARCHIVE = (reads_archive,)
READ_EXPENSES = (is_on_team, enters_expenses, oversees_project)
ENTER_EXPENSES = (enters_expenses,)
READ_RESEARCH_LOG = (reads_log, posts_project)
READ_RESEARCH = (reads_entry,)
WRITE_RESEARCH = (writes_log,)
# Races
DEFINE_GATES = (defines_gates,)
READ_RACE = (reads_race,)
READ_GATE_RANKING = (sees_ranking,)
HANDLE_GATE = (handles_gate,)
ANSWER_RACE_OBJECTION = (decides_on_objection,)
# What comes of a project
READ_REGISTRATION = (reads_outcome,)
FILL_TECH_CONTRACT = (stands_for_a_side,)
FILL_ACHIEVEMENT = (fills_result,)
READ_FOLLOW_UP = (reads_outcome,)
FILL_FOLLOW_UP = (stands_for_a_side,)
READ_TALENT = (is_person, follows, is_matched_unit)
# Envoys
READ_ENVOY = (is_envoy_self, of_county, oversees_envoys)
OWN_ENVOY = (is_envoy_self,)
READ_ENVOY_REQUEST = (asked_for, of_its_county, oversees_requests)
READ_MISSION = (
    missions.is_own_envoy,
    missions.is_of_enterprise,
    missions.of_its_county,
    missions.oversees_missions,
)
READ_MISSION_CONTACT = (missions.meets_other_side,)
RUN_MISSION = (missions.assigns,)
RECORD_VISIT = (may_record,)
CORRECT_VISIT = (recorded_it,)
MAKE_DEMAND = (makes_demand,)
READ_ASSESSMENT = (is_assessed, speaks_for_county, oversees_assessments)
READ_TOLERANCES = (*READ_PROJECT, deliberates)
READ_TOLERANCE = (reads_case,)
ASK_TOLERANCE = (asks,)
READ_DOSSIER = (reads_dossier,)
ASSEMBLE_TEAM = (assembles_team,)
ASSEMBLE_OFFICE = (assembles_office,)
SUMMARISE_TOLERANCE = (summarises,)
# The market
READ_PUBLIC_OFFER = (is_listed,)
READ_OFFER = (owns_offer, is_co_owner, watches_offers)
EDIT_OFFER = (owns_offer,)
READ_INQUIRY = (asked_to_meet, answers_inquiry, watches_inquiries)
READ_INQUIRY_TEXT = (asked_to_meet, answers_inquiry)
READ_INQUIRY_CONTACT = (reads_contact,)
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
