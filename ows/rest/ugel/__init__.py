"""Commitment 6's part of the domain API."""
