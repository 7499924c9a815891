"""Who may see and change accounts and organisations. Any reason of a row is enough."""

from accounts.rules import (
    administers,
    belongs_to,
    edits_organisation,
    is_self,
    judges_request,
    leads_organisation_of,
    leads_organisation_of_request,
    sends_again,
)

READ_USER = (is_self, leads_organisation_of, administers)
ADMINISTER_USER = (administers,)
ADMIT_COLLEAGUE = (leads_organisation_of,)
READ_ORGANISATION = (belongs_to, administers)
ADMINISTER_ORGANISATION = (administers,)
EDIT_ORGANISATION = (edits_organisation,)
OWN_CORRECTION = (leads_organisation_of_request,)
JUDGE_CORRECTION = (judges_request,)
OWN = (lambda user, row: row.user_id == user.id,)
SEND_AGAIN = (sends_again,)
