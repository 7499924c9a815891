"""成果与跟踪: what comes of a project: registrations of contract and result, talent from outside, effects in later years."""
