"""Commitment 4's own function: who produced, who received, and what it was spent on."""
