"""Commitment 13: which insurers answer where, and receipts that nobody can deny."""
