"""Columns that look like data of persons, by their heading and by what they hold.

A table may name persons where its publisher doesn't notice; whether it does is for a second
person to decide (Ley 29733), so a doubt counts as a finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import StrEnum

from territory.holders import Holder, classify
from territory.names import fold
from territory.personal_data import masked


class Personal(StrEnum):
    """What a column seems to hold."""

    NAMES = "names"
    DOCUMENTS = "documents"
    CONTACTS = "contacts"
    VICTIMS = "victims"


_HEADINGS: tuple[tuple[Personal, re.Pattern[str]], ...] = (
    (
        Personal.VICTIMS,
        re.compile(
            r"\b(?:victimas?|agraviad[oa]s?|denunciantes?|sobrevivientes?|albergues?|"
            r"casas? (?:de )?(?:refugio|acogida)|hogar(?:es)? (?:de )?refugio|"
            r"refugios? temporal\w*)\b"
        ),
    ),
    (
        Personal.DOCUMENTS,
        re.compile(
            r"\b(?:dni|documento(?: (?:nacional )?(?:de )?identidad)?|"
            r"(?:nro|num|numero|n|tipo|nu|ti) doc(?:umento)?|carne[t]? (?:de )?ext\w*|pasaporte|"
            r"fec(?:ha)? (?:de )?nac(?:imiento)?)\b"
        ),
    ),
    (
        Personal.CONTACTS,
        re.compile(
            r"\b(?:telef(?:ono)?s?|tlf\w*|tel|fono|cel|celular(?:es)?|movil|whats ?app|fax|"
            r"e ?mails?|correo(?: electronico)?)\b"
        ),
    ),
    (
        Personal.NAMES,
        re.compile(
            r"\b(?:apellidos?|ape (?:pat|mat)\w*|nombres|(?:nombres? )?y? ?apellidos|"
            r"nom(?:bre)? (?:completo|persona|director|docente|alumno|paciente|titular)|"
            r"director(?:a)?|representante(?: legal)?|docente|alumno|estudiante|paciente|"
            r"beneficiario|asegurado|persona(?: de)? contacto|contacto|conductor|propietario)\b"
        ),
    ),
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_MOBILE = re.compile(r"(?:\+?51[\s-]?)?9\d{2}[\s-]?\d{3}[\s-]?\d{3}")
_DOCUMENT = re.compile(r"\d{8}")
_WORD = re.compile(r"[^\W\d_]{3,}")
# So many of the filled cells, and no fewer of them, say what a column holds.
_SHARE, _FEWEST = 0.6, 3
_CODES = re.compile(r"\b(?:cod\w*|id|cui|ubigeo|snip|ruc|expediente|clave|numero|nro|fecha)\b")


def personal_column(heading: str, cells: Sequence[str], *, is_known: bool) -> Personal | None:
    """What a column seems to hold of persons, by its heading and its filled cells.

    ``is_known``: the official form has it and its cells are read by a rule of their own, so
    that only its heading is asked.
    """
    words = _words_of(heading)
    if not cells or (is_known and _names_papers(words, cells)):
        return None
    for kind, pattern in _HEADINGS:
        if pattern.search(words) and (kind is not Personal.NAMES or _are_words(cells)):
            return kind
    return None if is_known else _by_content(words, cells)


def is_of_victims(heading: str) -> bool:
    """Whether a column so called is about victims, or the places that protect them."""
    (pattern,) = (pattern for kind, pattern in _HEADINGS if kind is Personal.VICTIMS)
    return bool(pattern.search(_words_of(heading)))


def _words_of(heading: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(heading)))


def _by_content(words: str, cells: Sequence[str]) -> Personal | None:
    if _most(cells, lambda cell: bool(_EMAIL.fullmatch(cell))):
        return Personal.CONTACTS
    if _CODES.search(words):
        return None
    if _most(cells, lambda cell: bool(_MOBILE.fullmatch(cell))):
        return Personal.CONTACTS
    if _most(cells, lambda cell: bool(_DOCUMENT.fullmatch(cell))):
        return Personal.DOCUMENTS
    if _most(cells, lambda cell: masked(cell) != cell):
        return Personal.CONTACTS
    if _most(cells, lambda cell: " " in cell and classify(cell) is Holder.PERSON):
        return Personal.NAMES
    return None


def _names_papers(words: str, cells: Sequence[str]) -> bool:
    """An official form heads by this word the titles of papers, as others do numbers of persons."""
    return words == "documento" and all(
        len(_WORD.findall(cell)) > 1 and masked(cell) == cell for cell in cells
    )


def _are_words(cells: Sequence[str]) -> bool:
    """Names are letters: a column of pupils may well hold how many they are."""
    return any(any(letter.isalpha() for letter in cell) for cell in cells)


def _most(cells: Sequence[str], holds: Callable[[str], bool]) -> bool:
    found = sum(holds(cell.strip()) for cell in cells)
    return found >= _FEWEST and found >= _SHARE * len(cells)
