"""How cells of tables are named, and which of them are sums of others."""

from __future__ import annotations

from dataclasses import dataclass

Key = tuple[str, ...]


@dataclass(frozen=True)
class Sum:
    """That a cell is the sum of others, each of which counts other things."""

    total: Key
    parts: tuple[Key, ...]
