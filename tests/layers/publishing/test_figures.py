"""The figures of before and after: of things, of feeds, and of counts in place and time."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from layers.loading import importing
from layers.loading.candidates import Candidate
from layers.loading.checking import Handed
from layers.loading.snapshots import File
from layers.progress import Unwatched
from layers.publishing import previewing
from layers.publishing.figures import figures_before_and_after
from layers.reading.context import Feed
from layers.reading.results import Provenance
from layers.source import Source
from layers.themes.transit.source import TRANSPORT
from layers.themes.water_supply_counts.source import WATER_SUPPLY
from territory.coverage import Covers
from territory.models import TransitRoute, TransitStop, WaterSupplyCount
from tests.feeds import feed
from tests.layers.themes.water_supply_counts.test_reader import HEADER, place

pytestmark = pytest.mark.django_db

PROVENANCE = Provenance("INEI, censo", "https://www.gob.pe/inei", dt.date(2025, 10, 31))
PROVINCES = ("0101", "0102")
WELL = str(WaterSupplyCount.Supply.WELL.label)


def census(bagua: int) -> Candidate:
    """INEI's table of two provinces; each of the seven supplies as often."""
    rows = [
        *place("AMAZONAS", "Total", 1 + bagua),
        *place("AMAZONAS", "PROVINCIA CHACHAPOYAS", 1),
        *place("AMAZONAS", "PROVINCIA BAGUA", bagua),
    ]
    lines = [f"{d},{p},Total,Total,Viviendas particulares,{s},{v}" for d, p, s, v in rows]
    data = "\n".join([HEADER, *lines]).encode()
    return Candidate.of(importing.check(WATER_SUPPLY, data, Handed(PROVENANCE)))


def compared(
    source: Source, candidate: Candidate, covers: Covers | None = None
) -> list[dict[str, Any]]:
    where = previewing.place_of(source, candidate, covers, importing.directory())
    return figures_before_and_after(source, candidate, where, Unwatched())


def test_counts_are_the_country_s_of_the_latest_period() -> None:
    """Sums of the provinces that the file covers: 1 + 2, then 1 + 9 of each supply."""
    first = census(2)
    importing.publish(WATER_SUPPLY, first, file=File.of("a.csv", b"a"), covers=PROVINCES)
    found = compared(WATER_SUPPLY, census(9), PROVINCES)
    (well,) = [figure for figure in found if figure["title"].startswith(WELL)]
    assert (well["before"], well["after"], well["was_sample"]) == (3.0, 10.0, False)
    assert well["commitment"] == 14
    assert well["group"].endswith(", 2025")
    assert WaterSupplyCount.objects.filter(is_sample=False, value=9).count() == 0


def test_counts_of_samples_are_marked_as_what_was_before() -> None:
    found = compared(WATER_SUPPLY, census(2), PROVINCES)
    after = {figure["title"]: figure["after"] for figure in found if figure["after"] is not None}
    assert set(after.values()) == {3.0}
    assert len(after) == 7


def test_a_feed_s_routes_and_stops_are_counted() -> None:
    """Of the feed of ``tests.feeds``: two routes, three stops."""
    TransitRoute.objects.all().delete()
    TransitStop.objects.all().delete()
    handed = Handed(PROVENANCE, Feed("trujillo", "1301"))
    candidate = Candidate.of(importing.check(TRANSPORT, feed(), handed))
    found = compared(TRANSPORT, candidate)
    counted = {(f["commitment"], f["title"]): (f["before"], f["after"]) for f in found}
    assert counted[10, "Rutas de transporte público"] == (None, 2.0)
    assert counted[10, "Paraderos"] == (None, 3.0)
