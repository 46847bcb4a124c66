"""Names compared as people write them: without accents, case or punctuation."""

from __future__ import annotations

import re
import unicodedata
from itertools import filterfalse


def fold(text: str) -> str:
    """Lower case, no accents, single spaces: ``"  SAN  MARTÍN "`` → ``"san martin"``.

    For comparing in Python; a query compares with ``territory.unaccent.Unaccented``.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(filterfalse(unicodedata.combining, decomposed))
    return " ".join(plain.lower().split())


def same_name(one: str, other: str) -> bool:
    """Whether two spellings name the same place: hyphens, dots and apostrophes don't count."""
    return bare_name(one) == bare_name(other)


def bare_name(text: str) -> str:
    """A name's letters and digits alone: ``"SAN JUAN-DE  LURÍN"`` → ``"sanjuandelurin"``."""
    return re.sub(r"[^a-z0-9]+", "", fold(text))
