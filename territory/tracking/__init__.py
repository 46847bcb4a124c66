"""How the plan is carried out: what is known of milestones, and what follows from it."""
