"""Commitment 6: the UGEL, their areas and districts, their sheets and peers."""
