from __future__ import annotations

from pathlib import Path
from typing import Any

import mapbox_vector_tile
import pytest
from django.core.management import call_command
from django.test import Client
from openapi_spec_validator import OpenAPIV30SpecValidator
from pytest_django import DjangoAssertNumQueries

from tests.ows.api.wire import COLLECTIONS, EMPTY_AT_FIRST

pytestmark = pytest.mark.django_db


def ask(client: Client, path: str) -> Any:
    response: Any = client.get(f"/api/v1/{path}")
    assert response.status_code == 200, response.content
    return response.json()


def test_all_commitments(client: Client) -> None:
    page = ask(client, "commitments/")
    assert page["count"] == 18
    assert [commitment["number"] for commitment in page["results"]] == list(range(1, 19))
    for commitment in page["results"]:
        assert commitment["text"]
        assert commitment["text_original"]
        assert commitment["theme_title"]
        assert commitment["territories"]
        assert "commitment_territories" in commitment["layers"]
        assert ask(client, f"commitments/{commitment['number']}/") == commitment


def test_a_commitments_places_are_those_that_the_plan_names(client: Client) -> None:
    assert {p["ubigeo"] for p in ask(client, "commitments/9/")["territories"]} == {"1501", "0701"}
    assert {p["ubigeo"] for p in ask(client, "commitments/17/")["territories"]} == {"13", "1301"}
    (national,) = ask(client, "commitments/3/")["territories"]
    assert national["ubigeo"] is None
    assert national["name"] is None


def test_a_commitments_layers_and_agencies(client: Client) -> None:
    three = ask(client, "commitments/3/")
    assert three["layers"] == [
        "commitment_territories",
        "environmental_commissions",
        "commission_assistance",
        "commission_policies",
    ]
    (agency,) = three["lead_agencies"]
    assert three["supporting_agencies"] == []
    assert agency["acronym"] == "MINAM-DGPIGA"
    assert agency["name"].endswith("Ministerio del Ambiente")


def test_all_layers(client: Client) -> None:
    page = ask(client, "layers/")
    names = [layer["name"] for layer in page["results"]]
    assert names == [*COLLECTIONS, *EMPTY_AT_FIRST]
    for layer in page["results"]:
        names = [field["name"] for field in layer["fields"]]
        assert layer["title_field"] in names
        assert layer["source"]
        assert layer["style"]
        assert layer["legend"]
        if layer["name"] in COLLECTIONS:
            assert layer["extent"][0] < layer["extent"][2]
        assert layer["has_samples"] == layer["title"].startswith("EJEMPLO · ")


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_layers_addresses_answer(client: Client, name: str) -> None:
    (layer,) = (item for item in ask(client, "layers/")["results"] if item["name"] == name)
    items: Any = client.get(layer["items"], {"limit": 1})
    assert b'"numberReturned": 1' in items.getvalue()
    address = layer["tiles"].replace("{z}", "0").replace("{y}", "0").replace("{x}", "0")
    tile: Any = client.get(address)
    assert name in mapbox_vector_tile.decode(tile.content)


def test_a_style_reads_only_what_the_tiles_carry(client: Client) -> None:
    for layer in ask(client, "layers/")["results"]:
        tileset: Any = client.get(layer["tiles"].partition("/{z}")[0])
        shapes, labels = (
            part["propertiesSchema"]["properties"].keys() for part in tileset.json()["layers"]
        )
        for rule in layer["style"]:
            assert _read(rule) <= shapes | labels


def _read(node: Any) -> set[str]:
    """The properties that an expression gets."""
    if isinstance(node, dict):
        return set().union(*map(_read, node.values()))
    if isinstance(node, list):
        own = {node[1]} if len(node) == 2 and node[0] in ("get", "has") else set()
        return own.union(*map(_read, node))
    return set()


def test_codes_have_their_labels(client: Client) -> None:
    layers = {layer["name"]: layer for layer in ask(client, "layers/")["results"]}
    fields = {field["name"]: field for field in layers["districts"]["fields"]}
    assert fields["boundary_source"]["labels"]["inei"] == "INEI"
    assert fields["population"]["labels"] == {}
    assert fields["population"]["unit"] == "hab."


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        # The plan's tables, and which datasets of agencies there are, however many.
        ("commitments/", 6),
        ("commitments/?limit=2", 6),
        ("commitments/17/", 5),
        # Datasets with the layers' versions, what the published files cover, and which
        # consultations have contributions on the map.
        ("layers/", 3),
    ],
)
def test_the_number_of_queries_is_constant(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, path: str, queries: int
) -> None:
    ask(client, "layers/")  # the layers' descriptions are remembered from here on
    with django_assert_num_queries(queries):
        ask(client, path)


def test_the_schema_leaves_nothing_to_guess(tmp_path: Path) -> None:
    options = {"validate": True, "fail_on_warn": True, "file": str(tmp_path / "schema.yaml")}
    call_command("spectacular", **options)


