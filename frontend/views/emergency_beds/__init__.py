"""Commitment 12's own pages: a free bed near a place, what a facility says, its form."""
