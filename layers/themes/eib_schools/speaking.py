"""The filter that leaves of the layer the services of some languages."""

from __future__ import annotations

from collections.abc import Collection

_FIELDS = ("language_1", "language_2", "language_3")


def speaking(names: Collection[str]) -> str:
    """CQL2 text, for an address; "" where no language is asked for."""
    listed = ",".join(f"'{_quoted(name)}'" for name in names)
    return " OR ".join(f"{field} IN ({listed})" for field in _FIELDS) if listed else ""


def _quoted(name: str) -> str:
    return name.replace("'", "''")
