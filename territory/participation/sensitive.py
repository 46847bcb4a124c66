"""What contributions on the commitments of security may hold, and what of them is public.

Whoever writes of extortion or of trafficking may be found by what they wrote: their words stay with
moderators, whose summary is published instead, and of a place no more is kept than the unit that
may be named. This is no channel for complaints, and the form says so.
"""

from __future__ import annotations

import re

from territory.holders import is_given_name
from territory.models import AdminUnit
from territory.models.contribution_places import FINEST_DIGITS
from territory.names import fold
from territory.personal_data import masked

LEVEL_TITLES = {6: "el distrito", 4: "la provincia", 2: "la región"}
# So many words in a row are the citizen's, and no summary of them.
_COPIED_WORDS = 8

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+")
# Words that join the parts of a name: "Rosa de la Cruz".
_JOINING = frozenset({"de", "del", "la", "las", "los", "y"})
_SAINTS = frozenset({"san", "santa", "santo"})
# As many as a document has, or a telephone with its city's code.
_DIGITS = re.compile(r"(?:\d[\s().-]{0,3}){8,}")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LINK = re.compile(
    r"https?:|(?<![\w-])[\w-]{1,63}\.(?:com|org|net|gob|pe|io|gl)(?![\w-])", re.IGNORECASE
)
# Degrees with decimals, or the numbers of a UTM position.
_POSITION = re.compile(
    r"-?\d{1,2}[.,]\d{3,9}\D{1,5}\d{1,2}[.,]\d{3,9}|(?<!\d)\d{6}\D{1,9}\d{7}(?!\d)"
)
_STREET = re.compile(
    r"(?i:\b(?:jr|jir[oó]n|av|avenida|calle|psje|pasaje|mz|manzana|urb|urbanizaci[oó]n|aa\.?hh|"
    r"cuadra|cdra)\b\.?)\s{1,3}(?:n[°º.]\s?)?[A-ZÁÉÍÓÚÑ\d]"
)


def is_sensitive(commitment: int | None) -> bool:
    """Whether contributions to the commitment are published as summaries alone."""
    return commitment in FINEST_DIGITS


def kept_ubigeo(commitment: int, ubigeo: str | None) -> str | None:
    """As much of the unit as is kept of a contribution to the commitment."""
    digits = FINEST_DIGITS.get(commitment)
    return ubigeo if digits is None or ubigeo is None else ubigeo[:digits]


def holds_personal_data(text: str) -> bool:
    """Whether a telephone, an e-mail or the number of a document is in it, however spaced."""
    return masked(text) != text or bool(_DIGITS.search(_YEAR.sub(" años ", text)))


def possible_names(text: str) -> list[str]:
    """What reads as the name of a person: a common given name beside another capitalised word.

    A place or an institution may be called after somebody: a person has to look.
    """
    return list(dict.fromkeys(run for run in _capitalised_runs(text) if _is_name(run)))


def summary_fault(commitment: int, ubigeo: str | None, written: str, summary: str) -> str:
    """What is wrong with a moderator's summary of a text, in Spanish; empty where nothing is."""
    if _copies(written, summary):
        return (
            "El resumen repite lo que escribió quien lo envió: en este compromiso se publica un "
            "resumen con otras palabras."
        )
    if _LINK.search(summary):
        return "Tiene un enlace: quítelo, porque puede señalar un lugar o a una persona."
    return public_fault(commitment, ubigeo, summary)


def public_fault(commitment: int, ubigeo: str | None, text: str) -> str:
    """The same of any text that is published about such a contribution."""
    if holds_personal_data(text):
        return "Tiene un teléfono, un correo o un número de documento de una persona: quítelo."
    if _POSITION.search(text) or _STREET.search(text):
        return "Tiene una dirección o coordenadas: quítelas, porque señalan un lugar."
    finer = finer_places(commitment, ubigeo, text)
    if finer:
        level = LEVEL_TITLES[FINEST_DIGITS[commitment]]
        return f"Nombra un lugar menor que {level} («{finer[0]}»): quítelo."
    return ""


def finer_places(commitment: int, ubigeo: str | None, text: str) -> list[str]:
    """The units below the level of the commitment that a text names with capitals.

    Of a contribution with a unit those inside it, else those of the country. A name that a unit of
    the level has as well ("Trujillo") is that one's.
    """
    digits = FINEST_DIGITS.get(commitment, 6)
    if digits == 6:
        return []
    named = {fold(part) for run in _capitalised_runs(text) for part in _parts(run)}
    if not named:
        return []
    units = AdminUnit.objects.filter(valid_to=None).values_list("pk", "name")
    coarse = {fold(name) for key, name in units if len(key) <= digits}
    fine = {
        fold(name): name
        for key, name in units
        if len(key) > digits and key.startswith(ubigeo or "")
    }
    return sorted(fine[name] for name in named & fine.keys() - coarse)


def _capitalised_runs(text: str) -> list[str]:
    """Words that begin with a capital and follow each other, joined by small words or not."""
    runs: list[str] = []
    start = end = last = -1
    for word in _WORD.finditer(text):
        follows = start >= 0 and not text[last : word.start()].strip(" \t")
        is_capital = word[0][0].isupper()
        if start >= 0 and not (follows and (is_capital or word[0] in _JOINING)):
            runs.append(text[start:end])
            start = -1
        if is_capital:
            start, end = (word.start() if start < 0 else start), word.end()
        last = word.end()
    return [*runs, text[start:end]] if start >= 0 else runs


def _is_name(run: str) -> bool:
    words = [fold(word[0]) for word in _WORD.finditer(run)]
    named = [word for word in words if word not in _JOINING]
    pairs = zip(("", *words), words, strict=False)
    given = any(is_given_name(word) and before not in _SAINTS for before, word in pairs)
    return given and len(named) > 1


def _parts(run: str) -> list[str]:
    """Every part of a run of words; no unit's name has more than eight."""
    words = [(word.start(), word.end()) for word in _WORD.finditer(run)]
    return [
        run[words[first][0] : words[last][1]]
        for first in range(len(words))
        for last in range(first, min(first + 8, len(words)))
    ]


def _copies(written: str, summary: str) -> bool:
    """Whether the summary is the text, or has ``_COPIED_WORDS`` of it in a row."""
    said = [fold(word[0]) for word in _WORD.finditer(written)]
    told = [fold(word[0]) for word in _WORD.finditer(summary)]
    if said == told:
        return True
    size = _COPIED_WORDS
    runs = {tuple(said[at : at + size]) for at in range(len(said) - size + 1)}
    return any(tuple(told[at : at + size]) in runs for at in range(len(told) - size + 1))
