"""What isn't published leaves the site by no service, file or map, for nobody at all.

The layers are the registry's, the formats the table's: one that is added later is asked here too.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import MultiPolygon, Point
from django.db import connection
from django.test import Client

from layers import versions
from layers.drawing import mapnik_table
from layers.exports.formats import FORMATS
from layers.layer import Layer
from layers.participation.contributions import published
from territory.models import (
    Contribution,
    ContributionDecision,
)
from tests.ows.wms.wire import INFO
from tests.reviewed_records import MAKERS
from tests.reviewed_world import ACTORS, World, populate
from tests.site_addresses import layers_of_people, text_of
from tests.test_without_samples import TOKENS

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(module_db: None) -> World:
    return populate()


def _place(layer: Layer, record: Any) -> Any:
    """A point of what the map shows of it, or would show."""
    shown = getattr(record, str(layer.geom))
    return (record.geom if shown is None else shown).point_on_surface


def _feature_info(client: Client, layer: Layer, record: Any) -> Any:
    place = _place(layer, record)
    half, size = 0.02, 200
    box = (place.x - half, place.y - half, place.x + half, place.y + half)
    given: dict[str, Any] = {
        "LAYERS": layer.name,
        "QUERY_LAYERS": layer.name,
        "CRS": "CRS:84",
        "FEATURE_COUNT": 50,
    }
    given |= {"BBOX": ",".join(map(str, box)), "WIDTH": size, "HEIGHT": size}
    return client.get("/ows/wms", INFO | given | {"I": size // 2, "J": size // 2})


def _tile(client: Client, layer: Layer, record: Any) -> Any:
    """The tile of the place (OGC 17-083r4, WebMercatorQuad)."""
    side, place = 2**14, _place(layer, record)
    column = int((place.x + 180) / 360 * side)
    row = int((1 - math.asinh(math.tan(math.radians(place.y))) / math.pi) / 2 * side)
    path = f"/ogc/collections/{layer.name}/tiles/WebMercatorQuad/14/{row}/{column}?f=mvt"
    return client.get(path)


def _services(
    client: Client, layer: Layer, records: list[Any], *, files: bool
) -> Iterator[tuple[int, str]]:
    """What every service answers of a layer's rows, each record's place and key included.

    Each is read to its end before the next is asked: they share a connection.
    """
    wfs = {"SERVICE": "WFS", "VERSION": "2.0.0", "TYPENAMES": layer.name}
    values = {"REQUEST": "GetPropertyValue"}
    items, features = (
        f"/ogc/collections/{layer.name}/items",
        f"/api/v1/layers/{layer.name}/features/",
    )
    asked: list[tuple[str, dict[str, str]]] = [
        ("/ows/wfs", wfs | {"REQUEST": "GetFeature"}),
        *(("/ows/wfs", wfs | values | {"VALUEREFERENCE": name}) for name in layer.field_names),
        *((items, {"f": file.name}) for file in (FORMATS if files else ())),
        *((items, {"f": form, "limit": "500"}) for form in ("json", "html")),
        (features, {}),
    ]
    for record in records:
        asked += [(f"{items}/{record.pk}", {"f": "json"}), (f"{features}{record.pk}/", {})]
    for address, given in asked:
        answer: Any = client.get(address, given)
        yield answer.status_code, text_of(answer)
    for record in records:
        for answer in (_feature_info(client, layer, record), _tile(client, layer, record)):
            yield answer.status_code, text_of(answer)


@pytest.mark.parametrize("layer", layers_of_people(), ids=lambda layer: layer.name)
def test_no_service_shows_what_is_not_published_whoever_asks(world: World, layer: Layer) -> None:
    """Layers are the public's: those who prepare see their drafts on the pages."""
    model = layer.rows(world.users["others"]).model
    records = [world.records[word] for word in sorted(world.of(model))]
    for record in records:
        record.refresh_from_db()
    for actor in ("anonymous", "in_charge"):
        # A file is the same rows in another form.
        answers = list(_services(world.client(actor), layer, records, files=actor == "in_charge"))
        assert all(status in (200, 204, 404) for status, _text in answers)
        words = world.words_in("\n".join(text for _status, text in answers))
        # A contribution says what was decided on it.
        models = (model, ContributionDecision) if model is Contribution else (model,)
        assert words == world.public & world.of(*models), (actor, words)


@pytest.mark.parametrize("layer", layers_of_people(), ids=lambda layer: layer.name)
def test_no_map_is_drawn_of_what_is_not_published(world: World, layer: Layer) -> None:
    """What Mapnik is given, each record at a place of its own: it has a connection of its own."""
    model: Any = layer.rows(world.users["others"]).model
    words = sorted(world.of(model))
    for number, word in enumerate(words):
        model.objects.filter(pk=world.records[word].pk).update(**_moved(layer, number))
    versions.bump(layer.name)
    users = (AnonymousUser(), *(world.users[name] for name in ("citizen", "in_charge", "admin")))
    for user in users:
        drawn = {word for n, word in enumerate(words) if _is_drawn(user, layer, n)}
        assert drawn == world.public & set(words), user
    versions.bump(layer.name)


def _moved(layer: Layer, number: int) -> dict[str, Any]:
    """The columns of a record at a place of its own."""
    place = Point(-76.5 + number / 2, -9.25, srid=4326)
    if layer.shape_type.dimensions == (2,):
        area = MultiPolygon(place.buffer(0.01), srid=4326)
        return {str(layer.geom): area}
    return {"geom": place}


def _is_drawn(user: Any, layer: Layer, number: int) -> bool:
    east, half = -76.5 + number / 2, 0.02
    around = f"ST_MakeEnvelope({east - half}, -9.27, {east + half}, -9.23, 4326)"
    table = mapnik_table(layer, user, layer.style.rules)
    for token, value in (TOKENS | {"!bbox!": around}).items():
        table = table.replace(token, value)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return bool(cursor.fetchone()[0])


def test_it_is_counted_by_no_service(world: World) -> None:
    for layer in layers_of_people():
        model = layer.rows(world.users["others"]).model
        rows = model.objects.published() if model in MAKERS else published()
        shown = rows.count()
        for actor in ACTORS:
            client = world.client(actor)
            page = client.get(f"/ogc/collections/{layer.name}/items", {"f": "json", "limit": "1"})
            hits = client.get(
                "/ows/wfs",
                {
                    "SERVICE": "WFS",
                    "VERSION": "2.0.0",
                    "REQUEST": "GetFeature",
                    "TYPENAMES": layer.name,
                    "RESULTTYPE": "hits",
                },
            )
            assert f'"numberMatched":{shown},' in text_of(page).replace(" ", ""), actor
            assert f'numberMatched="{shown}"' in text_of(hits), actor
