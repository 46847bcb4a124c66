"""People within 500 m of a stop, counted again by pyproj's circles and shapely's shares."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from django.db import connection
from django.test.utils import CaptureQueriesContext

from territory.models import PeopleNearStops, PopulationSource, UnitPopulation
from territory.population import near_feed, near_units, refresh_near_stops, refresh_unit_population
from territory.population.figures import near_stop_figures, near_stop_tables
from territory.population.units import untouched
from tests.territory import peopled
from tests.territory.peopled import EASTERN, LAND, MIDDLE, WESTERN

pytestmark = pytest.mark.django_db

# The second and the third overlap, the third's reach crosses the border, the fourth is alone.
STOPS = [(-79.045, -8.11), (-79.013, -8.10), (-79.0115, -8.10), (-78.98, -8.06)]
# PostGIS' circle is a polygon of 128 sides: 0.04 % smaller; its distance is off by 0.05 % at most.
NEAR = 2e-3


def counted() -> dict[str, float]:
    return {row.unit_id: row.people for row in near_units()}


def refresh() -> None:
    refresh_unit_population()
    refresh_near_stops()


@pytest.fixture(scope="module")
def city(module_db: None) -> None:
    peopled.make_land()
    peopled.make_stops(STOPS)
    peopled.make_population()
    refresh()


@pytest.mark.usefixtures("city")
def test_people_near_by_unit_are_those_of_an_independent_count() -> None:
    reach = peopled.reach(STOPS)
    expected = {
        unit: peopled.within(reach.intersection(peopled.equal_area(land)))
        for unit, land in LAND.items()
    }
    expected["1301"] = sum(expected.values())
    assert counted() == pytest.approx(expected, rel=NEAR)
    totals = {row.unit_id: row.total for row in near_units()}
    every = peopled.people()
    assert totals == pytest.approx(
        {
            WESTERN: every[:, :30].sum(),
            EASTERN: every[:, 30:].sum(),
            "1301": every.sum(),
        },
        rel=1e-9,
    )
    assert {row.unit_id: row.stops for row in near_units()} == {WESTERN: 3, EASTERN: 3, "1301": 4}


@pytest.mark.usefixtures("city")
def test_people_near_a_feed_are_those_of_the_union_of_its_circles() -> None:
    found = near_feed("prueba")
    assert found is not None
    alone = sum(peopled.within(peopled.reach([stop])) for stop in STOPS)
    assert found.people == pytest.approx(peopled.within(peopled.reach(STOPS)), rel=NEAR)
    assert (found.people or 0) < 0.95 * alone  # or the overlap would be counted twice
    assert (found.stops, found.uncovered) == (4, 0)


@pytest.mark.usefixtures("city")
def test_two_feeds_at_one_place_count_its_people_once_in_the_unit() -> None:
    before = counted()
    peopled.make_stops(STOPS, feed="otra")
    refresh_near_stops()
    assert counted() == pytest.approx(before)
    first, second = near_feed("prueba"), near_feed("otra")
    assert first is not None
    assert second is not None
    assert first.people == pytest.approx(second.people)


@pytest.mark.usefixtures("city")
def test_a_stop_beyond_the_grid_makes_the_feeds_figure_a_part() -> None:
    """One is off the grid altogether, one at its edge: of both all of the reach isn't known."""
    peopled.make_stops([(-79.2, -8.3), (peopled.WEST, -8.10), STOPS[0]], feed="afuera")
    refresh_near_stops()
    found = near_feed("afuera")
    assert found is not None
    assert (found.stops, found.uncovered) == (3, 2)
    inside = peopled.within(peopled.reach([(peopled.WEST, -8.10), STOPS[0]]))
    assert found.people == pytest.approx(inside, rel=NEAR)


@pytest.mark.usefixtures("city")
def test_of_a_feed_off_the_grid_nothing_is_known() -> None:
    peopled.make_stops([(-79.2, -8.3)], feed="lejos")
    refresh_near_stops()
    found = near_feed("lejos")
    assert found is not None
    assert (found.people, found.uncovered) == (None, 1)


