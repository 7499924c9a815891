"""流榜: why a list has lapsed, what could be done, and its split into two demands."""
