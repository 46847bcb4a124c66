"""A UGEL as its page shows it: what is known of its services, from which source, of how many."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from territory.models import UgelArea
from territory.ugel.peers import fad_percent


@dataclass(frozen=True)
class Indicator:
    """A number of a UGEL; ``value`` is None where it isn't known.

    ``known`` of ``services`` are those of which the source says it. ``source`` and ``cutoff_date``
    are None where nothing was published that would say it.
    """

    name: str
    title: str | Promise
    value: int | float | None
    known: int
    services: int
    source: str | None
    cutoff_date: dt.date | None
    unit: str = ""

    @property
    def coverage(self) -> str:
        """Of how many services it is."""
        return _now("%(known)s de %(services)s servicios") % {
            "known": self.known,
            "services": self.services,
        }


def areas(department: str = "") -> QuerySet[UgelArea]:
    """The published UGEL by code, without their polygons; ``department`` of two digits."""
    rows: Any = UgelArea.objects.published().select_related("declared_unit")
    if department:
        rows = rows.filter(declared_unit__ubigeo__startswith=department)
    found: QuerySet[UgelArea] = rows.defer("geom", "declared_unit__geom").order_by("code")
    return found


def find_area(code: str) -> UgelArea:
    """The published UGEL with its polygon; raises UgelArea.DoesNotExist."""
    rows = UgelArea.objects.published().select_related("declared_unit")
    return rows.defer("declared_unit__geom").get(code=code)


def indicators_of(area: UgelArea) -> list[Indicator]:
    """What the sheet shows, in its order."""
    register = (area.services, area.source, area.cutoff_date)
    models = area.crfa_services is not None
    listed = (area.services, area.fad_source, area.fad_cutoff_date)
    fad = fad_percent(area)
    whole = area.services if models else 0
    return [
        Indicator("services", _("servicios educativos"), area.services, area.services, *register),
        Indicator("pupils", _("estudiantes"), area.pupils, area.pupils_known, *register),
        Indicator("teachers", _("docentes"), area.teachers, area.teachers_known, *register),
        Indicator(
            "rural_services",
            _("servicios rurales"),
            area.rural_services,
            area.area_known,
            *register,
        ),
        Indicator(
            "rural_percent",
            _("servicios rurales, de los que se conoce el área"),
            area.rural_percent,
            area.area_known,
            *register,
            unit="%",
        ),
        Indicator("crfa", _("con alternancia (CRFA)"), area.crfa_services, whole, *listed),
        Indicator("sre", _("con residencia (SRE)"), area.sre_services, whole, *listed),
        Indicator("st", _("de secundaria tutorial (ST)"), area.st_services, whole, *listed),
        Indicator(
            "fad_percent",
            _("servicios con forma de atención diversificada"),
            None if fad is None else round(fad, 2),
            whole,
            *listed,
            unit="%",
        ),
    ]
