"""Commitment 6's own pages: the UGEL, their districts, indicators and peers."""
