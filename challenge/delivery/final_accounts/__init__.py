"""The final account (决算) of a project that has passed: after its last payment, handed in by the team, checked by finance."""
