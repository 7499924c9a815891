"""跟踪: one, two and three years after its end a project tells what it has brought about."""
