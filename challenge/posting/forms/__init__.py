"""Forms of the room: shape only; what a demand must hold is asked by the needs of its steps."""
