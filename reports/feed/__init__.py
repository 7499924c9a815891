"""The feed: what the platform has published, for programs that follow it."""
