"""Complaints to the police: rates, comparisons, and what is told of an area that somebody draws."""
