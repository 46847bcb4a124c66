"""Counts in place and time as series: of a unit, of the country, by department."""

from territory.series.read import COUNTRY, INCOMPLETE, Cell, count_models, read_cells

__all__ = ["COUNTRY", "INCOMPLETE", "Cell", "count_models", "read_cells"]
