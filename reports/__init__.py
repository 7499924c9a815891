"""The balcony: reads everyone, owns nothing (home, desks, figures, documents)."""
