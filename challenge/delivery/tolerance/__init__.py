"""容错评议 (tolerance): whether a team that did not reach what it promised was diligent, from evidence that was there before."""
