"""What follows the result: project, contract, milestones, money (delivery)."""
