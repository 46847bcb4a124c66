"""Rasters in the domain API: a point, a line, an area."""
