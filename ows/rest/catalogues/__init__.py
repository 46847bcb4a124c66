"""Commitment 11 in the domain API: catalogues of health, who uses them, practices."""
