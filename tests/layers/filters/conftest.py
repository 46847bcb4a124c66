from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from layers.filters.compiler import apply_filter
from tests.layers.filters.sample import LAYER, USER, create_rows

Select = Callable[[Any], list[str]]


@pytest.fixture
def rows_made(db: None) -> None:
    """The sample's rows are in the database."""
    create_rows()


@pytest.fixture
def select(rows_made: None) -> Select:
    """``select(tree)``: the ubigeos of the sample's departments that match."""

    def keys(tree: Any) -> list[str]:
        found = apply_filter(LAYER.rows(USER).filter(level="department"), tree, LAYER)
        return sorted(found.values_list("pk", flat=True))

    return keys
