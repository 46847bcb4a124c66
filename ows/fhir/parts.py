"""A resource Parameters that is answered."""

from __future__ import annotations

from typing import Any

Part = dict[str, Any]


def part(name: str, kind: str, value: Any) -> Part:
    """``{"name", "valueKind"}``."""
    return {"name": name, f"value{kind}": value}


def parts(name: str, *inner: Part | None) -> Part:
    """A parameter made of others; what is None is left out."""
    return {"name": name, "part": [found for found in inner if found is not None]}


def optional(name: str, kind: str, value: Any) -> Part | None:
    return None if value is None else part(name, kind, value)


def parameters(*found: Part | None) -> dict[str, Any]:
    return {"resourceType": "Parameters", "parameter": [one for one in found if one is not None]}
