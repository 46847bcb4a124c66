"""What a parameter is called, however a laboratory writes it."""

from __future__ import annotations

import re

from territory.names import fold

_LONGEST = 80
# "Arsénico total" and "Arsénico (As)" are arsenic; "Cromo hexavalente" is no chromium.
_SYMBOL = re.compile(r"\((?:[a-z]{1,2})\)")
_TOTAL = re.compile(r"\btotal(?:es)?$")
# Whose total is meant where nothing else is said.
_ELEMENTS = frozenset(
    {
        "aluminio",
        "antimonio",
        "arsenico",
        "bario",
        "berilio",
        "boro",
        "cadmio",
        "calcio",
        "cobalto",
        "cobre",
        "cromo",
        "estano",
        "estroncio",
        "fosforo",
        "hierro",
        "litio",
        "magnesio",
        "manganeso",
        "mercurio",
        "molibdeno",
        "niquel",
        "plata",
        "plomo",
        "potasio",
        "selenio",
        "silicio",
        "sodio",
        "talio",
        "titanio",
        "uranio",
        "vanadio",
        "zinc",
    }
)


def parameter_key(name: str) -> str:
    """``Arsénico (As)`` → ``arsenico``: by which values of one parameter are put together."""
    text = fold(name)
    # "(k)" of a hydrocarbon is no symbol: only what leaves an element's name is.
    bare = _TOTAL.sub("", _SYMBOL.sub(" ", text).strip()).strip()
    text = bare if bare in _ELEMENTS else text
    return re.sub(r"[^a-z0-9]+", "_", text).strip("_")[:_LONGEST]
