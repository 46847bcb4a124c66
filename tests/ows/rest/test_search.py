"""``/api/v1/search/``: what the map's box and other programs ask."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.zones import client_of, planner, stored

pytestmark = pytest.mark.django_db


def ask(client: Client, status: int = 200, **parameters: str) -> Any:
    response = client.get("/api/v1/search/", parameters)
    assert response.status_code == status, response.content
    return response.json()


def test_a_unit_as_the_map_needs_it(client: Client) -> None:
    answer = ask(client, q="150101")
    (hit,) = answer["results"]
    assert answer["has_more"] is False
    lon, lat = hit.pop("position")
    west, south, east, north = hit.pop("extent")
    assert west <= lon <= east
    assert south <= lat <= north
    assert hit == {
        "kind": "units",
        "kind_title": "distrito",
        "match": "code",
        "title": "Lima",
        "detail": "150101 · Lima, Lima",
        "is_sample": False,
        "address": "/t/150101/",
        "layer": "districts",
        "fid": "150101",
    }


def test_a_sample_says_so_and_its_addresses_answer(client: Client) -> None:
    hits = ask(client, q="escuela de ejemplo", kind="rural_schools")["results"]
    assert hits
    assert all(hit["is_sample"] for hit in hits)
    hit = hits[0]
    assert client.get(hit["address"]).status_code == 200
    item = client.get(f"/ogc/collections/{hit['layer']}/items/{hit['fid']}?f=json").json()
    assert item["geometry"]["coordinates"] == pytest.approx(hit["position"])


def test_another_s_draft_is_not_found() -> None:
    ana, luis = planner("ana"), planner("luis")
    zone = stored(ana, title="Quebrada Honda")
    (hit,) = ask(client_of(ana), q="quebrada honda", kind="intervention_zones")["results"]
    assert hit["fid"] == str(zone.pk)
    assert ask(client_of(luis), q="quebrada honda", kind="intervention_zones")["results"] == []
    assert ask(Client(), q="quebrada honda", kind="intervention_zones")["results"] == []


def test_the_limit_is_of_the_whole_answer(client: Client) -> None:
    answer = ask(client, q="san", limit="5")
    assert len(answer["results"]) == 5
    assert answer["has_more"] is True
    assert ask(client, q="")["results"] == []


@pytest.mark.parametrize(
    ("parameters", "at_fault"),
    [
        ({"q": "lima", "limit": "0"}, "limit"),
        ({"q": "lima", "limit": "101"}, "limit"),
        ({"q": "lima", "kind": "nada"}, "kind"),
        ({"q": "lima", "nope": "1"}, "nope"),
        ({"q": "li\0ma"}, "q"),
    ],
)
def test_what_is_wrong_is_named(client: Client, parameters: dict[str, str], at_fault: str) -> None:
    assert at_fault in str(ask(client, 400, **parameters))


def test_the_schema_describes_it(client: Client) -> None:
    schema = client.get("/api/v1/schema/", headers={"accept": "application/json"}).json()
    operation = schema["paths"]["/api/v1/search/"]["get"]
    assert {p["name"] for p in operation["parameters"]} == {"q", "kind", "limit"}
