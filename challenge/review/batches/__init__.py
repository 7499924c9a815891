"""集中分派 (batch): several lists whose reviewers are assigned together, by an optimiser and not by hand."""
