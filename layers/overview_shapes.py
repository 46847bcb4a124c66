"""Which lines and areas a small map shows: chosen beforehand, as points are (``layers.overviews``).

What is as large as a level's cell stays, without the turns that the cell hides. Of what is smaller
there is one mark for each cell and class: of lines a cell's length, of areas a square that covers
as much as they do together.
"""

from __future__ import annotations

from pathlib import Path

from django.db import connection
from psycopg import sql

from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))
# A turn that leaves the straight line by less can't be seen (``layers.thinning``), in cells. It is
# simplified twice, at the finest level and at its own.
_SEEN_CELLS = 0.1
# What is smaller is gathered, in cells.
_GRAIN_CELLS = 0.5
_KINDS = {1: "lines", 2: "areas"}


def fill(
    dimension: int, source: sql.Composable, key: str, cells: dict[int, float], side: int
) -> None:
    """Keep the patches of a layer.

    Args:
        dimension: 1 of lines, 2 of areas.
        source: the rows, as ``_key``, ``_geometry`` and ``_class``.
        key: what the overview is kept under.
        cells: level → the side of its cells in degrees, the finest first.
        side: how many cells the square has whose shapes are kept together.
    """
    kind = _KINDS[dimension]
    finest = _sizes(next(iter(cells.values())))
    with connection.cursor() as cursor:
        measured = {name: sql.SQL(_SQL[f"{name}_of_{kind}"]) for name in ("part", "anchor")}
        cursor.execute(_text("choose", rows=source, **measured, **finest), None)
        for level, cell in cells.items():
            sizes = _sizes(cell)
            cursor.execute(_text("gather", **sizes), None)
            mark = sql.SQL(_SQL[f"mark_of_{kind}"]).format(**sizes)
            simple = sql.SQL(_SQL[f"simple_of_{kind}"]).format(mark=mark, **sizes)
            place = {
                "layer": sql.Literal(key),
                "level": sql.Literal(level),
                "side": sql.Literal(side * cell),
            }
            cursor.execute(_text("keep", mark=mark, simple=simple, **sizes, **place), None)
        cursor.execute(_SQL["forget"])


def _sizes(cell: float) -> dict[str, sql.Composable]:
    sizes = {"cell": cell, "grain": cell * _GRAIN_CELLS, "seen": cell * _SEEN_CELLS}
    return {name: sql.Literal(size) for name, size in sizes.items()}


def _text(name: str, **parts: sql.Composable) -> str:
    return sql.SQL(_SQL[name]).format(**parts).as_string(None)
