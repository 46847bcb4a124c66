"""Which encoding a Spanish text of unknown origin is in."""

from __future__ import annotations

# Letters of Spanish that are beyond ASCII, and the signs that names of places and schools hold.
_SPANISH = frozenset("áéíóúüñÁÉÍÓÚÜÑ°ºª«»¿¡")
# What DOS and old databases wrote, and what Windows does. 437 is part of 850 for Spanish.
_CANDIDATES = ("cp1252", "cp850")
_ASCII = 0x80


def encoding_of(data: bytes, declared: str = "cp1252") -> str:
    """UTF-8 where the bytes are; else the code page in which most of them are Spanish letters.

    ``declared`` is what a header says, which is often wrong: it decides where both fit equally, and
    where what is beyond ASCII is no Spanish in either.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        counts = {byte: data.count(byte) for byte in set(data) if byte >= _ASCII}
        # The first of equals is taken.
        found = max((declared, *_CANDIDATES), key=lambda name: _spanish(counts, name))
        return found if 2 * _spanish(counts, found) > sum(counts.values()) else declared
    return "utf-8"


def _spanish(counts: dict[int, int], encoding: str) -> int:
    return sum(
        count
        for byte, count in counts.items()
        if bytes([byte]).decode(encoding, "replace") in _SPANISH
    )
