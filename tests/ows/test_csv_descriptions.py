"""What a CSV can't say of itself is in a document beside it (W3C, CSV on the Web)."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from layers import registry
from layers.layer import Layer
from tests.csvw import described, rows
from tests.datasets import dataset

pytestmark = pytest.mark.django_db

CSVM = "application/csvm+json"
LAYERS = pytest.mark.parametrize("layer", registry.LAYERS, ids=lambda layer: layer.name)
# RFC 8288 of one link.
LINK = re.compile(r'<([^>]+)>; rel="describedby"; type="application/csvm\+json"')


def content(response: Any) -> bytes:
    assert response.status_code == 200, response.getvalue()
    return bytes(response.getvalue())


def linked(client: Client, path: str) -> tuple[bytes, bytes, str]:
    """The table, its description, and the address that the table was asked at."""
    table = client.get(path)
    body = content(table)  # while it is open its connection does nothing else
    match = LINK.fullmatch(table["Link"])
    assert match is not None
    parts = urlsplit(match[1])
    description = client.get(f"{parts.path}?{parts.query}")
    assert description["Content-Type"] == CSVM
    return body, content(description), f"http://testserver{path}"


@LAYERS
def test_every_layer_s_table_is_what_its_description_says(client: Client, layer: Layer) -> None:
    path = f"/ogc/collections/{layer.name}/items?limit=20&f=csv"
    table, description, address = linked(client, path)
    said = described(description)
    # Model, 5.2: of a description that is found by a link the table is the one it names.
    assert said["url"] == address
    assert len(rows(description, table)) <= 20
    info = registry.describe(layer, client.get("/").wsgi_request.user)
    assert said["dc:title"] == info.title
    assert said["dc:license"] == (info.licence or "no declarada")
    assert ("schema:creativeWorkStatus" in said) == info.has_samples
    if info.has_samples:
        assert "EJEMPLO" in said["dc:title"]
    if info.cutoff_date:
        assert said["dc:date"] == {"@value": info.cutoff_date.isoformat(), "@type": "xsd:date"}


@pytest.mark.parametrize("form", ["csv", "csv-wkt", "csv-excel"])
@pytest.mark.parametrize("name", ["districts", "rural_schools", "degree_counts"])
def test_each_form_s_columns(client: Client, name: str, form: str) -> None:
    path = f"/ogc/collections/{name}/items?limit=3&f={form}"
    table, description, _ = linked(client, path)
    assert len(rows(description, table)) <= 3


def test_by_wfs(client: Client) -> None:
    path = (
        "/ows/wfs?SERVICE=WFS&VERSION=2.0.0&REQUEST=GetFeature&TYPENAMES=provinces&COUNT=5"
        "&outputFormat=csv"
    )
    table, description, address = linked(client, path)
    assert described(description)["url"] == address
    found = rows(description, table)
    assert len(found) == 5
    assert all(isinstance(row["is_sample"], bool) for row in found)


def test_values_of_every_type(client: Client) -> None:
    made = dataset(state="published")
    path = f"/ogc/collections/{made.name}/items?f=csv"
    table, description, _ = linked(client, path)
    said = described(description)
    assert said["dc:source"] == [
        "MINAM, registro de prueba",
        {"@id": "https://example.org/registro"},
    ]
    assert said["dc:license"] == "Creative Commons Atribución 4.0 (CC BY 4.0)"
    assert said["dc:rights"] == "MINAM"
    first, *_others, last = rows(description, table)
    assert (first["poblacion"], first["indice"], first["activo"]) == (120, 1.5, True)
    assert (first["desde"].isoformat(), first["visto"].isoformat()) == (
        "2024-02-29",
        "2024-02-29T07:00:00-05:00",
    )
    assert (first["longitude"], first["latitude"]) == (-71.9, -13.5)
    assert {last[name] for name in ("nombre", "poblacion", "activo", "longitude")} == {None}
    columns = {column["name"]: column for column in said["tableSchema"]["columns"]}
    assert columns["poblacion"]["titles"]["es"] == "Población"
    assert "hab." in columns["poblacion"]["dc:description"]


def test_beside_a_kept_file_it_names_the_file(client: Client) -> None:
    """Model, 5.3: ``<name>.csv-metadata.json``, in the same folder."""
    base = "/ogc/collections/rural_schools/items"
    table = client.get(base, {"f": "csv"})
    assert content(table)
    name = table["Content-Disposition"].partition("filename=")[2].strip('"')
    beside = client.get(base, {"f": "csv-metadata"})
    assert beside["Content-Disposition"] == f'attachment; filename="{name}-metadata.json"'
    assert described(content(beside))["url"] == name
    assert name.startswith("EJEMPLO_")


TABLES = (
    "/api/v1/commitments/14/figures/?f=csv",
    "/api/v1/units/0801/summary/?f=csv",
    "/api/v1/eib/coverage/?f=csv",
    "/api/v1/plan/alignment/sdg/?f=csv",
    "/api/v1/plan/events/?f=csv",
)


@pytest.mark.parametrize("path", TABLES)
def test_tables_of_the_api(client: Client, path: str) -> None:
    table, description, address = linked(client, path)
    said = described(description)
    assert said["url"] == address
    found = rows(description, table)
    sources = {row["source"] for row in found if row.get("source")}
    assert {text.split(". Corte: ")[0] for text in said.get("dc:source", [])} == sources
    is_sample = any(row.get("is_sample") for row in found)
    assert ("schema:creativeWorkStatus" in said) == is_sample
    if "covers" in (found[0] if found else {}):
        assert set(said.get("dc:spatial", [])) == {row["covers"] for row in found if row["covers"]}
    kept = client.get(path.replace("f=csv", "f=csv-metadata"))
    named = client.get(path)["Content-Disposition"].partition("filename=")[2].strip('"')
    assert kept["Content-Disposition"] == f'attachment; filename="{named}-metadata.json"'
    assert described(content(kept))["url"] == named


@pytest.mark.parametrize(
    "path", ["/catalogo/rural_schools/", "/catalogo/rural_schools/descargar/", "/t/0801/"]
)
def test_pages_link_it_beside_the_table(client: Client, path: str) -> None:
    page = content(client.get(path)).decode()
    found = re.findall(r'href="([^"]*f=csv-metadata[^"]*)"', page)
    assert found
    address = found[0].replace("&amp;", "&")
    assert described(content(client.get(address)))["dc:title"]


def test_accept_names_it(client: Client) -> None:
    asked = client.get("/api/v1/commitments/14/figures/", headers={"Accept": CSVM})
    assert described(content(asked))


def test_only_tables_have_one(client: Client) -> None:
    for form in ("kml", "xlsx", "gpkg"):
        answer: Any = client.get(f"/ogc/collections/departments/items?f={form}&limit=1")
        assert content(answer)
        assert "Link" not in answer.headers
