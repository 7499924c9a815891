"""人才引进: winners from outside the city, with their consent, on their way to a unit in the city."""
