"""Who may see and edit profiles. Any reason of a row is enough."""

from talent.rules import (
    edits_for_person,
    handles_profile,
    oversees_profile,
    owns_or_handles,
    owns_profile,
    recommends_for_unit,
)

READ_PROFILE = (owns_profile, handles_profile, oversees_profile, recommends_for_unit)
EDIT_PROFILE = (handles_profile,)
STEP_PROFILE = (owns_or_handles, recommends_for_unit)
READ_CONTACT = (handles_profile,)
RECORD_CONSENT = (owns_profile, edits_for_person)
