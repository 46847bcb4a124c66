from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from openapi_schema_validator import OAS30Validator
from openapi_spec_validator import OpenAPIV30SpecValidator

from tests.contributions import moderator, published, sent
from tests.ows.api.wire import COLLECTIONS, ROOT, ask, read
from tests.situations import affected
from tests.zones import planner, stored

pytestmark = pytest.mark.django_db


def resolved(document: Any, node: Any) -> Any:
    """The node with every reference replaced by what it refers to."""
    if isinstance(node, dict):
        if "$ref" in node:
            found = document
            for step in node["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            return resolved(document, found)
        return {key: resolved(document, value) for key, value in node.items()}
    return [resolved(document, item) for item in node] if isinstance(node, list) else node


def parameters(document: Any, path: str) -> dict[str, Any]:
    item = document["paths"][path]
    declared = item.get("parameters", []) + item["get"]["parameters"]
    return {p["name"]: p for p in resolved(document, declared)}


def test_the_document_is_valid(client: Client) -> None:
    response = ask(client, "/api")
    assert response["Content-Type"] == "application/vnd.oai.openapi+json;version=3.0"
    document = response.json()
    assert list(OpenAPIV30SpecValidator(document).iter_errors()) == []
    assert document["servers"] == [{"url": ROOT}]


def test_limit_is_declared_as_the_suites_and_qgis_want_it(client: Client) -> None:
    limit = read(client, "/api")["components"]["parameters"]["limit"]
    assert (limit["name"], limit["in"], limit["required"]) == ("limit", "query", False)
    assert (limit["style"], limit["explode"]) == ("form", False)
    assert limit["schema"] == {"type": "integer", "minimum": 1, "maximum": 10_000, "default": 100}


def test_bbox_and_datetime_are_declared(client: Client) -> None:
    shared = read(client, "/api")["components"]["parameters"]
    assert shared["bbox"]["schema"] == {
        "type": "array",
        "minItems": 4,
        "maxItems": 6,
        "items": {"type": "number"},
    }
    for name in ("bbox", "datetime"):
        assert (shared[name]["style"], shared[name]["explode"]) == ("form", False)
    assert shared["datetime"]["schema"]["type"] == "string"


@pytest.mark.parametrize("name", COLLECTIONS)
def test_each_collection_declares_what_its_items_accept(client: Client, name: str) -> None:
    document = read(client, "/api")
    declared = parameters(document, f"/collections/{name}/items")
    queryables = read(client, f"/collections/{name}/queryables")["properties"]
    common = "f limit bbox bbox-crs crs datetime filter filter-lang filter-crs sortby properties "
    common += "skipGeometry after"
    assert declared.keys() == {*common.split(), *queryables} - {"geom"}
    for parameter in declared:
        response = ask(client, f"/collections/{name}/items", **{parameter: "\x01"})
        # Refused for its value perhaps, never as a name that does not exist.
        assert b"no existe en este recurso" not in response.getvalue()


@pytest.fixture
def filled(db: None) -> None:
    """A row of each layer that is empty at first, so that it has an item too."""
    stored(planner("ana"), "approved")
    affected("13")
    published(moderator(), sent())


def test_every_path_answers_with_what_it_declares(client: Client, filled: None) -> None:
    document = read(client, "/api")
    values = {
        "collectionId": "districts",
        "coverageId": "terrain",
        "featureId": None,
        "tileMatrixSetId": "WebMercatorQuad",
        "tileMatrix": "6",
        "tileRow": "34",
        "tileCol": "18",
    }
    for path, item in document["paths"].items():
        collection = path.split("/")[2] if path.startswith("/collections/") else "districts"
        if "featureId" in path:
            page = read(client, f"/collections/{collection}/items", limit=1)
            values["featureId"] = str(page["features"][0]["id"])
        address = re.sub(r"\{(\w+)\}", lambda match: str(values[match[1]]), path)
        content = item["get"]["responses"]["200"]["content"]
        for media_type, held in content.items():
            response = ask(client, address, accept=media_type)
            body = response.getvalue()
            assert response.status_code == 200, (address, body)
            assert response["Content-Type"].removesuffix("; charset=utf-8") == media_type
            if "json" in media_type:
                schema = resolved(document, held["schema"])
                OAS30Validator(schema).validate(json.loads(body))


def test_the_page_lists_every_operation(client: Client) -> None:
    text = ask(client, "/api", f="html").text
    document = read(client, "/api")
    for item in document["paths"].values():
        assert f'id="{item["get"]["operationId"]}"' in text
    assert '<script src="http' not in text


def test_every_operation_describes_its_errors_in_both_forms(client: Client) -> None:
    """OpenAPI 3.0.3, Responses Object; a browser gets a problem as a page."""
    document = json.loads(client.get("/ogc/api", {"f": "json"}).content)
    for path, item in document["paths"].items():
        responses = item["get"]["responses"]
        assert {"304", "400", "401", "404", "429", "500", "503"} <= responses.keys(), path
    content = document["components"]["responses"]["problem"]["content"]
    assert set(content) == {"application/problem+json", "text/html"}
