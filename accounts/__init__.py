"""The door: organisations, people, roles, sign-in, sessions, mailbox."""
