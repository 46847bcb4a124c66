"""Codes that a spreadsheet took for numbers: their zeros put back where that is certain."""

from __future__ import annotations

from collections.abc import Iterable


def code_length(texts: Iterable[str]) -> int | None:
    """How many digits the codes of a column have, where those that are shorter lost their zeros.

    Certain where all that begin with a zero have one length, none is longer, and what the others
    lack is no more than the zeros that such codes begin with. None where it isn't; codes with
    letters don't count.
    """
    codes = {digits for text in texts if (digits := _digits(text))}
    with_zeros = [code for code in codes if code.startswith("0")]
    lengths = {len(code) for code in with_zeros}
    if len(lengths) != 1:
        return None
    length = lengths.pop()
    zeros = max(len(code) - len(code.lstrip("0")) for code in with_zeros)
    shortest, longest = min(map(len, codes)), max(map(len, codes))
    return length if longest == length and length - shortest <= zeros else None


def with_zeros(text: str, length: int | None) -> str:
    """The code with the zeros that it lost; as it is where it holds anything but digits."""
    digits = _digits(text)
    return digits.zfill(length) if digits and length else text


def _digits(text: str) -> str:
    """The digits of a code, also of one that became a decimal; "" where it holds anything else."""
    bare = text.strip()
    whole, point, decimals = bare.partition(".")
    if point and not decimals.strip("0"):
        bare = whole
    return bare if bare.isascii() and bare.isdigit() and bare.strip("0") else ""
