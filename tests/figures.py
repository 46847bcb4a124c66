"""Figures of all themes, as the pages ask for them."""

from __future__ import annotations

from layers.themes import placed_records
from territory.figures import Figure, FigureTable, figures_for_unit, tables_for_commitment
from territory.models import AdminUnit


def figures_of(ubigeo: str, commitment: int) -> list[Figure]:
    """The commitment's figures of a unit; none where nothing is known."""
    unit = AdminUnit.objects.get(pk=ubigeo)
    return figures_for_unit(unit, placed_records()).get(commitment, [])


def tables_of(commitment: int) -> list[FigureTable]:
    """The commitment's figures by department and for the country."""
    return tables_for_commitment(commitment, placed_records(commitment))
