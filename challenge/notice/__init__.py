"""Notice: 公示 and the publication of results."""