@pytest.mark.usefixtures("city")
def test_a_unit_with_cells_without_a_value_has_no_figure_unless_it_is_said_to_be_covered() -> None:
    """A hole of the grid may be a lake, or a place that the file doesn't know."""
    values = peopled.people()
    values[20:30, 5:15] = np.nan
    peopled.make_population(values=values)
    refresh()
    assert set(counted()) == {EASTERN}
    assert UnitPopulation.objects.get(unit=WESTERN).covered == pytest.approx(
        1 - 100 / 1800, rel=1e-5
    )
    peopled.make_population(values=values, covers=["1301"])
    refresh()
    assert set(counted()) == {WESTERN, EASTERN, "1301"}
    reach = peopled.reach(STOPS).intersection(peopled.equal_area(LAND[WESTERN]))
    expected = peopled.within(reach, np.nan_to_num(values))
    assert counted()[WESTERN] == pytest.approx(expected, rel=NEAR)


@pytest.mark.usefixtures("city")
def test_without_official_boundaries_no_unit_has_a_figure() -> None:
    from territory.models import AdminUnit, BoundarySource  # noqa: PLC0415

    AdminUnit.objects.filter(geom__isnull=False).exclude(level="department").update(
        boundary_source=BoundarySource.APPROXIMATE
    )
    refresh()
    assert counted() == {}
    found = near_feed("prueba")
    assert found is not None
    assert found.people is not None


@pytest.mark.usefixtures("city")
def test_points_are_near_or_not_and_are_counted_once() -> None:
    """Each block's people at its middle: numpy's geodesic distances say which are near."""
    centres = shapely.centroid(peopled.cell_shapes())
    peopled.make_population(kind="points", shapes=centres, covers=["1301"])
    refresh()
    rows, columns = np.mgrid[0 : peopled.SIDE, 0 : peopled.SIDE]
    east = (peopled.WEST + (columns + 0.5) * peopled.CELL).ravel()
    north = (peopled.SOUTH + (rows + 0.5) * peopled.CELL).ravel()
    near = np.zeros(len(east), dtype=bool)
    for longitude, latitude in STOPS:
        from_x, from_y = np.full(len(east), longitude), np.full(len(east), latitude)
        _there, _back, metres = peopled.GEOD.inv(from_x, from_y, east, north)
        near |= metres <= 500
    values = peopled.people().ravel()
    assert counted()["1301"] == pytest.approx(values[near].sum())
    assert counted()[WESTERN] == pytest.approx(values[near & (east < MIDDLE)].sum())


@pytest.mark.usefixtures("city")
def test_what_is_said_to_be_covered_must_have_cells() -> None:
    population = peopled.make_population(
        values=peopled.people()[:, :30],
        shapes=peopled.cell_shapes().reshape(60, 60)[:, :30].ravel(),
        covers=[WESTERN, EASTERN],
    )
    refresh()
    assert [unit.pk for unit in untouched(population)] == [EASTERN]


@pytest.mark.usefixtures("city")
def test_figures_of_a_commitment_are_of_what_is_covered() -> None:
    (table,) = near_stop_tables(10)
    near, everybody = table.total
    assert near.value == round(counted()["1301"])
    assert everybody.value == round(peopled.people().sum())
    assert near.is_partial
    assert [unit.ubigeo for unit in near.covers] == ["1301"]
    assert [(row.unit and row.unit.pk, row.is_partial) for row in table.rows] == [("13", True)]
    assert near_stop_tables(9) == []


@pytest.mark.usefixtures("city")
def test_a_units_figures_have_source_and_cutoff_date() -> None:
    from territory.models import AdminUnit  # noqa: PLC0415

    (found,) = near_stop_figures(AdminUnit.objects.get(pk=WESTERN)).values()
    assert next(figure.value for figure in found) == round(counted()[WESTERN])
    assert "Rejilla de prueba" in found[0].source
    assert str(found[0].cutoff_date) == "2025-01-01"
    assert near_stop_figures(AdminUnit.objects.get(pk="0801")) == {}


@pytest.mark.usefixtures("city")
def test_without_a_population_nothing_is_known() -> None:
    PopulationSource.objects.all().delete()
    refresh()
    assert near_feed("prueba") is None
    assert list(near_units()) == []
    assert near_stop_tables(10) == []


@pytest.mark.usefixtures("city")
def test_the_number_of_statements_does_not_grow_with_stops_or_cells() -> None:
    with CaptureQueriesContext(connection) as few:
        refresh()
    peopled.make_stops([(-79.05 + n / 500, -8.09) for n in range(20)], feed="muchos")
    with CaptureQueriesContext(connection) as many:
        refresh()
    assert len(few) == len(many)
    assert PeopleNearStops.objects.exclude(feed="").count() == 2
