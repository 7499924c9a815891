"""赛马: lanes that run in parallel, gates (关口) with a common test, elimination, and money that goes to those who stay."""
