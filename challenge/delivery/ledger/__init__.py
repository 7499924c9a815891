"""The ledger (台账) of a project: payments by payer and milestone, their double entry, and what the team spends."""
