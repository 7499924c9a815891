"""Foundation: database, clock, workflow engine, gates, audit log, files. Knows nothing of the bureau."""
