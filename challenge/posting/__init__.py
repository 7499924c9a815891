"""Posting: from a demand (需求) to a published list."""
