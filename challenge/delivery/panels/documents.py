"""Where the members of a panel read what they deliberate on: an endpoint taking `code`, set by the room of the purpose."""

of: dict = {}
