"""Readers and writers of single cells of the form of milestones and reports."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone

from layers.reading.cells import CellError, Unreadable, parse_ubigeo, parse_url
from layers.reading.dates import parse_date
from layers.reading.text import clean, unreadable
from territory.models import Progress
from territory.names import fold
from territory.personal_data import masked

MAX_TEXT = 5_000
MAX_TITLE = 500
MAX_UNITS = 300

# Plans look ahead, though not without end.
_LATEST = dt.timedelta(days=366 * 30)
_CODE = re.compile(r"[\w.\-]{1,20}")


def paragraphs(longest: int) -> Callable[[str], str | None]:
    """Reads a text of several lines, without ways to reach somebody and numbers of documents.

    What nobody sees goes: marks of direction would show another text than the one that is stored.
    """

    def read(raw: str) -> str | None:
        text = raw.replace("\r\n", "\n").replace("\r", "\n")
        text = clean(unicodedata.normalize("NFC", text)).strip()
        if lost := unreadable(text.replace("\n", " ").replace("\t", " ")):
            raise Unreadable(f"Contiene un carácter ilegible (U+{ord(lost):04X}).")
        if len(text) > longest:
            raise CellError(f"Tiene {len(text)} caracteres; el máximo es {longest}.")
        if masked(text) != text:
            raise CellError(
                "Contiene un teléfono, un correo o un número de documento: nombre entidades, no "
                "personas."
            )
        return text or None

    return read


def read_planned(raw: str) -> dt.date | None:
    """A day that may lie ahead."""
    return parse_date(raw, timezone.localdate() + _LATEST)


def read_past(raw: str) -> dt.date | None:
    """A day up to today."""
    return parse_date(raw, timezone.localdate())


def read_percent(raw: str) -> int | None:
    """A whole number from 0 to 100."""
    text = raw.strip().removesuffix("%").strip()
    if not text:
        return None
    if not re.fullmatch(r"\d{1,3}", text, re.ASCII) or int(text) > 100:
        raise CellError("El avance es un número entero de 0 a 100.")
    return int(text)


def choice_reader(choices: type[TextChoices]) -> Callable[[str], str | None]:
    """Reads a choice by its Spanish label, as people write it, or by its code."""
    known = {fold(str(choice.label)): choice.value for choice in choices}
    known |= {fold(choice.value): choice.value for choice in choices}
    labels = "», «".join(str(choice.label) for choice in choices)

    def read(raw: str) -> str | None:
        text = fold(raw)
        if not text:
            return None
        if text not in known:
            raise CellError(f"Debe ser «{labels}», o quedar vacío.")
        return str(known[text])

    return read


def read_units(raw: str) -> list[str]:
    """Ubigeos in their order, each once; that they exist is asked by who reads the row."""
    codes = [parse_ubigeo(code) for code in re.split(r"[\s,;|]+", raw.strip()) if code]
    if len(codes) > MAX_UNITS:
        raise CellError(f"Nombra {len(codes)} lugares; el máximo es {MAX_UNITS}.")
    return sorted(set(codes))


def read_code(raw: str) -> str:
    """A milestone's code: letters, digits, points and hyphens."""
    text = unicodedata.normalize("NFC", raw).strip()
    if not _CODE.fullmatch(text):
        raise CellError("El código tiene de 1 a 20 letras, números, puntos o guiones.")
    return text


def read_number(raw: str) -> int:
    """A report's number among its milestone's."""
    text = raw.strip()
    if not re.fullmatch(r"[1-9]\d{0,3}", text, re.ASCII):
        raise CellError("El número del informe es un entero de 1 a 9999.")
    return int(text)


def write_text(value: Any) -> str:
    """The value as text, empty where there is none."""
    return "" if value is None else str(value)


def write_day(value: dt.date | None) -> str:
    """ISO 8601."""
    return "" if value is None else value.isoformat()


def write_progress(value: str | None) -> str:
    """The state's label."""
    return "" if value is None else str(Progress(value).label)


def read_acronym(raw: str) -> str | None:
    """An agency's acronym; that it is one is asked by who reads the row."""
    return " ".join(raw.split()) or None


def read_address(raw: str) -> str | None:
    """An http(s) address."""
    return parse_url(raw) or None
