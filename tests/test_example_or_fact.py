"""A layer is all example or all fact, on every way out, whatever theme comes.

The facts are rows of the layer itself: a sample that is a fact from now on. What the real ways
in and out of publishing do is walked through with a file, at the end.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.models import URLField, Value
from django.db.models.functions import Concat
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from layers import registry, tiles, versions
from layers.drawing import class_of
from layers.layer import Layer
from territory.models import EnvironmentalCommission, RuralResidence
from territory.models.placed import SAMPLE_PREFIX
from territory.models.residences import SAMPLE_KEY
from tests.layers.loading.test_import_source import GOOD, write
from tests.ows.wfs import wire as wfs
from tests.ows.wms import wire as wms
from tests.test_without_samples import SAMPLED, drawn

pytestmark = pytest.mark.django_db

ANYONE = AnonymousUser()
MARK = SAMPLE_PREFIX


@dataclass(frozen=True)
class Rows:
    """A layer with one fact among its samples; ids on the wire."""

    layer: Layer
    fact: int
    samples: tuple[int, ...]


@pytest.fixture(params=SAMPLED, ids=lambda layer: layer.name)
def layer(request: pytest.FixtureRequest) -> Layer:
    found: Layer = request.param
    return found


@pytest.fixture
def rows(layer: Layer) -> Rows:
    shown = layer.rows(ANYONE).order_by("pk")
    located = shown.filter(**{f"{layer.geom}__isnull": False})
    # A layer of counts draws one category only.
    classed = located.annotate(_class=class_of(layer, layer.style.rules))
    fact = classed.filter(_class__isnull=False).values_list("pk", flat=True)[0]
    samples = tuple(located.exclude(pk=fact).values_list("pk", flat=True))
    assert samples
    mark(layer, fact, is_sample=False)
    return Rows(layer, fact, samples)


def mark(layer: Layer, key: int, *, is_sample: bool) -> None:
    """Make one row a fact or a sample, as a publication or a withdrawal does."""
    model = layer.rows(ANYONE).model
    # What a fact may not be without, where a sample has none to give.
    urls = [field.name for field in model._meta.fields if isinstance(field, URLField)]
    values: dict[str, Any] = dict.fromkeys(urls, "https://example.org/1") | {"source": "Oficio 1"}
    if model is RuralResidence:
        # Its key says which of both it is.
        code = Concat("modular_code", Value("-"), "annex")
        values["key"] = Concat(code, Value(SAMPLE_KEY)) if is_sample else code
    model._default_manager.filter(pk=key).update(is_sample=is_sample, **values)
    versions.bump(layer.name)


def items(client: Client, name: str, **parameters: str) -> list[dict[str, Any]]:
    address = f"/ogc/collections/{name}/items"
    response = client.get(address, {"f": "json", "limit": "1000", **parameters})
    features: list[dict[str, Any]] = json.loads(wfs.body(response))["features"]
    return features


def titles(client: Client, name: str) -> dict[str, str]:
    """The layer's title, by where it is read."""
    maps = wfs.xml(client.get("/ows/wms?service=WMS&version=1.3.0&request=GetCapabilities"))
    kinds = wfs.xml(client.get("/ows/wfs?service=WFS&version=2.0.0&request=GetCapabilities"))
    collection = client.get(f"/ogc/collections/{name}", {"f": "json"}).json()
    tileset = client.get(f"/ogc/collections/{name}/tiles/WebMercatorQuad", {"f": "json"}).json()
    page: Any = html.fromstring(client.get(f"/catalogo/{name}/").content)
    return {
        "WMS": titled(maps, name),
        "WFS": titled(kinds, f"ta:{name}"),
        "OGC API": collection["title"],
        "tiles": tileset["title"],
        "API": described(client, name)["title"],
        "catalogue": page.findtext(".//h1"),
    }


def titled(capabilities: Any, name: str) -> str:
    """The title beside a name in a service's capabilities."""
    (title,) = capabilities.xpath(
        "//*[*[local-name()='Name']=$name]/*[local-name()='Title']/text()", name=name
    )
    return str(title)


def described(client: Client, name: str) -> dict[str, Any]:
    """The layer as the viewer is reported of it."""
    listed = client.get("/api/v1/layers/", {"limit": "100"}).json()["results"]
    return next(entry for entry in listed if entry["name"] == name)


def test_titles_follow_the_rows(client: Client, layer: Layer) -> None:
    assert all(title.startswith(MARK) for title in titles(client, layer.name).values())
    key = layer.rows(ANYONE).values_list("pk", flat=True)[0]
    mark(layer, key, is_sample=False)
    assert not [title for title in titles(client, layer.name).values() if MARK in title]
    mark(layer, key, is_sample=True)
    assert all(title.startswith(MARK) for title in titles(client, layer.name).values())


def test_beside_a_fact_no_sample_is_listed(client: Client, rows: Rows) -> None:
    name = rows.layer.name
    assert [feature["id"] for feature in items(client, name)] == [rows.fact]
    assert items(client, name, filter="is_sample = TRUE") == []
    assert wfs.ids(wfs.xml(wfs.ask(client, typeNames=f"ta:{name}"))) == [f"{name}.{rows.fact}"]
    info = registry.describe(rows.layer, ANYONE)
    assert (info.has_samples, info.number_of_features, info.number_of_facts) == (False, 1, 1)


