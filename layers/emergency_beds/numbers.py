"""The members of a report of beds as a program or a person writes them, checked one by one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from layers.errors import InvalidParameter
from territory.models import BedArea
from territory.models.emergency_beds import BED_NUMBERS

# No hospital of Peru has so many emergency beds: four digits are a slip of the hand beyond it.
MOST_BEDS = 2_000
# A clock of another machine may go so much ahead of this one.
CLOCKS = dt.timedelta(minutes=1)
_NAMES = {
    "total": "las camas de emergencia",
    "inoperative": "las inoperativas",
    "operational": "las operativas",
    "available": "las disponibles",
    "occupied": "las ocupadas",
}
# RFC 3339, to the microsecond at most; the zone is always said.
_INSTANT = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?)(Z|[+-]\d\d:\d\d)?", re.ASCII | re.IGNORECASE
)


@dataclass(frozen=True)
class Reported:
    """A report as it may be kept; a number that wasn't told is None."""

    area: str
    at: dt.datetime
    numbers: Mapping[str, int | None]


def read_area(value: Any) -> str:
    """Raises InvalidParameter."""
    if not isinstance(value, str) or value not in BedArea.values:
        areas = " o ".join(BedArea.values)
        raise InvalidParameter(f"Se espera {areas}.", parameter="area")
    return value


def read_instant(value: Any, now: dt.datetime | None = None) -> dt.datetime:
    """An instant with its zone, neither to come nor too old; raises InvalidParameter."""
    now = now or timezone.now()
    found = _INSTANT.fullmatch(value) if isinstance(value, str) and len(value) <= 40 else None
    if found is None:
        raise _at("Se espera un instante como 2026-01-31T14:05:00-05:00.")
    if found[2] is None:
        raise _at("Falta la zona horaria del instante: -05:00 es la del Perú.")
    try:
        at = dt.datetime.fromisoformat(value.upper()).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise _at("Ese instante no existe.") from None
    check_instant(at, now)
    return at


def check_instant(at: dt.datetime, now: dt.datetime) -> None:
    """Raises InvalidParameter where it is to come, or too old to be reported or corrected."""
    if at > now + CLOCKS:
        raise _at("El instante está en el futuro.")
    if at < now - dt.timedelta(hours=settings.EMERGENCY_BEDS_OLDEST_HOURS):
        hours = settings.EMERGENCY_BEDS_OLDEST_HOURS
        raise _at(f"El instante es de hace más de {hours} horas: ya no se recibe ni se corrige.")


def read_numbers(given: Mapping[str, Any]) -> dict[str, int | None]:
    """Whole numbers that can be true together; raises InvalidParameter, which names the field."""
    numbers = {name: _number(name, given.get(name)) for name in BED_NUMBERS}
    if numbers["operational"] is None:
        raise InvalidParameter(
            "Faltan las camas operativas: son lo que se reporta.", parameter="operational"
        )
    _hold(numbers)
    return numbers


def _number(name: str, value: Any) -> int | None:
    # Python takes true for a number.
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidParameter(f"En {_NAMES[name]} se espera un número entero.", parameter=name)
    if not 0 <= value <= MOST_BEDS:
        raise InvalidParameter(
            f"{_NAMES[name].capitalize()} van de 0 a {MOST_BEDS}.", parameter=name
        )
    return value


def _hold(numbers: Mapping[str, int | None]) -> None:
    operational, total = numbers["operational"] or 0, numbers["total"]
    for name in ("occupied", "available"):
        if (numbers[name] or 0) > operational:
            raise InvalidParameter(
                f"{_NAMES[name].capitalize()} ({numbers[name]}) son más que las operativas "
                f"({operational}).",
                parameter=name,
            )
    available, occupied = numbers["available"] or 0, numbers["occupied"] or 0
    if available + occupied > operational:
        raise InvalidParameter(
            f"Disponibles y ocupadas suman {available + occupied}, más que las operativas "
            f"({operational}).",
            parameter="available",
        )
    if total is None:
        return
    if operational > total:
        raise InvalidParameter(
            f"Las operativas ({operational}) son más que las camas de emergencia ({total}).",
            parameter="operational",
        )
    if operational + (numbers["inoperative"] or 0) > total:
        raise InvalidParameter(
            f"Operativas e inoperativas suman más que las camas de emergencia ({total}).",
            parameter="inoperative",
        )


def _at(message: str) -> InvalidParameter:
    return InvalidParameter(message, parameter="at")
