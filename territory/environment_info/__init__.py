"""Commitment 2: what is measured of the environment, and what may be concluded from it."""
