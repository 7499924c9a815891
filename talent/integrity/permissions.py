"""Who may see and handle integrity cases. Any reason of a row is enough."""

from talent.integrity.rules import oversees_case, was_told

READ_CASE = (oversees_case, was_told)
OVERSEE_CASE = (oversees_case,)
