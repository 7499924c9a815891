"""Pages of the door: sign-in, registration, own account, administration."""
