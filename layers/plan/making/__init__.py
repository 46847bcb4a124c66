"""What published sources add to the plan: its making, affected regions, what OGP records of it."""
