"""Bidding: teams, drafts, sealed bids, receipts, opening."""
