"""What a request asks for of the money of extraction; none of it is guessed."""

from __future__ import annotations

import re
from collections.abc import Collection

from drf_spectacular.utils import OpenApiParameter

from ows.errors import InvalidValue
from ows.kvp import Kvp
from territory.models import AdminUnit
from territory.queries import current_units

_UBIGEO = re.compile(r"(?:[0-9]{2}){1,3}")
UNIT = OpenApiParameter("unit", str, description="Ubigeo; sin él, todo el país.")
YEAR = OpenApiParameter("year", int, description="Un año; sin él, el último.")


def asked_unit(kvp: Kvp) -> AdminUnit | None:
    """The unit; raises InvalidValue where there is none of that code."""
    code = kvp.get("unit") or ""
    if not code:
        return None
    found = None
    if _UBIGEO.fullmatch(code):
        found = current_units().filter(pk=code).defer("geom").first()
    if found is None:
        shown = code[:12].replace("\x00", "")
        raise InvalidValue("unit", f"No hay unidad con el ubigeo «{shown}».")
    return found


def asked_year(kvp: Kvp) -> int | None:
    """The year, if one is given; raises InvalidValue."""
    if kvp.get("year") is None:
        return None
    return kvp.integer("year", 0, minimum=1900, maximum=2199)


def one_of(kvp: Kvp, name: str, known: Collection[str]) -> str:
    """A parameter's value, which has to be known; empty where there is none."""
    value = kvp.get(name)
    if value is not None and value not in known:
        raise InvalidValue(name, f"«{value[:40]}» no existe: use {', '.join(known)}.")
    return value or ""
