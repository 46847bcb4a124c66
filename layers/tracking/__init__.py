"""How the plan is carried out: the door of milestones, reports, evidence and ratings."""
