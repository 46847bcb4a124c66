"""What an address of the observatory asks for: units, a year, a kind."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.translation import gettext as _

from territory.models import AdminUnit
from territory.models.crime import CrimeKind
from territory.queries import current_units

MOST_UNITS = 200
_BETWEEN = re.compile(r"[\s,;]+")


class Wrong(Exception):
    """What can't be answered, as a person reads it."""


def asked_units(request: HttpRequest, most: int = MOST_UNITS) -> list[AdminUnit]:
    """The units that ``u`` names by ubigeo, by code; raises Wrong, which names what is wrong."""
    written = ",".join(request.GET.getlist("u"))
    codes = sorted({code for code in _BETWEEN.split(written) if code})
    if len(codes) > most:
        raise Wrong(
            _("u: se pueden pedir %(most)s unidades; hay %(n)s.") % {"most": most, "n": len(codes)}
        )
    well = [code for code in codes if re.fullmatch(r"(?:[0-9]{2}){1,3}", code)]
    found = list(current_units().filter(pk__in=well).defer("geom").order_by("pk"))
    unknown = sorted(set(codes) - {unit.pk for unit in found})
    if unknown:
        shown = ", ".join(code[:12].replace("\x00", "") for code in unknown[:5])
        raise Wrong(_("u: no hay unidad con el ubigeo %(codes)s.") % {"codes": shown})
    return found


def asked_year(request: HttpRequest, years: Sequence[int]) -> int | None:
    """The year that ``anio`` asks for, the latest by default; None where there is none."""
    text = request.GET.get("anio", "")
    if text in map(str, years):
        return int(text)
    return years[0] if years else None


def asked_kind(request: HttpRequest) -> CrimeKind:
    """The kind that ``modalidad`` asks for; all together by default."""
    text = request.GET.get("modalidad", "")
    return CrimeKind(text) if text in CrimeKind.values else CrimeKind.TOTAL
