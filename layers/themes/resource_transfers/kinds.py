"""Which resource a row of the ministry's income is of, by the names that the file writes.

They vary from year to year: "CANON MINERO", "SUB CUENTA - CANON MINERO", "SUB CUENTA- CANON Y
SOBRECANON-IMPUESTO  A LA RENTA".
"""

from __future__ import annotations

from functools import cache

from territory.models.resource_transfers import TransferKind
from territory.names import fold

# What a canon's name says of its resource, by how the word begins.
_CANON_OF = {
    "miner": TransferKind.MINING_CANON,
    "hidroener": TransferKind.HYDROPOWER_CANON,
    "gasifer": TransferKind.GAS_CANON,
    "pesquer": TransferKind.FISHING_CANON,
    "foresta": TransferKind.FORESTRY_CANON,
    "petrol": TransferKind.OIL_CANON,
}
# The rubro's own name has all of these in it: it is of no single resource.
_OF_OTHERS = ("aduana", "participacion")


@cache
def kind_of(name: str) -> TransferKind | None:
    """The kind that a TIPO_RECURSO_NOMBRE is; None for what is not of extraction."""
    text = fold(name)
    if any(word in text for word in _OF_OTHERS):
        return None
    if "focam" in text:
        return TransferKind.FOCAM
    if "regalia" in text and "miner" in text:
        return TransferKind.MINING_ROYALTIES
    if "canon" not in text:
        return None
    named = [kind for word, kind in _CANON_OF.items() if word in text]
    # A name of two resources is of neither.
    return named[0] if len(named) == 1 else TransferKind.OTHER_CANON
