"""What people do with bids: teams, drafts, submission, opening, correction."""
