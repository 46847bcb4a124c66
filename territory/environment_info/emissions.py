"""The inventory of greenhouse gases as a series: each sector's sum by year, and what it lacks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Max, QuerySet, Sum

from territory.models import GreenhouseGasEmission
from territory.origins import every_source


@dataclass(frozen=True)
class YearSum:
    """Gigagrams of CO₂ equivalent of the ``told`` sources, of as many as ``sources``.

    Sums of which different sources are told can't be compared.
    """

    year: int
    known: Decimal | None
    told: int
    sources: int

    @property
    def is_whole(self) -> bool:
        return self.told == self.sources


@dataclass(frozen=True)
class SectorSeries:
    """A sector (empty: all of them) and its sums, a year each, in order."""

    sector: str
    years: tuple[YearSum, ...]


@dataclass(frozen=True)
class Inventory:
    """The sectors' series, and of all of them together; where it is all from."""

    sectors: tuple[SectorSeries, ...]
    country: SectorSeries
    years: tuple[int, ...]
    source: str
    cutoff_date: dt.date
    is_sample: bool


def published() -> QuerySet[GreenhouseGasEmission]:
    """The rows that are published, in the order of the inventory."""
    rows: QuerySet[GreenhouseGasEmission] = GreenhouseGasEmission.objects.published()
    return rows.order_by("year", "ipcc_code", "sector", "emission_source", "pk")


def inventory() -> Inventory | None:
    """The whole of it in two statements; None where nothing is published."""
    rows = published().order_by()
    origin = rows.aggregate(sources=every_source(), cutoff=Max("cutoff_date"))
    if origin["cutoff"] is None:
        return None
    sums = rows.values("sector", "year", "is_sample").annotate(
        known=Sum("total_co2eq"), told=Count("total_co2eq"), number=Count("pk")
    )
    found = list(sums.order_by("sector", "year"))
    years = tuple(sorted({row["year"] for row in found}))
    by_place = {
        (row["sector"], row["year"]): YearSum(row["year"], row["known"], row["told"], row["number"])
        for row in found
    }
    sectors = sorted({row["sector"] for row in found})
    series = tuple(
        SectorSeries(
            sector,
            tuple(by_place.get((sector, year), YearSum(year, None, 0, 0)) for year in years),
        )
        for sector in sectors
    )
    country = SectorSeries("", tuple(_together(series, at, year) for at, year in enumerate(years)))
    return Inventory(
        series, country, years, origin["sources"], origin["cutoff"], found[0]["is_sample"]
    )


def _together(series: tuple[SectorSeries, ...], at: int, year: int) -> YearSum:
    of_year = [one.years[at] for one in series]
    known = [one.known for one in of_year if one.known is not None]
    return YearSum(
        year,
        sum(known, Decimal(0)) if known else None,
        sum(one.told for one in of_year),
        sum(one.sources for one in of_year),
    )
