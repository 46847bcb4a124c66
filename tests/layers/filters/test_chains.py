"""Conditions joined: what isn't given counts nothing, and a chain of one operator is flat."""

from __future__ import annotations

from typing import Any

import pytest

from layers.filters.chains import all_given

A: dict[str, Any] = {"op": "=", "args": [{"property": "a"}, 1]}
B: dict[str, Any] = {"op": "=", "args": [{"property": "b"}, 2]}
EITHER: dict[str, Any] = {"op": "or", "args": [A, B]}


@pytest.mark.parametrize(
    ("items", "tree"),
    [
        ((), None),
        ((None, None), None),
        ((None, A), A),
        ((A, None, B), {"op": "and", "args": [A, B]}),
        ((A, EITHER), {"op": "and", "args": [A, EITHER]}),
        (({"op": "and", "args": [A, B]}, EITHER), {"op": "and", "args": [A, B, EITHER]}),
        ((A, {"op": "and", "args": [False]}), {"op": "and", "args": [A, False]}),
    ],
)
def test_what_is_given_is_joined(items: tuple[Any, ...], tree: Any) -> None:
    assert all_given(*items) == tree
