"""What rows of other tables say of a model's rows, declared by the model."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FromOthers:
    """Columns (the database's) that other tables decide, whatever file a row comes from.

    The statement ``name`` in the file ``statements``, a path below ``territory/``, fills them in
    ``{table}``, whose rows ``{key}`` tells apart: the model's own table, or one of rows that are
    to be written (``territory.boundaries.staged``), so that each is written once. A row that has
    them already isn't written.
    """

    columns: tuple[str, ...]
    statements: str
    name: str
