"""What a layer is known by beside its name, which may become another's."""

from __future__ import annotations

from layers.datasets.tables import DatasetRows
from layers.layer import Layer
from layers.models.datasets import SCHEMA


def identity(layer: Layer) -> str:
    """What is kept of a layer is kept under: its name; of an agency's layer its table's.

    The name of an agency's layer becomes that of another one once it is deleted.
    """
    rows = layer.rows
    return identity_of_table(rows.table) if isinstance(rows, DatasetRows) else layer.name


def identity_of_table(table: str) -> str:
    """The same of an agency's layer that isn't there any more."""
    return f"{SCHEMA}.{table}"
