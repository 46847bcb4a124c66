"""The layers of public transport: classes that miss nothing, samples that show, whole lines."""

from __future__ import annotations

from typing import Any

import pytest
import shapely
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import LineString, MultiLineString, Point
from django.db.models import Case, Value, When
from django.test import Client

from layers import registry, versions
from layers.filters.compiler import compile_filter
from layers.layer import Layer
from territory.models import TransitRoute, TransitStop
from tests.ows.api.wire import items

pytestmark = pytest.mark.django_db

USER = AnonymousUser()
ROUTES = registry.get("transit_routes", USER)
STOPS = registry.get("transit_stops", USER)
SCALES = (2_000, 30_000, 300_000, 1_000_000, 20_000_000)
PLACED: dict[str, Any] = {
    "feed": "x",
    "declared_unit_id": "1301",
    "commitments": [10],
    "source": "Municipalidad",
    "cutoff_date": "2026-01-16",
}
# Two thousand turns of some metres.
TURNS = [(-79 + step / 10_000, -8 + (step % 7) / 10_000) for step in range(2000)]


def route(key: str, **more: Any) -> TransitRoute:
    geom = MultiLineString(LineString(TURNS), srid=4326)
    values = {"mode": "bus", "path_source": "shapes", "geom": geom} | PLACED | more
    return TransitRoute.objects.create(route_id=key, name=key, **values)


def stop(key: str, **more: Any) -> TransitStop:
    values = {"kind": "stop", "geom": Point(-79, -8, srid=4326)} | PLACED | more
    return TransitStop.objects.create(stop_id=key, name=key, **values)


def classes(layer: Layer, scale: float) -> dict[str, str]:
    """Name of each row → the rule that draws it at that scale."""
    cases = [
        When(compile_filter(rule.filter, layer) if rule.filter else True, then=Value(rule.name))
        for rule in layer.style.rules_at(scale)
    ]
    rows = layer.rows(USER).annotate(drawn=Case(*cases, default=Value("")))
    return dict(rows.values_list("name", "drawn"))


@pytest.mark.parametrize("scale", SCALES)
def test_every_route_is_drawn_at_every_scale(scale: float) -> None:
    samples = classes(ROUTES, scale)
    for mode in TransitRoute.Mode.values:
        route(mode, mode=mode)
    route("straight", path_source="stops")
    far = "_far" if scale >= 400_000 else ""
    assert samples["EJ-1"] == f"route{far}_sample"
    drawn = classes(ROUTES, scale)
    assert "" not in drawn.values()
    rails = {"subway", "rail", "tram", "monorail"}
    expected = {mode: "rail" if mode in rails else "bus" for mode in TransitRoute.Mode.values}
    for name, rule in (expected | {"straight": "straight"}).items():
        assert drawn[name] == rule + far


@pytest.mark.parametrize("scale", SCALES)
def test_every_stop_is_drawn_at_every_scale(scale: float) -> None:
    samples = classes(STOPS, scale)
    stop("unknown", number_of_routes=None)
    stop("four", number_of_routes=4)
    stop("five", number_of_routes=5)
    stop("station", kind="station", number_of_routes=9)
    far = "_far" if scale >= 400_000 else ""
    assert samples["PARADERO DE EJEMPLO 1"] == f"stop{far}_sample"
    drawn = classes(STOPS, scale)
    assert "" not in drawn.values()
    expected = {"unknown": "stop", "four": "stop", "five": "interchange", "station": "station"}
    for name, rule in expected.items():
        assert drawn[name] == rule + far


def test_samples_look_like_samples() -> None:
    for layer in (ROUTES, STOPS):
        for rule in layer.style.rules:
            if rule.name.endswith("_sample"):
                assert rule.title.startswith("EJEMPLO · ")
                assert rule.stroke.dash if rule.stroke else rule.marker and rule.marker.fill.hatch
            else:
                assert "EJEMPLO" not in rule.title
        assert registry.describe(layer, USER).title.startswith("EJEMPLO · ")
        assert registry.describe(layer, USER).number_of_facts == 0


def test_what_is_drawn_simply_is_served_whole(client: Client) -> None:
    row = route("turns")
    versions.bump("transit_routes")
    page = items(client, "transit_routes", filter="name = 'turns'", limit=10)
    (feature,) = page["features"]
    assert feature["id"] == row.pk
    served = shapely.geometry.shape(feature["geometry"])
    assert served.equals_exact(shapely.MultiLineString([TURNS]), 1e-9)
