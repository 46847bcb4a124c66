"""The values of a feed's cells, as the reference's "Field Types" define them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection

from layers.reading.cells import CellError, parse_required_text, parse_text

_TIME = re.compile(r"(\d{1,3}):([0-5]\d):([0-5]\d)")
_NUMBER = re.compile(r"[+-]?(\d++(\.\d*+)?|\.\d++)([eE][+-]?\d{1,3})?")
_INTEGER = re.compile(r"\d{1,9}")
_COLOR = re.compile(r"[0-9A-Fa-f]{6}")
_DATE = re.compile(r"\d{8}")
_MAX_ID = 200
_MAX_NAME = 500


def parse_id(raw: str) -> str:
    return parse_required_text(raw, max_length=_MAX_ID)


def parse_optional_id(raw: str) -> str:
    return parse_text(raw, max_length=_MAX_ID)


def parse_name(raw: str) -> str:
    return parse_text(raw, max_length=_MAX_NAME)


def parse_time(raw: str) -> int | None:
    """Seconds since the service day began; beyond 24 h after midnight. None when empty."""
    text = raw.strip()
    if not text:
        return None
    match = _TIME.fullmatch(text)
    if match is None:
        raise CellError("No es una hora: se espera HH:MM:SS.")
    hours, minutes, seconds = (int(part) for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds


def parse_required_time(raw: str) -> int:
    seconds = parse_time(raw)
    if seconds is None:
        raise CellError("Falta la hora.")
    return seconds


def parse_day(raw: str) -> dt.date:
    text = raw.strip()
    if not _DATE.fullmatch(text):
        raise CellError("No es una fecha: se espera AAAAMMDD.")
    try:
        return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError as error:
        raise CellError("La fecha no existe en el calendario.") from error


def parse_optional_day(raw: str) -> dt.date | None:
    return parse_day(raw) if raw.strip() else None


def parse_integer(raw: str) -> int:
    if not _INTEGER.fullmatch(raw.strip()):
        raise CellError("No es un número entero sin signo.")
    return int(raw)


def parse_headway(raw: str) -> int:
    """Seconds between departures: above zero, at most a day."""
    seconds = parse_integer(raw)
    if not 0 < seconds <= 86_400:
        raise CellError("El intervalo debe estar entre 1 y 86400 segundos.")
    return seconds


def parse_degrees(raw: str) -> float | None:
    """A coordinate; None when empty. Whether it lies in Peru is asked of both together."""
    text = raw.strip()
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise CellError("No es una coordenada en grados decimales, con punto.")
    return float(text)


def parse_required_degrees(raw: str) -> float:
    degrees = parse_degrees(raw)
    if degrees is None:
        raise CellError("Falta la coordenada.")
    return degrees


def parse_color(raw: str) -> str:
    """``"#RRGGBB"``, or empty."""
    text = raw.strip()
    if text and not _COLOR.fullmatch(text):
        raise CellError("No es un color: se esperan seis cifras hexadecimales, sin «#».")
    return f"#{text.upper()}" if text else ""


def one_of(allowed: Collection[str]) -> Callable[[str], str]:
    """A reader of one of the values ``allowed``, as they are written."""
    listed = ", ".join(value or "vacío" for value in allowed)

    def parse(raw: str) -> str:
        if raw.strip() not in allowed:
            raise CellError(f"Valores posibles: {listed}.")
        return raw.strip()

    return parse
