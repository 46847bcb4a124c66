"""Readers of single cells: from what a file says to a value, or a reason in Spanish."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal
from functools import cache

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from territory.names import fold

# What several official files write for "no date".
NO_DATE = dt.date(1900, 1, 1)

_DATES = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ]00:00(?::00)?)?"),
    re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})(?: 0?0:00(?::00)?)?"),
)
_UBIGEO = re.compile(r"(\d{1,6})(?:\.0+)?")
# 1234.5 and 1,234.50 as Peru writes them; 1234,5 and 1.234,50 as other spreadsheets do. What
# could be either way of writing is read as Peru's.
_PLAIN_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?")
_GROUPED_NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_COMMA_NUMBER = re.compile(r"-?(?:\d+|\d{1,3}(?:\.\d{3})+),\d+")
_SOLES = re.compile(r"^\s*S/\.?\s*")
_CENTIMO = Decimal("0.01")
# Two of them céntimos; Peru's budget is 0.2% of the largest.
_AMOUNT_DIGITS = 16
_url_validator = URLValidator(schemes=["http", "https"])


class CellError(ValueError):
    """A cell that can't be taken; its message is the reason, in Spanish, for a person.

    Of a value read from several cells, ``cell`` is the place of the one at fault.
    """

    def __init__(self, reason: str, cell: int = 0) -> None:
        super().__init__(reason)
        self.cell = cell


def parse_text(raw: str, max_length: int) -> str:
    """Text on one line: newlines, tabs and no-break spaces inside become single spaces."""
    text = " ".join(unicodedata.normalize("NFC", raw).split())
    # Most text is printable, which is reported a hundred times faster.
    if not text.isprintable() and any(unicodedata.category(char) == "Cc" for char in text):
        raise CellError("Contiene caracteres de control.")
    if "\N{REPLACEMENT CHARACTER}" in text:
        raise CellError("Contiene caracteres ilegibles: el archivo perdió sus tildes.")
    if len(text) > max_length:
        raise CellError(f"Tiene {len(text)} caracteres; el máximo es {max_length}.")
    return text


def mend_encoding(raw: str) -> str:
    """Text that was UTF-8 taken for Windows-1252, "NIÃ‘OS" for "NIÑOS", as it was written.

    Only where the whole of it reads as UTF-8, which no other text does by chance.
    """
    for encoding in ("latin-1", "cp1252"):
        try:
            return raw.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return raw


def parse_required_text(raw: str, max_length: int) -> str:
    text = parse_text(raw, max_length)
    if not text:
        raise CellError("Está vacío y es obligatorio.")
    return text


def parse_date(raw: str, today: dt.date) -> dt.date | None:
    """``2017-05-31`` or ``31/05/2017``; None when empty or 01/01/1900, which stands for none."""
    text = raw.strip()
    if not text:
        return None
    match = next((m for pattern in _DATES if (m := pattern.fullmatch(text))), None)
    if match is None:
        raise CellError("No es una fecha: escriba AAAA-MM-DD o DD/MM/AAAA.")
    try:
        date = dt.date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError as error:
        raise CellError("La fecha no existe en el calendario.") from error
    if date == NO_DATE:
        return None
    if date > today:
        raise CellError("La fecha está en el futuro.")
    if date < NO_DATE:
        raise CellError("La fecha es anterior a 1900.")
    return date


def parse_required_date(raw: str, today: dt.date) -> dt.date:
    date = parse_date(raw, today)
    if date is None:
        raise CellError("Falta la fecha (01/01/1900 cuenta como vacía).")
    return date


def parse_number(raw: str) -> Decimal | None:
    """A number as people and spreadsheets write it; None when empty."""
    text = raw.strip()
    if not text:
        return None
    if _PLAIN_NUMBER.fullmatch(text):  # nearly every one, so it is asked first
        return Decimal(text)
    if _GROUPED_NUMBER.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if _COMMA_NUMBER.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    raise CellError("No es un número.")


def parse_decimal(raw: str, digits: int, places: int) -> Decimal | None:
    """A quantity that isn't negative, of at most ``digits``, rounded to ``places``.

    A spreadsheet's floats carry noise. None when empty.
    """
    number = parse_number(raw)
    if number is None:
        return None
    if number < 0:
        raise CellError("Es negativo.")
    if number >= Decimal(10) ** (digits - places):
        raise CellError("Es demasiado grande para ser cierto.")
    return number.quantize(_smallest(places))


@cache
def _smallest(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def parse_amount_pen(raw: str) -> Decimal | None:
    """Soles, rounded to the céntimo; None when empty."""
    return parse_decimal(_SOLES.sub("", raw), _AMOUNT_DIGITS, 2)


def parse_percent(raw: str) -> Decimal | None:
    """A percentage from 0 to 100, with two decimals; None when empty."""
    percent = parse_number(raw.strip().removesuffix("%"))
    if percent is None:
        return None
    if not 0 <= percent <= 100:
        raise CellError("No es un porcentaje entre 0 y 100.")
    return percent.quantize(_CENTIMO)


def parse_count(raw: str, most: int) -> int | None:
    """How many there are, up to ``most``; None when empty."""
    number = parse_number(raw)
    if number is None:
        return None
    if number < 0 or number != number.to_integral_value():
        raise CellError("No es una cantidad entera.")
    if number > most:
        raise CellError(f"Es más de lo posible ({most:,}).".replace(",", " "))
    return int(number)


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
