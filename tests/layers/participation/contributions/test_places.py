"""Where contributions are shown: rounded, within their units, near each other."""

from __future__ import annotations

import json

import pytest
from django.contrib.gis.geos import Polygon
from django.db import connection
from django.test import Client
from pyproj import Geod

from layers.errors import InvalidGeometry
from layers.participation.places import place_from_text
from layers.participation.receiving import withdraw
from territory.participation.nearby import NEAR_M, published_near
from tests.contributions import EAST, NORTH, WORDS, items, moderator, point, published, sent

pytestmark = pytest.mark.django_db


def test_a_pin_is_rounded_to_the_grid(client: Client) -> None:
    """0.001° of a meridian is 111 m (WGS 84, pyproj's geodesic)."""
    found = published(moderator(), sent(is_public_place=True))
    found.refresh_from_db()
    assert found.public_geom is not None
    assert found.public_geom.coords == pytest.approx((-71.978, -13.516))
    moved = Geod(ellps="WGS84").inv(EAST, NORTH, *found.public_geom.coords)[2]
    assert 0 < moved < 80
    (item,) = items(client)
    assert item["geometry"]["coordinates"] == pytest.approx([-71.978, -13.516])
    assert item["properties"]["place_kind"] == "rounded"
    assert str(EAST) not in json.dumps(item)


def test_only_both_words_show_the_exact_place(client: Client) -> None:
    found = published(moderator(), sent(is_public_place=True), is_public_place=True)
    found.refresh_from_db()
    assert found.public_geom == found.geom
    said_not = published(moderator("otra"), sent(), is_public_place=True)
    said_not.refresh_from_db()
    assert said_not.public_geom != said_not.geom


def test_an_outline_is_rounded_too_or_becomes_a_point() -> None:
    large = Polygon.from_bbox((EAST, NORTH, EAST + 0.01, NORTH + 0.01))
    small = Polygon.from_bbox((EAST, NORTH, EAST + 0.0001, NORTH + 0.0001))
    user = moderator()
    for shape, kind in ((large, "MultiPolygon"), (small, "Point")):
        shape.srid = 4326
        found = published(user, sent(geom=shape))
        found.refresh_from_db()
        assert found.public_geom is not None
        assert found.public_geom.geom_type == kind
        coordinates = json.loads(found.public_geom.json)["coordinates"]
        corners = coordinates[0][0] if kind == "MultiPolygon" else [coordinates]
        assert all(abs(n * 1000 - round(n * 1000)) < 1e-6 for corner in corners for n in corner)


def test_raw_sql_shows_no_exact_place_either() -> None:
    found = sent().contribution
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE territory_contribution SET public_geom = geom WHERE id = %s", [found.pk]
        )
    found.refresh_from_db()
    assert found.public_geom is None


def test_an_area_has_what_lies_in_its_units(client: Client) -> None:
    found = published(moderator(), sent(geom=None, unit="080101"))
    feeds = {code: client.get(f"/participar/area/{code}.atom") for code in ("08", "0801", "13")}
    held = {code: WORDS in feed.content.decode() for code, feed in feeds.items()}
    assert held == {"08": True, "0801": True, "13": False}
    assert client.get("/participar/area/9999.atom").status_code == 404
    withdraw(found)
    again = client.get("/participar/area/08.atom", headers={"If-None-Match": feeds["08"]["ETag"]})
    assert again.status_code == 200
    assert WORDS not in again.content.decode()


def test_what_was_said_nearby_is_found_in_metres() -> None:
    user = moderator()
    near = published(user, sent())
    published(user, sent(commitment=10))
    other_east, other_north, _ = Geod(ellps="WGS84").fwd(EAST, NORTH, 90, NEAR_M + 150)
    published(user, sent(geom=point(other_east, other_north)))
    assert list(published_near(point(), 9)) == [near]


@pytest.mark.parametrize(
    "text",
    [
        "no es json",
        "[" * 100_000,
        '{"type": "Point", "coordinates": [NaN, 1]}',
        '{"type": "Point", "coordinates": ["-71", "-13"]}',
        '{"type": "Point", "coordinates": [1e999, 0]}',
        '{"type": "LineString", "coordinates": [[0, 0], [1, 1]]}',
        '{"type": "Polygon", "coordinates": [[[0, 0]]]}',
        '{"type": "Polygon", "coordinates": []}',
        json.dumps({"type": "Polygon", "coordinates": [[[0, 0]] * 1_100]}),
        "x" * 300_000,
    ],
)
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(InvalidGeometry):
        place_from_text(text)
