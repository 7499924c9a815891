"""Review: formal check, reviewers, scores, proposal and decision."""
