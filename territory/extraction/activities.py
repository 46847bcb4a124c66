"""Economic, social and environmental indicators of each activity side by side, all sourced.

An activity is known in other agencies' files by words of their sector; where a source doesn't
tell activities apart, its figure is the unit's and stands by itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy as _

from territory.coverage import COUNTRY
from territory.covered import Coverage, published_coverage
from territory.extraction.received import Amount, Line, total
from territory.extraction.sites import Sites
from territory.models import (
    Activity,
    EnvironmentalEmergency,
    EnvironmentalMonitoringPoint,
    MonitoringRegister,
    TransferKind,
)
from territory.origins import every_source, joined

_K = TransferKind


class Industry(models.TextChoices):
    """What is extracted, in the plan's words: renewable resources and those that aren't."""

    MINING = "mining", _("minería")
    HYDROCARBONS = "hydrocarbons", _("hidrocarburos")
    HYDROPOWER = "hydropower", _("generación hidroeléctrica")
    FISHING = "fishing", _("pesca")
    FORESTRY = "forestry", _("forestal y fauna")


_KINDS: dict[Industry, tuple[TransferKind, ...]] = {
    Industry.MINING: (_K.MINING_CANON, _K.MINING_ROYALTIES),
    Industry.HYDROCARBONS: (_K.GAS_CANON, _K.OIL_CANON, _K.FOCAM),
    Industry.HYDROPOWER: (_K.HYDROPOWER_CANON,),
    Industry.FISHING: (_K.FISHING_CANON,),
    Industry.FORESTRY: (_K.FORESTRY_CANON,),
}
_SITES = {Industry.MINING: Activity.MINING, Industry.FORESTRY: Activity.FORESTRY}
# How OEFA's files name the sectors that it supervises; forests aren't among them.
_WORDS = {
    Industry.MINING: ("miner",),
    Industry.HYDROCARBONS: ("hidrocarburo",),
    Industry.HYDROPOWER: ("electric", "eléctric"),
    Industry.FISHING: ("pesq", "pesca"),
}
# Other registers' points are of no industry.
_SUPERVISED = Q(feed=MonitoringRegister.OEFA_POINTS)


@dataclass(frozen=True)
class Indicator:
    """A number with its source; ``value`` None where no source here tells of it.

    ``is_partial``: the published files don't cover all of the unit.
    """

    value: Decimal | int | None = None
    source: str = ""
    cutoff_date: dt.date | None = None
    is_sample: bool = False
    is_partial: bool = False


NOBODY_TELLS = Indicator()


@dataclass(frozen=True)
class IndustryLine:
    """An industry's indicators in a unit: money of ``year``, titles, emergencies, points."""

    industry: Industry
    amount: Amount
    received: Indicator
    titles: Indicator
    emergencies: Indicator
    points: Indicator


def industries_in(
    unit: str, year: int, lines: Sequence[Line], sites: Sequence[Sites]
) -> list[IndustryLine]:
    """A line for each industry; four statements at most."""
    coverage = published_coverage()
    emergencies = _by_industry(EnvironmentalEmergency, Q(), ("sector", "subsector"), unit, coverage)
    points = _by_industry(EnvironmentalMonitoringPoint, _SUPERVISED, ("subsector",), unit, coverage)
    found = []
    for industry in Industry:
        own = [line for line in lines if line.year == year and line.kind in _KINDS[industry]]
        amount = total(own)
        received = NOBODY_TELLS
        if own:
            received = Indicator(
                amount.value,
                joined(line.source for line in own),
                max(line.cutoff_date for line in own),
                own[0].is_sample,
            )
        found.append(
            IndustryLine(
                industry,
                amount,
                received,
                _titles(industry, sites),
                emergencies.get(industry, NOBODY_TELLS),
                points.get(industry, NOBODY_TELLS),
            )
        )
    return found


def _titles(industry: Industry, sites: Sequence[Sites]) -> Indicator:
    activity = _SITES.get(industry)
    own = [one for one in sites if one.activity == activity]
    if activity is None or not own:
        return NOBODY_TELLS
    number = sum(one.number for one in own if one.is_titled)
    return Indicator(
        number,
        joined(one.source for one in own),
        max(one.cutoff_date for one in own),
        own[0].is_sample,
    )


def _by_industry(
    model: Any, which: Q, fields: Sequence[str], unit: str, coverage: Coverage
) -> dict[Industry, Indicator]:
    """How many of a model's rows are of each industry; absent where nothing is published."""
    published = model.objects.published().filter(which).order_by()
    told: dict[str, Any] = published.aggregate(
        any_row=Count("pk"),
        sources=every_source(),
        cutoff=Max("cutoff_date"),
        sample=Count("pk", filter=Q(is_sample=True)),
    )
    if not told["any_row"]:
        return {}
    here = published.filter(declared_unit__ubigeo__startswith=unit) if unit else published
    counts = here.aggregate(
        **{
            industry.value: Count("pk", filter=_named(fields, words))
            for industry, words in _WORDS.items()
        }
    )
    is_sample = bool(told["sample"])
    is_partial = not is_sample and coverage.partial(model, unit or COUNTRY) is not None
    return {
        industry: Indicator(
            counts[industry.value], told["sources"], told["cutoff"], is_sample, is_partial
        )
        for industry in _WORDS
    }


def _named(fields: Sequence[str], words: Sequence[str]) -> Q:
    tests = [Q(**{f"{field}__icontains": word}) for field in fields for word in words]
    return reduce(or_, tests)