def test_the_schema_is_valid_and_names_every_address(client: Client) -> None:
    response: Any = client.get("/api/v1/schema/", {"format": "json"})
    document = response.json()
    assert list(OpenAPIV30SpecValidator(document).iter_errors()) == []
    assert set(document["paths"]) == {
        "/api/v1/",
        "/api/v1/units/",
        "/api/v1/units/{ubigeo}/",
        "/api/v1/units/{ubigeo}/summary/",
        "/api/v1/commitments/",
        "/api/v1/commitments/{number}/",
        "/api/v1/commitments/{number}/figures/",
        "/api/v1/plan/alignment/{framework}/",
        "/api/v1/plan/events/",
        "/api/v1/plan/events/columns/",
        "/api/v1/layers/",
        "/api/v1/layers/{name}/features/",
        "/api/v1/layers/{name}/features/{fid}/",
        "/api/v1/layers/{name}/coverage/",
        "/api/v1/search/",
        "/api/v1/commissions/guidelines/",
        "/api/v1/tracking/ratings/",
        "/api/v1/eib/coverage/",
        "/api/v1/emergency-beds/",
        "/api/v1/emergency-beds/nearest/",
        "/api/v1/emergency-beds/punctuality/",
        "/api/v1/emergency-beds/regions/",
        "/api/v1/emergency-beds/reports/",
        "/api/v1/emergency-beds/reports/{id}/",
        "/api/v1/residences/",
        "/api/v1/residences/needs/",
        "/api/v1/residences/alliances/",
        "/api/v1/residences/coverage/",
        "/api/v1/security/evidence/",
        "/api/v1/security/policy-documents/",
        "/api/v1/security/policy-basis/",
        "/api/v1/security/calendar/",
        "/api/v1/security/systems/",
        "/api/v1/eib/instruments/",
        "/api/v1/eib/round-answers/",
        "/api/v1/eib/round-results/",
        "/api/v1/eib/rounds/",
        "/api/v1/health-catalogues/",
        "/api/v1/health-catalogues/adoption/",
        "/api/v1/health-catalogues/practices/",
        "/api/v1/health-catalogues/systems/",
        "/api/v1/health-catalogues/codes/",
        "/api/v1/health-catalogues/differences/",
        "/api/v1/health-catalogues/mappings/",
        "/api/v1/ugel/",
        "/api/v1/ugel/districts/",
        "/api/v1/ugel/focalised/",
        "/api/v1/ugel/route-steps/",
        "/api/v1/ugel/agreements/",
        "/api/v1/ugel/model-versions/",
        "/api/v1/ugel/trainings/",
        "/api/v1/ugel/training-counts/",
        "/api/v1/ugel/{code}/",
        "/api/v1/eib/languages/",
        "/api/v1/environment/measurements/",
        "/api/v1/environment/emissions/",
        "/api/v1/environment/offered/",
        "/api/v1/environment/services/",
        "/api/v1/environment/standard/",
        "/api/v1/environment/use/",
        "/api/v1/extraction/",
        "/api/v1/extraction/rules/",
        "/api/v1/extraction/transfers/",
        "/api/v1/people/",
        "/api/v1/rasters/",
        "/api/v1/rasters/{name}/clip/",
        "/api/v1/rasters/{name}/profile/",
        "/api/v1/rasters/{name}/statistics/",
        "/api/v1/rasters/{name}/value/",
        "/api/v1/sanitation/changes/",
        "/api/v1/sanitation/cuts/",
        "/api/v1/sanitation/investments/",
        "/api/v1/sanitation/investments/{cui}/",
        "/api/v1/sanitation/summary/",
        "/api/v1/security/prosecutors/",
        "/api/v1/studies/",
        "/api/v1/studies/{id}/",
        "/api/v1/series/",
        "/api/v1/series/{name}/",
        "/api/v1/session/",
        "/api/v1/tracking/columns/",
        "/api/v1/tracking/milestones/",
        "/api/v1/contributions/",
        "/api/v1/contributions/challenge/",
        "/api/v1/contributions/{code}/",
        "/api/v1/participation/",
        "/api/v1/participation/spaces/",
        "/api/v1/participation/sessions/",
        "/api/v1/participation/agreements/",
        "/api/v1/participation/consultations/",
        "/api/v1/participation/consultations/{slug}/",
        "/api/v1/security/complaints/",
        "/api/v1/security/area/",
        "/api/v1/accreditation/",
        "/api/v1/accreditation/chain/",
        "/api/v1/accreditation/receipts/",
        "/api/v1/accreditation/verify/",
        "/api/v1/titles/",
        "/api/v1/travel-time/",
        "/api/v1/titles/check/",
        "/api/v1/titles/batch/",
        "/api/v1/transit/people-near-stops/",
        "/api/v1/jobs/",
        "/api/v1/jobs/{id}/",
        "/api/v1/uploads/",
        "/api/v1/uploads/{key}/",
        "/api/v1/zones/",
        "/api/v1/zones/measure/",
        "/api/v1/zones/{id}/",
        "/api/v1/zones/{id}/submit/",
        "/api/v1/zones/{id}/approve/",
        "/api/v1/zones/{id}/return/",
        "/api/v1/zones/{id}/remarks/",
        "/api/v1/zones/remarks/",
        "/api/v1/zones/shapes/",
        "/api/v1/zones/{id}/versions/",
        "/api/v1/zones/{id}/versions/{version}/",
        "/api/v1/zones/{id}/versions/{version}/restore/",
        "/api/v1/zones/{id}/compare/",
        "/api/v1/zones/{id}/export/",
        "/api/v1/zones/{id}/contents/",
    }
    search = document["paths"]["/api/v1/units/"]["get"]["parameters"]
    assert {"q", "level", "parent", "limit", "offset"} == {
        parameter["name"] for parameter in search
    }


def test_every_operation_describes_its_errors(client: Client) -> None:
    """OpenAPI 3.0.3, Responses Object: "the successful operation response and any known errors"."""
    response: Any = client.get("/api/v1/schema/", {"format": "json"})
    for path, item in response.json()["paths"].items():
        for method, operation in item.items():
            known = {"400", "401", "404", "429", "500", "503"}
            if method != "get":
                known |= {"403", "409", "412", "413", "415", "428", "507"}
            assert known <= operation["responses"].keys(), (path, method)
            for status in known:
                (media_type,) = operation["responses"][status]["content"]
                assert media_type == "application/problem+json"
