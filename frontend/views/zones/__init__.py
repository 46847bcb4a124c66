"""Planners' zones: their list, the sheet of each with its review, and what was decided."""
