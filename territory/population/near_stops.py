"""The people within reach of a stop of public transport, in a straight line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from territory.models import PeopleNearStops, TransitStop, UnitPopulation
from territory.population.shares import count_within
from territory.population.units import ENOUGH_COVERED, loaded_population
from territory.sql import read_statements

# Metres, on the ellipsoid.
REACH_M = 500

_SQL = read_statements(Path(__file__).with_suffix(".sql"))


def refresh_near_stops() -> None:
    """Count them anew for each published feed, and for each unit that the population covers.

    After stops, the population or boundaries changed, in the same transaction. Nobody is counted
    twice: the reach of a feed's stops, or of all stops, is one area.
    """
    PeopleNearStops.objects.all().delete()
    population = loaded_population()
    if population is None:
        return
    given: dict[str, Any] = {
        "population": population.pk,
        "covers": population.covers,
        "metres": REACH_M,
        "enough": ENOUGH_COVERED,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        for name in ("drop", "stops", "reach", "units"):
            cursor.execute(_SQL[name], given)
        count_within(cursor, population, _SQL["around_each_stop"], {})
        cursor.execute(_SQL["mark_uncovered"], given)
        count_within(cursor, population, _SQL["around_feeds"], {})
        cursor.execute(_SQL["keep_feeds"], given)
        count_within(cursor, population, _SQL["within_units"], {})
        cursor.execute(_SQL["keep_units"], given)


def near_units() -> QuerySet[Any]:
    """Of each unit: ``people`` of ``total`` near ``stops``, as annotated rows by ubigeo.

    Only units that the population covers, and that a published stop's reach touches.
    """
    rows = PeopleNearStops.objects.filter(unit__isnull=False, population=_newest())
    own = UnitPopulation.objects.filter(population=OuterRef("population"), unit=OuterRef("unit"))
    found = rows.annotate(total=Subquery(own.values("people")), name=F("unit__name"))
    return found.order_by("unit_id")


def near_feed(name: str) -> PeopleNearStops | None:
    """Those near a published feed's stops; None where no population is loaded."""
    stops = TransitStop.objects.published().filter(feed=OuterRef("feed"))
    rows = PeopleNearStops.objects.filter(Exists(stops), feed=name)
    return rows.select_related("population").first()


def _newest() -> Any:
    population = loaded_population()
    return population.pk if population else None
