"""The loaded population, and how many people of it each unit has."""

from __future__ import annotations

from django.db import connection, transaction

from territory.boundaries.rules import conclusive_units, official_levels
from territory.models import AdminUnit, PopulationSource, UnitPopulation
from territory.population.shares import count_within

# Of a unit's surface: coasts and lakes have cells without a value.
ENOUGH_COVERED = 0.99

_UNITS = """
    SELECT ubigeo AS key, ST_Transform(geom, 6933) AS geom
    FROM territory_adminunit WHERE ubigeo = ANY (%(units)s)
"""
_KEEP = """
    INSERT INTO territory_unitpopulation (population_id, unit_id, people, covered)
    SELECT %(population)s, unit.ubigeo, found.people,
           least(1, found.covered_m2 / ST_Area(ST_Transform(unit.geom, 6933)))
    FROM population_found AS found JOIN territory_adminunit AS unit ON unit.ubigeo = found.key
"""


def loaded_population() -> PopulationSource | None:
    """What an operator loaded last; None where nobody did."""
    return PopulationSource.objects.first()


def refresh_unit_population() -> None:
    """Count the people of every unit whose official boundary says which land is its own.

    After the population or boundaries changed, in the same transaction; before the people near
    stops, which ask it.
    """
    UnitPopulation.objects.all().delete()
    population = loaded_population()
    if population is None:
        return
    units = list(conclusive_units(official_levels()).values_list("pk", flat=True))
    if not units:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        count_within(cursor, population, _UNITS, {"units": units})
        cursor.execute(_KEEP, {"population": population.pk})


def untouched(population: PopulationSource) -> list[AdminUnit]:
    """The units that it is said to cover, of which it has no cell though their land is known."""
    drawn = conclusive_units(official_levels()).filter(pk__in=population.covers)
    counted = UnitPopulation.objects.filter(population=population).values("unit")
    return list(drawn.exclude(pk__in=counted).defer("geom").order_by("pk"))
