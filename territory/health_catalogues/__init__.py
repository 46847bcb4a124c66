"""Commitment 11: who uses which health catalogue, of how many."""
