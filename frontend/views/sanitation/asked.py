"""What an address of the investments in sanitation asks for; what can't be meant is said."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from territory.models import AdminUnit, SanitationProject
from territory.queries import current_units
from territory.sanitation.investments import MAX_TEXT, Asked
from territory.sanitation.thresholds import Thresholds, offered

_UBIGEO = re.compile(r"(?:[0-9]{2}){1,3}")
# Name in the address → name in the API.
_IN_API = {
    "q": "q",
    "u": "unit",
    "nivel": "level",
    "anio": "year",
    "estado": "status",
    "gobierno": "entity",
    "lista": "list",
}


class Wrong(Exception):
    """What can't be answered, as a person reads it."""


@dataclass(frozen=True)
class Choice:
    """What is asked for, the unit where there is one, and the same as queries."""

    asked: Asked
    unit: AdminUnit | None
    given: dict[str, str]

    @property
    def query(self) -> str:
        return urlencode(self.given)

    @property
    def api_query(self) -> str:
        return urlencode({_IN_API[name]: value for name, value in self.given.items()})


def choice(request: HttpRequest, known: Thresholds) -> Choice:
    """Raises Wrong, which names the parameter."""
    given = {name: request.GET.get(name, "").strip() for name in _IN_API}
    for name, value in given.items():
        most = MAX_TEXT if name == "q" else 300
        if len(value) > most or "\x00" in value:
            raise Wrong(_("%(name)s: use hasta %(most)s letras.") % {"name": name, "most": most})
    year = given["anio"]
    if year and not re.fullmatch(r"(?:19|20|21)[0-9]{2}", year):
        raise Wrong(_("anio: escriba un año de cuatro cifras."))
    unit = _unit(given["u"])
    asked = Asked(
        text=given["q"],
        unit=given["u"],
        level=_one_of("nivel", given["nivel"], SanitationProject.GovernmentLevel.values),
        year=int(year) if year else None,
        status=given["estado"],
        entity=given["gobierno"],
        listed=_one_of("lista", given["lista"], offered(known)),
    )
    return Choice(asked, unit, {name: value for name, value in given.items() if value})


def _unit(code: str) -> AdminUnit | None:
    if not code:
        return None
    found = None
    if _UBIGEO.fullmatch(code):
        found = current_units().filter(pk=code).defer("geom").first()
    if found is None:
        raise Wrong(_("u: no hay unidad con el ubigeo %(code)s.") % {"code": code[:12]})
    return found


def _one_of(name: str, value: str, known: Collection[str]) -> str:
    if value and value not in known:
        raise Wrong(_("%(name)s: ese valor no existe.") % {"name": name})
    return value
