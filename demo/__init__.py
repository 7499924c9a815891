"""The demonstration world: code, and its texts as data files."""
