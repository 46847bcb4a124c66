"""Filters as trees, in CQL2's JSON encoding: what readers give and the compiler takes."""

from __future__ import annotations

from typing import Any

GEOM = {"property": "geom"}
NAME = {"property": "name"}


def op(name: str, *args: Any) -> dict[str, Any]:
    return {"op": name, "args": list(args)}
