"""The library: people, what they know, whom they are tied to."""
