"""The great hall: a challenge (榜单) from idea to acceptance."""
