"""Home and the work list of each role."""