def test_beside_a_fact_no_sample_has_an_address(client: Client, rows: Rows) -> None:
    name, sample = rows.layer.name, rows.samples[0]
    assert client.get(f"/ogc/collections/{name}/items/{rows.fact}").status_code == 200
    assert client.get(f"/ogc/collections/{name}/items/{sample}").status_code == 404
    by_id = {
        "STOREDQUERY_ID": "urn:ogc:def:query:OGC-WFS::GetFeatureById",
        "ID": f"{name}.{sample}",
    }
    assert wfs.ask(client, **by_id).status_code == 404
    asked = wfs.ask(client, typeNames=f"ta:{name}", RESOURCEID=f"{name}.{sample}")
    assert wfs.ids(wfs.xml(asked)) == []


def test_beside_a_fact_no_sample_is_drawn(client: Client, rows: Rows) -> None:
    """Maps and tiles are those of a table that never held a sample."""

    def seen() -> tuple[int, list[bytes], bytes]:
        places = [(x, y) for x in (8, 9) for y in (15, 16, 17)]
        held = [tiles.mvt_tile(rows.layer, ANYONE, 5, x, y) for x, y in places]
        whole = {"BBOX": "-82,-19,-68,1", "CRS": "CRS:84", "WIDTH": "400", "HEIGHT": "571"}
        image = wms.pixels(wms.ask(client, LAYERS=rows.layer.name, **whole))
        return drawn(rows.layer), held, image.tobytes()

    beside_samples = seen()
    assert beside_samples[0] == 1
    assert any(beside_samples[1])
    model = rows.layer.rows(ANYONE).model
    model._default_manager.filter(is_sample=True).delete()
    versions.bump(rows.layer.name)
    assert seen() == beside_samples


def test_legends_hold_the_symbols_of_what_is_there(client: Client, layer: Layer) -> None:
    def shown() -> list[str]:
        return [entry["title"] for entry in described(client, layer.name)["legend"]]

    legend = {"SERVICE": "WMS", "VERSION": "1.3.0", "REQUEST": "GetLegendGraphic"}
    legend |= {"LAYER": layer.name, "FORMAT": "image/png"}
    assert shown()
    assert all(title.startswith(MARK) for title in shown())
    before = wms.ask(client, legend)
    kept = {"HTTP_IF_NONE_MATCH": before["ETag"]}
    assert client.get("/ows/wms", legend, **kept).status_code == 304
    mark(layer, layer.rows(ANYONE).values_list("pk", flat=True)[0], is_sample=False)
    assert shown()
    assert not [title for title in shown() if MARK in title]
    again = client.get("/ows/wms", legend, **kept)
    assert again.status_code == 200


def test_pages_list_the_fact_alone(client: Client, rows: Rows) -> None:
    for number in rows.layer.commitments:
        page: Any = html.fromstring(client.get(f"/compromisos/{number}/").content)
        # What forums say of the commitment is of another room, and none of its layers.
        marked = page.xpath(
            "//tr[th/strong[normalize-space()='EJEMPLO']]"
            "[not(th/a[starts-with(@href, '/participar/')])]"
        )
        # Another layer of the commitment may hold samples only.
        others = [other for other in SAMPLED if other != rows.layer]
        if not any(number in other.commitments for other in others):
            assert marked == []
            assert "Lo rayado es un ejemplo" not in page.text_content()


def test_the_rule_is_looked_up_once_a_statement(rows: Rows) -> None:
    """An InitPlan, which PostgreSQL runs once, and no subplan for each row."""
    with CaptureQueriesContext(connection) as asked:
        list(rows.layer.rows(ANYONE).order_by().values_list("pk"))
    (statement,) = asked.captured_queries
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + statement["sql"])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "InitPlan" in plan
    assert "SubPlan" not in plan


@pytest.mark.slow
def test_published_facts_and_then_withdrawn(client: Client, tmp_path: Path) -> None:
    """The walk by the real command, every answer asked for before and after."""
    name = "environmental_commissions"
    samples = {feature["id"] for feature in items(client, name)}
    path = tmp_path / "comisiones.csv"
    write(path, *GOOD)
    call_command("import_source", "environment", str(path), stdout=StringIO())
    facts = items(client, name)
    assert {feature["properties"]["name"] for feature in facts} == {
        "CAR Cusco",
        "CAM Cusco",
        "CAM Lima; Cercado",
    }
    assert not [title for title in titles(client, name).values() if MARK in title]
    assert EnvironmentalCommission.objects.filter(is_sample=True).count() == len(samples)
    call_command("import_source", "environment", "--withdraw", stdout=StringIO())
    assert {feature["id"] for feature in items(client, name)} == samples
    assert all(title.startswith(MARK) for title in titles(client, name).values())
    cache.clear()
    assert {feature["id"] for feature in items(client, name)} == samples
