"""Boundaries of districts and provinces, computed where no official ones are loaded."""

from __future__ import annotations

from pathlib import Path

from django.db import connection, transaction

from territory.sql import read_statements

# The seeds' rules, chosen against INEI's real boundaries: a capital outside its generalised
# department moves this far inside it, this far from every other; one further out than the
# last is an error of position (the next worst is 16 km, from a coarse Callao).
MARGIN_DEG = 0.005
SPACING_DEG = 0.01
MAX_OUTSIDE_M = 50_000

_SQL = read_statements(Path(__file__).with_suffix(".sql"))


class BoundaryError(Exception):
    """No se pudo calcular el límite de una unidad."""

    def __init__(self, ubigeos: list[str]) -> None:
        self.ubigeos = ubigeos
        super().__init__(f"Sin límite calculable: {', '.join(ubigeos)}.")


def recompute_approximate() -> None:
    """Compute every district's cell and every province's union from the present departments.

    Units whose boundary is INEI's keep it. Raises BoundaryError where a district gets no
    cell, and then changes nothing.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        # Left over when two computations share one transaction, as tests' do.
        cursor.execute("DROP TABLE IF EXISTS boundary_seed, boundary_cell")
        cursor.execute(_SQL["create_seeds"])
        cursor.execute(_SQL["replace_lost"], {"max_outside_m": MAX_OUTSIDE_M})
        cursor.execute(_SQL["unplaced"])
        # One by one: each keeps its distance from those moved before it.
        for (ubigeo,) in cursor.fetchall():
            cursor.execute(
                _SQL["place"],
                {"ubigeo": ubigeo, "margin_deg": MARGIN_DEG, "spacing_deg": SPACING_DEG},
            )
        cursor.execute(_SQL["create_cells"])
        cursor.execute(_SQL["without_cell"])
        missing = [ubigeo for (ubigeo,) in cursor.fetchall()]
        if missing:
            raise BoundaryError(missing)
        cursor.execute(_SQL["store_districts"])
        cursor.execute(_SQL["store_provinces"])
