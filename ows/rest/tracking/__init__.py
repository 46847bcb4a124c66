"""Milestones of commitments with their reports and evidence, and what their fields mean."""
