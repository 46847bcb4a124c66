"""A UGEL as its page shows it: what is known of its services, from which source, of how many."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from territory.eib.coverage import Counted, coverage
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
    return [*_of_the_register(area), *_of_the_models(area), *_of_the_eib_register(area)]


def languages_of(area: UgelArea) -> list[Counted]:
    """Its services of EIB by language, facts of facts and samples of samples. One query."""
    return coverage(ugel=area.code, is_sample=area.is_sample)


def _of_the_register(area: UgelArea) -> list[Indicator]:
    register = (area.services, area.source, area.cutoff_date)
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
    ]


def _of_the_models(area: UgelArea) -> list[Indicator]:
    listed = (area.services, area.fad_source, area.fad_cutoff_date)
    whole = area.services if area.crfa_services is not None else 0
    fad = fad_percent(area)
    return [
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


def _of_the_eib_register(area: UgelArea) -> list[Indicator]:
    listed = (area.services, area.eib_source, area.eib_cutoff_date)
    return [
        Indicator(
            "eib_services",
            _("servicios de educación intercultural bilingüe (EIB)"),
            area.eib_services,
            area.eib_known,
            *listed,
        ),
        Indicator(
            "eib_percent",
            _("servicios EIB, de los que el registro habla"),
            area.eib_percent,
            area.eib_known,
            *listed,
            unit="%",
        ),
    ]
