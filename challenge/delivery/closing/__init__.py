"""终止办理 (closure): a project that cannot go on is heard, ended or continued, settled and cleared, each by its path."""
