"""Commitment 8's pages: residences, what they need, and who gives it."""
