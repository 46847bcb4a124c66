"""Readers of single cells: from what a file says to a value, or a reason in Spanish."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from layers.reading.text import unreadable
from territory.names import fold

_UBIGEO = re.compile(r"(\d{1,6})(?:\.0+)?")
_url_validator = URLValidator(schemes=["http", "https"])


class CellError(ValueError):
    """A cell that can't be taken; its message is the reason, in Spanish, for a person.

    Of a value read from several cells, ``cell`` is the place of the one at fault.
    """

    def __init__(self, reason: str, cell: int = 0) -> None:
        super().__init__(reason)
        self.cell = cell


class Unreadable(CellError):
    """A text some of whose characters are lost."""


def parse_text(raw: str, max_length: int) -> str:
    """Text on one line: newlines, tabs and no-break spaces inside become single spaces."""
    if lost := unreadable(raw):
        raise Unreadable(f"Contiene un carácter ilegible (U+{ord(lost):04X}).")
    text = " ".join(unicodedata.normalize("NFC", raw).split())
    if len(text) > max_length:
        raise CellError(f"Tiene {len(text)} caracteres; el máximo es {max_length}.")
    return raw if text == raw else text  # of a national file's texts there needn't be two


def parse_required_text(raw: str, max_length: int) -> str:
    text = parse_text(raw, max_length)
    if not text:
        raise CellError("Está vacío y es obligatorio.")
    return text


_BOOLEANS = {"si": True, "s": True, "1": True, "no": False, "n": False, "0": False, "": None}


def parse_boolean(raw: str) -> bool | None:
    """Sí or no; None when empty."""
    try:
        return _BOOLEANS[fold(raw)]
    except KeyError:
        raise CellError("Debe ser «sí», «no» o quedar vacío.") from None


def parse_ubigeo(raw: str) -> str:
    """INEI's code with the leading zero that spreadsheets drop put back: ``80101.0`` → 080101.

    Two, four or six digits; whether the unit exists is for the caller to ask.
    """
    match = _UBIGEO.fullmatch(raw.strip())
    if match is None:
        raise CellError("No es un ubigeo: se esperan 2, 4 o 6 dígitos.")
    digits = match[1]
    return digits.zfill(len(digits) + len(digits) % 2)


def parse_url(raw: str) -> str:
    """An http(s) address, or empty."""
    text = raw.strip()
    if text:
        try:
            _url_validator(text)
        except ValidationError as error:
            raise CellError("No es una dirección web (http o https).") from error
        if len(text) > 200:
            raise CellError("La dirección supera los 200 caracteres.")
    return text
