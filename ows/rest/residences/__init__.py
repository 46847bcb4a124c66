"""Commitment 8's part of the domain API: residences, what they need, and who gives it."""
