"""The R&D log (研发记录) of a project: dated entries in a chain of digests, corrected and never changed."""
