"""What lies within a shape, theme by theme; oracle: positions written by hand, and shapely."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, cast

import pytest
import shapely
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import GEOSGeometry, MultiLineString, MultiPolygon, Point
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from layers import themes
from layers.layer import Layer
from layers.themes.theme import Theme
from layers.zones.contents import ThemeContents, contents_of
from territory.models import (
    AdminUnit,
    ExtractiveSite,
    PublishedPart,
    RuralSchool,
    SanitationProject,
    TransitRoute,
)
from tests.test_fixed_queries import twin
from tests.zones import CUSCO, SIDE, SOUTH, WEST, client_of, planner, square, stored

pytestmark = pytest.mark.django_db

EAST, NORTH = WEST + SIDE, SOUTH + SIDE
MIDDLE = (WEST + SIDE / 2, SOUTH + SIDE / 2)
PROVENANCE: dict[str, Any] = {"source": "Prueba", "cutoff_date": "2025-01-31", "commitments": [8]}


def shape(geometry: dict[str, Any] | None = None) -> MultiPolygon:
    return MultiPolygon(GEOSGeometry(json.dumps(geometry or square()), srid=4326), srid=4326)


def inside(layer: str, geometry: dict[str, Any] | None = None) -> ThemeContents:
    units = AdminUnit.objects.filter(pk=CUSCO)
    found = {item.layer: item for item in contents_of(shape(geometry), units)}
    assert "environmental_commissions" not in found, "they have no place of their own"
    return found[layer]


def school(number: int, x: float, y: float, **values: Any) -> None:
    RuralSchool.objects.create(
        modular_code=f"{number:07d}",
        annex="0",
        name=f"Escuela {number}",
        geom=Point(x, y, srid=4326),
        **(PROVENANCE | values),
    )


def published(model: Any, *covers: str) -> None:
    PublishedPart.objects.create(
        source=model.__name__, covers=list(covers), records=[model._meta.label_lower]
    )


def test_points_within_and_on_the_border_count() -> None:
    places = [MIDDLE, (WEST, SOUTH), (EAST, MIDDLE[1]), (EAST + 1e-6, MIDDLE[1]), (WEST, 0.0)]
    for number, place in enumerate(places):
        school(number, *place)
    published(RuralSchool, "PE")
    expected = sum(map(shapely.geometry.shape(square()).covers, map(shapely.Point, places)))
    found = inside("rural_schools")
    assert (found.count, expected) == (3, 3)
    assert (found.sources, str(found.cutoff_date)) == (("Prueba",), "2025-01-31")
    assert [found.is_partial, found.is_sample, found.has_more] == [False] * 3
    assert found.fewer_than == 0


def test_a_hole_is_outside() -> None:
    school(1, *MIDDLE)
    published(RuralSchool, "PE")
    geometry = square()
    hole = square(MIDDLE[0] - 0.01, MIDDLE[1] - 0.01, 0.02)["coordinates"][0]
    geometry["coordinates"].append(hole[::-1])
    assert inside("rural_schools", geometry).count == 0


def test_areas_and_lines_count_where_any_of_them_is_inside() -> None:
    beside, across = square(EAST, SOUTH), square(EAST - 0.01, SOUTH)
    for number, geometry in enumerate((beside, across)):
        ExtractiveSite.objects.create(
            code=f"C{number}", name="x", geom=shape(geometry), **PROVENANCE
        )
    for number, west in enumerate((EAST, EAST - 0.01)):
        line = f"MULTILINESTRING(({west} {SOUTH}, {EAST + 1} {SOUTH + 0.05}))"
        TransitRoute.objects.create(
            feed="x",
            route_id=str(number),
            name="x",
            mode="bus",
            path_source="shape",
            declared_unit_id=CUSCO,
            geom=cast("MultiLineString", GEOSGeometry(line, srid=4326)),
            **PROVENANCE,
        )
    published(ExtractiveSite, "PE")
    published(TransitRoute, "PE")
    assert inside("extractive_sites").count == 1
    assert inside("transit_routes").count == 1


def test_a_thing_in_several_rows_is_one_and_a_borrowed_point_is_none() -> None:
    """An investment's ``map_point`` is its unit's capital, from which nothing is concluded."""
    common = PROVENANCE | {"name": "Obra", "selected_by": "name"}
    place = Point(*MIDDLE, srid=4326)
    for unit in ("080101", "080102"):
        SanitationProject.objects.create(cui="2000001", declared_unit_id=unit, geom=place, **common)
    SanitationProject.objects.create(cui="2000002", map_point=place, **common)
    published(SanitationProject, "PE")
    assert inside("sanitation_projects").count == 1


def test_where_nothing_published_covers_the_place_nothing_is_known() -> None:
    school(1, -80.5, -3.6)
    published(RuralSchool, "24")
    found = inside("rural_schools")
    assert (found.count, found.is_known) == (None, False)


def test_a_part_that_is_covered_is_named() -> None:
    school(1, *MIDDLE)
    published(RuralSchool, "0801", "0802")
    found = inside("rural_schools")
    assert (found.count, found.is_partial) == (1, True)
    assert [unit.ubigeo for unit in found.covers] == ["0801", "0802"]


def test_of_two_departments_the_covered_one_is_named() -> None:
    school(1, *MIDDLE)
    published(RuralSchool, CUSCO)
    units = AdminUnit.objects.filter(pk__in=[CUSCO, "05"])
    found = {item.layer: item for item in contents_of(shape(), units)}["rural_schools"]
    assert found.is_partial
    assert [unit.ubigeo for unit in found.covers] == [CUSCO]


def test_rows_written_by_hand_are_never_all_there_is() -> None:
    school(1, *MIDDLE)
    found = inside("rural_schools")
    assert (found.count, found.is_partial, found.covers) == (1, True, ())


def test_samples_are_marked_and_cover_what_they_show() -> None:
    RuralSchool.objects.all().delete()
    school(1, *MIDDLE, is_sample=True)
    found = inside("rural_schools")
    assert (found.count, found.is_sample, found.is_partial) == (1, True, False)
    assert found.title.startswith("EJEMPLO · ")
    school(2, WEST - 1, SOUTH)
    assert inside("rural_schools").count != 1, "a fact ends the samples"


@pytest.mark.parametrize(
    ("number", "count", "fewer_than"), [(0, 0, 0), (1, None, 3), (2, None, 3), (3, 3, 0)]
)
def test_few_of_what_gives_persons_away_are_only_called_few(
    monkeypatch: pytest.MonkeyPatch, number: int, count: int | None, fewer_than: int
) -> None:
    monkeypatch.setattr(RuralSchool, "smallest_count", 3)
    school(99, WEST - 1, SOUTH)
    for place in range(number):
        school(place, *MIDDLE)
    published(RuralSchool, "PE")
    found = inside("rural_schools")
    assert (found.count, found.fewer_than) == (count, fewer_than)
    if fewer_than:
        assert (found.sources, found.cutoff_date) == ((), None)


def test_counting_stops_at_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("territory.zones.contents.MAX_COUNTED", 2)
    published(RuralSchool, "PE")
    for number, expected in ((1, (1, False)), (2, (2, False)), (3, (2, True))):
        school(number, *MIDDLE)
        found = inside("rural_schools")
        assert (found.count, found.has_more) == expected


def test_the_measure_the_api_and_the_page_say_it() -> None:
    school(1, *MIDDLE)
    published(RuralSchool, "0801")
    author = planner("ana")
    zone, client = stored(author), client_of(author)
    body = {"geometry": square(), "zone": zone.pk}
    path = "/api/v1/zones/measure/"
    measured = client.post(path, body, content_type="application/json").json()
    found = {item["layer"]: item for item in measured["contents"]}
    assert found["rural_schools"] == {
        "layer": "rural_schools",
        "title": "Escuelas rurales",
        "count": 1,
        "has_more": False,
        "fewer_than": 0,
        "is_sample": False,
        "is_partial": True,
        "covers": [{"ubigeo": "0801", "name": "Cusco"}],
        "sources": ["Prueba"],
        "cutoff_date": "2025-01-31",
    }
    stored_ones = client.get(f"/api/v1/zones/{zone.pk}/contents/").json()
    assert stored_ones["contents"] == measured["contents"]
    assert Client().get(f"/api/v1/zones/{zone.pk}/contents/").status_code == 404
    page = client.get(f"/zonas/{zone.pk}/").content.decode()
    assert "solo de lo que cubren los datos: Cusco" in page


def test_a_shape_that_cannot_be_stored_holds_nothing() -> None:
    client = client_of(planner("ana"))
    line = [[-72, -13], [-71, -13], [-72, -13], [-72, -13]]
    body = {"geometry": {"type": "Polygon", "coordinates": [line]}}
    answer = client.post("/api/v1/zones/measure/", body, content_type="application/json").json()
    assert (answer["valid"], answer["contents"]) == (False, [])


def test_twice_the_themes_ask_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    before = set(apps.all_models["territory"])
    school(1, *MIDDLE)
    published(RuralSchool, "PE")
    author = planner("ana")
    zone, client = stored(author), client_of(author)
    addresses = (f"/zonas/{zone.pk}/", f"/api/v1/zones/{zone.pk}/contents/")

    def queries() -> list[int]:
        numbers = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            numbers.append(len(captured))
        body, path = {"geometry": square()}, "/api/v1/zones/measure/"
        client.post(path, body, content_type="application/json")
        with CaptureQueriesContext(connection) as captured:
            answer = client.post(path, body, content_type="application/json").json()
        numbers.append(len(captured))
        listed.append(len(answer["contents"]))
        return numbers

    listed: list[int] = []
    once = queries()
    twins = tuple(_twin_of(theme) for theme in themes.THEMES)
    monkeypatch.setattr(themes, "THEMES", (*themes.THEMES, *twins))
    try:
        assert queries() == once
        assert listed[1] == 2 * listed[0]
    finally:
        for name in set(apps.all_models["territory"]) - before:
            del apps.all_models["territory"][name]
        apps.clear_cache()


def _twin_of(theme: Theme) -> Theme:
    """A copy whose layers show the copied models' rows."""
    copy = twin(theme)
    by_model = dict(zip(theme.records, copy.records, strict=True))
    return replace(copy, layers=tuple(_layer_of(layer, by_model) for layer in copy.layers))


def _layer_of(layer: Layer, by_model: dict[Any, Any]) -> Layer:
    model = by_model.get(layer.rows(AnonymousUser()).model)
    return layer if model is None else replace(layer, rows=lambda user: model.objects.all())
