"""Regular expressions of a request, within what PostgreSQL reads in a time that is bounded.

Its engine makes an automaton of an expression: time grows with the text alone, but for references
back, and the automaton with the numbers of repetitions within one another.
"""

from __future__ import annotations

import re

from territory.terminology.faults import NotUnderstood, TooCostly

MOST_CHARACTERS = 200
_MOST_REPETITIONS = 100
_MOST_BOUNDS = 5
# ``{3}``, ``{3,}``, ``{3,5}``.
_BOUND = re.compile(r"\{(\d{0,9})(?:,(\d{0,9}))?\}")
# References back, PostgreSQL's own prefixes, lookaround, names of classes, characters by number.
_FOREIGN = re.compile(r"\\[1-9]|^\*\*\*|\(\?|\\[uUxAmMyYZ]|\[[.:=]|\0")
_REPEATS_A_REPEAT = re.compile(r"[*+?}][*+{]")
_REPEATED_GROUP = re.compile(r"\)\{")


def checked_pattern(text: str) -> str:
    """The expression, to be matched with the whole of a value (FHIR's ``regex``)."""
    if len(text) > MOST_CHARACTERS:
        raise TooCostly(f"La expresión regular tiene más de {MOST_CHARACTERS} caracteres.")
    if _FOREIGN.search(text):
        raise NotUnderstood("La expresión regular usa algo que no se admite (referencias, «(?»).")
    for bound in _BOUND.finditer(text):
        if any(int(number) > _MOST_REPETITIONS for number in bound.groups() if number):
            raise TooCostly(f"La expresión regular repite algo más de {_MOST_REPETITIONS} veces.")
    if _REPEATS_A_REPEAT.search(text.replace("\\", "")):
        raise NotUnderstood("La expresión regular repite lo que ya se repite.")
    if _REPEATED_GROUP.search(text):
        raise TooCostly("La expresión regular repite un grupo un número de veces.")
    if len(_BOUND.findall(text)) > _MOST_BOUNDS:
        raise TooCostly("La expresión regular tiene demasiadas repeticiones con número.")
    try:
        re.compile(text)
    except (re.error, RecursionError, OverflowError) as error:
        raise NotUnderstood("La expresión regular no se entiende.") from error
    return f"^(?:{text})$"
