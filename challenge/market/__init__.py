"""成果市场: technology results on offer, found by anybody, and the wishes to meet that follow."""
