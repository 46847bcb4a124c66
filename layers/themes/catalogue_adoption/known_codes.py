"""Which codes a file of correspondences may name: those of versions that are published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from layers.source import Refused
from territory.health_catalogues.loading import missing_codes

_SIDES = (("source", "codigo_origen"), ("target", "codigo_destino"))
COLUMNS = (
    "is_sample",
    *(f"{side}_{part}" for side, _column in _SIDES for part in ("catalogue", "edition", "code")),
)


def unknown_codes(rows: Sequence[tuple[Any, ...]]) -> Refused:
    """The rows that name a code which no published version has, with its column. Two queries."""
    found: dict[int, tuple[str, str, str]] = {}
    samples = bool(rows) and bool(rows[0][0])
    for side, (_name, column) in enumerate(_SIDES):
        asked = [(place, row[1 + 3 * side : 4 + 3 * side]) for place, row in enumerate(rows)]
        # Without a target there is nothing to be known.
        asked = [(place, key) for place, key in asked if key[2]]
        for missing in missing_codes([key for _place, key in asked], samples=samples):
            place, (url, edition, code) = asked[missing]
            reason = f"No está en la versión «{edition}» publicada de {url}."
            found.setdefault(place, (column, code, reason))
    return found
