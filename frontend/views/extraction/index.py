"""``/extraccion/``: who may produce, who received, what the law shares out, of a unit and year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from layers.themes.resource_transfers.layer import RECORDED
from territory.addresses import on_site
from territory.extraction.denominators import Denominator, nearest
from territory.extraction.here import Here, YearLine, extraction_in
from territory.extraction.received import Amount, received_by_unit, total
from territory.models import AdminUnit, CanonSplitRule
from territory.models.resource_transfers import Nature, Recipient, TransferKind
from territory.queries import current_units, unit_ancestors
from territory.sanitation.unserved import unserved

LAYERS = "departments,extractive_sites,resource_transfers"
_UBIGEO = re.compile(r"(?:[0-9]{2}){1,3}")
_YEAR = re.compile(r"(?:19|20|21)[0-9]{2}")


class Wrong(Exception):
    """What can't be answered, as a person reads it."""


@dataclass(frozen=True)
class Each:
    """An amount for each person or pupil: ``value``, or the year that is known instead."""

    title: str
    value: Decimal | None
    of: Denominator | None
    other_year: int | None


@dataclass(frozen=True)
class Place:
    """What was received in a unit just inside; ``unit`` None where it has no sheet."""

    code: str
    unit: AdminUnit | None
    amounts: tuple[Amount, ...]


def index(request: HttpRequest) -> HttpResponse:
    """All of it, of the country or the unit and year that are asked for."""
    problem, unit, year = "", None, None
    try:
        unit, year = _unit(request), _year(request)
    except Wrong as error:
        problem = str(error)
    here = extraction_in(unit, year)
    code = unit.pk if unit else ""
    query = {name: value for name, value in (("unit", code), ("year", here.year)) if value}
    context = {
        "problem": problem,
        "here": here,
        "unit": unit,
        "ancestors": unit_ancestors(unit) if unit else (),
        "departments": current_units()
        .filter(level=AdminUnit.Level.DEPARTMENT)
        .values_list("pk", "name"),
        "natures": Nature,
        "recipients": Recipient,
        "of_year": _of_year(here.of_year),
        "years": [(line, _of_year(line)) for line in reversed(here.years)],
        "cells": _cells(here),
        "each": _each(here),
        "places": _places(code, here.year),
        "above": _above(here),
        "social": unserved([code], samples=_is_sample(here)).get(code),
        "rules": CanonSplitRule.objects.all() if not unit else (),
        "recorded": RECORDED,
        "origin": here.lines[-1] if here.lines else None,
        "map_address": on_site(f"/mapa/?v=1&l={LAYERS}" + (f"&u={code}" if code else "")),
        "csv_address": on_site(
            "/api/v1/extraction/transfers/?" + urlencode({"f": "csv"} | _only_unit(query))
        ),
        "api_address": on_site(
            "/api/v1/extraction/?" + urlencode(query) if query else "/api/v1/extraction/"
        ),
    }
    return render(
        request, "frontend/extraction/index.html", context, status=400 if problem else 200
    )


def _is_sample(here: Here) -> bool:
    """Whether what stands on the page are samples: facts never stand beside these."""
    return here.is_sample or any(one.is_sample for one in here.sites)


def _only_unit(query: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in query.items() if name == "unit"}


def _unit(request: HttpRequest) -> AdminUnit | None:
    code = request.GET.get("u", "").strip()
    if not code:
        return None
    found = None
    if _UBIGEO.fullmatch(code):
        found = current_units().filter(pk=code).defer("geom").first()
    if found is None:
        shown = code[:12].replace("\x00", "")
        raise Wrong(_("u: no hay unidad con el ubigeo %(code)s.") % {"code": shown})
    return found


def _year(request: HttpRequest) -> int | None:
    year = request.GET.get("anio", "").strip()
    if not year:
        return None
    if not _YEAR.fullmatch(year):
        raise Wrong(_("anio: escriba un año de cuatro cifras."))
    return int(year)


def _of_year(line: YearLine | None) -> list[tuple[str, Amount]]:
    """The natures of a year that are told of; what nobody tells of is absent."""
    if line is None:
        return []
    told = ((str(nature.label), amount) for nature, amount in line.natures.items())
    return [(label, amount) for label, amount in told if amount.governments or amount.untold]


def _cells(here: Here) -> list[tuple[TransferKind, list[Amount], Amount]]:
    """A line for each kind of the year: what each level of government received, and all."""
    return [
        (
            kind,
            [
                total(here.lines, year=here.year, kind=kind, recipients=[recipient])
                for recipient in Recipient
            ],
            amount,
        )
        for kind, amount in here.kinds
    ]


def _each(here: Here) -> list[Each]:
    """For each person and pupil, where that very year's are known."""
    if here.of_year is None or here.unit is None:
        return []
    year, amount = here.of_year.year, here.of_year.total.value
    found = []
    for title, known in (
        (_("por persona"), here.divided.people),
        (_("por estudiante"), here.divided.pupils),
    ):
        of = known.get(year)
        value = of.each(amount) if of else None
        found.append(Each(title, value, of, None if of else nearest(known, year)))
    return found


def _places(code: str, year: int | None) -> list[Place]:
    if year is None or len(code) == 6:
        return []
    lines = received_by_unit(code, year)
    codes = sorted({line.unit for line in lines})
    units = AdminUnit.objects.filter(pk__in=codes).defer("geom").in_bulk()
    return [
        Place(
            place,
            units.get(place),
            (
                *(total(lines, unit=place, nature=nature) for nature in Nature),
                total(lines, unit=place),
            ),
        )
        for place in codes
    ]


def _above(here: Here) -> list[tuple[AdminUnit, Amount]]:
    """What the governments above received in the year: they spend it in all that is theirs."""
    if not here.unit:
        return []
    of_year = [line for line in here.above if line.year == here.year]
    codes = sorted({line.unit for line in of_year})
    units = AdminUnit.objects.filter(pk__in=codes).defer("geom").in_bulk()
    return [(units[code], total(of_year, unit=code)) for code in codes if code in units]
