"""What a request asks for of the investments in sanitation; none of it is guessed."""

from __future__ import annotations

import re
from collections.abc import Collection

from drf_spectacular.utils import OpenApiParameter

from ows.errors import InvalidValue
from ows.kvp import Kvp
from territory.models import SanitationProject
from territory.queries import current_units
from territory.sanitation.investments import MAX_TEXT, Asked
from territory.sanitation.thresholds import LISTS, Thresholds, offered

_UBIGEO = re.compile(r"(?:[0-9]{2}){1,3}")
_MAX_ENTITY = 300
NAMES = ("q", "unit", "level", "year", "status", "entity", "list")
PARAMETERS = [
    OpenApiParameter("q", str, description="CUI, código SNIP o palabras del nombre."),
    OpenApiParameter("unit", str, description="Ubigeo: las que lo declaran o algo dentro de él."),
    OpenApiParameter("level", str, enum=list(SanitationProject.GovernmentLevel.values)),
    OpenApiParameter("year", int, description="Año de la viabilidad."),
    OpenApiParameter("status", str, description="Con las palabras del archivo, en mayúsculas."),
    OpenApiParameter(
        "entity", str, description="El gobierno o entidad, como lo escribe el archivo."
    ),
    OpenApiParameter("list", str, enum=list(LISTS)),
]


def asked_investments(kvp: Kvp, known: Thresholds) -> Asked:
    """Which investments; raises InvalidValue, which names the parameter."""
    text = kvp.get("q") or ""
    if len(text) > MAX_TEXT:
        raise InvalidValue("q", f"Use hasta {MAX_TEXT} letras.")
    year = None
    if kvp.get("year") is not None:
        year = kvp.integer("year", 0, minimum=1900, maximum=2200)
    return Asked(
        text=text,
        unit=_unit(kvp),
        level=one_of(kvp, "level", SanitationProject.GovernmentLevel.values),
        year=year,
        status=_short(kvp, "status", 60),
        entity=_short(kvp, "entity", _MAX_ENTITY),
        listed=one_of(kvp, "list", offered(known)),
    )


def one_of(kvp: Kvp, name: str, known: Collection[str], default: str = "") -> str:
    """A parameter's value, which has to be known."""
    value = kvp.get(name)
    if value is None:
        return default
    if value not in known:
        shown = value[:40].replace("\x00", "")
        raise InvalidValue(name, f"«{shown}» no existe: use {', '.join(known)}.")
    return value


def _unit(kvp: Kvp) -> str:
    code = kvp.get("unit") or ""
    if not code:
        return ""
    if not _UBIGEO.fullmatch(code) or not current_units().filter(pk=code).exists():
        shown = code[:12].replace("\x00", "")
        raise InvalidValue("unit", f"No hay unidad con el ubigeo «{shown}».")
    return code


def _short(kvp: Kvp, name: str, most: int) -> str:
    value = kvp.get(name) or ""
    if len(value) > most or "\x00" in value:
        raise InvalidValue(name, f"Use hasta {most} letras.")
    return value
