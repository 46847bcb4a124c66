"""Which official language a text names, whatever its accents, case, dashes and barred letters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from territory.languages.table import NotMatched, aliases, languages, not_matched
from territory.names import bare_name

# The barred i of Maijɨki has no decomposition: without this it would be lost.
_BARRED = str.maketrans({"ɨ": "i", "Ɨ": "i", "ʉ": "u", "Ʉ": "u"})

# A name that shares less with what was written is no help.
_LEAST_LIKENESS = 0.6
_NAMED = 3
# Between two names of one language: "AWAJÚN / AGUARUNA", "Achuar (o Achual)".
_BETWEEN = re.compile(r"[()/;]| o (?=\w)", re.IGNORECASE)
_LEADING_OR = re.compile(r"^\s*o\s+", re.IGNORECASE)
# Longer than any name; a longer text is compared by its beginning.
_LONGEST = 80
_LONGEST_OF_SEVERAL = 200


@dataclass(frozen=True)
class Match:
    """The official spelling, and the variety that the text names; empty where it names none."""

    language: str
    variety: str = ""


class UnknownLanguage(ValueError):
    """A text that names no official language; its message says why, in Spanish, for a person."""


def name_key(text: str) -> str:
    """What spellings are compared by: ``"SHIPIBO - KONIBO"`` → ``"shipibokonibo"``."""
    return bare_name(text.translate(_BARRED))


def match_language(text: str) -> Match:
    """The language that the text names; raises UnknownLanguage, with the nearest names.

    Several spellings of one language are that language: ``"Awajún (Aguaruna)"``. Names of several
    languages are none, since a cell stands for one.
    """
    key = name_key(text)
    found = _matches().get(key) or _of_several_names(text)
    if found is not None:
        return found
    known = _known_otherwise().get(key)
    raise UnknownLanguage(_reason(known) if known else _unknown(key))


def _of_several_names(text: str) -> Match | None:
    """What the names between brackets, slashes or «o» have in common; None if one isn't known."""
    names = [_LEADING_OR.sub("", name) for name in _BETWEEN.split(text[:_LONGEST_OF_SEVERAL])]
    found = [_matches().get(name_key(name)) for name in names if name_key(name)]
    known = [match for match in found if match is not None]
    if len(found) < 2 or len(known) < len(found):
        return None
    named = list(dict.fromkeys(match.language for match in known))
    if len(named) > 1:
        said = _listed(named, "y")
        raise UnknownLanguage(f"Nombra varias lenguas, {said}: cada una va en su columna.")
    varieties = {match.variety for match in known if match.variety}
    return Match(named[0], varieties.pop() if len(varieties) == 1 else "")


@cache
def _matches() -> dict[str, Match]:
    found = {name_key(alias.name): Match(alias.language, alias.variety) for alias in aliases()}
    return found | {name_key(each.name): Match(each.name) for each in languages()}


@cache
def _known_otherwise() -> dict[str, NotMatched]:
    return {name_key(each.name): each for each in not_matched()}


def _reason(known: NotMatched) -> str:
    if known.reason == "extinct":
        return f"Consta como extinta: su último registro es de {known.last_year}."
    if known.reason == "ambiguous":
        return f"Puede ser {_listed(known.candidates)}: escriba cuál."
    return "No es una lengua originaria."


def _unknown(key: str) -> str:
    near = nearest(key)
    if not near:
        return "No es ninguna de las 48 lenguas originarias ni otra grafía conocida de ellas."
    return f"No se conoce esa lengua. Las más parecidas: {', '.join(near)}."


def nearest(text: str) -> list[str]:
    """The official names whose spellings are most like the text, the likest first."""
    key = name_key(text)[:_LONGEST]
    best: dict[str, float] = {}
    for spelling, found in _matches().items():
        likeness = SequenceMatcher(None, key, spelling, autojunk=False).ratio()
        best[found.language] = max(likeness, best.get(found.language, 0.0))
    likest = sorted(best, key=lambda name: (-best[name], name))
    return [name for name in likest[:_NAMED] if best[name] >= _LEAST_LIKENESS]


def _listed(names: Iterable[str], between: str = "o") -> str:
    *others, last = names
    return f"{', '.join(others)} {between} {last}" if others else last
