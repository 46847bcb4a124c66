"""The API of catalogues: versions, codes, what changed, what codes are elsewhere."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from territory.health_catalogues.browsing import versions
from tests.layers.themes.catalogue_adoption.rows import MAPPING
from tests.layers.themes.focalised_ugel.test_publishing import publish, written
from tests.ows.wfs.wire import body
from tests.territory.health_catalogues.test_loading import OTHER, code, two_versions

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/health-catalogues/"
SAMPLE = "catalogo-de-ejemplo-a-2.0"
CHANGED = f"differences/?from=catalogo-de-ejemplo-a-1.0&to={SAMPLE}"


def results(client: Client, name: str, **parameters: Any) -> list[dict[str, Any]]:
    answer = client.get(f"{ROOT}{name}", parameters)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def slugs() -> dict[str, str]:
    return {str(row.version): row.slug for row in versions("https://www.gob.pe/lista")}


def test_versions_codes_and_what_changed(client: Client) -> None:
    two_versions()
    new, old = results(client, "systems/")
    assert (new["version"], new["concept_count"], new["active_count"]) == ("2.0", 6, 5)
    assert new["page"] == f"/catalogos/versiones/{new['slug']}/"
    found = results(client, "codes/", system=new["slug"])
    assert [row["code"] for row in found] == ["A", "B", "A1", "A3", "A4", "A5"]
    assert (found[3]["is_inactive"], found[3]["is_sample"]) == (True, False)
    assert [row["code"] for row in results(client, "codes/", q="injerto")] == ["A5"]
    assert results(client, "codes/") == []
    given = {"from": old["slug"], "to": new["slug"]}
    rows = results(client, "differences/", **given)
    assert [(row["code"], row["changes"]) for row in rows] == [
        ("A1", "renamed, moved"),
        ("A2", "retired"),
        ("A3", "retired"),
        ("A5", "added"),
    ]
    assert (rows[0]["parents_before"], rows[0]["parents_after"]) == ("A", "B")
    assert [r["code"] for r in results(client, "differences/", **given, change="added")] == ["A5"]
    assert [r["code"] for r in results(client, "differences/", **given, limit=1, offset=1)] == [
        "A2"
    ]


def test_what_codes_are_elsewhere(client: Client) -> None:
    publish("health_codes", written(code("A01"), code("B01", **OTHER)))
    publish("health_code_maps", written(MAPPING))
    (row,) = results(client, "mappings/")
    assert (row["source_code"], row["target_code"], row["equivalence"]) == (
        "A01",
        "B01",
        "equivalent",
    )
    assert results(client, "mappings/", code="Z") == []
    assert results(client, "mappings/", map=row["map"], code="A01") == [row]


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("codes/?system=no-hay", "system"),
        ("codes/?system=%00", "system"),
        ("codes/?q=%00", "q"),
        (f"differences/?from={SAMPLE}", "to"),
        (f"differences/?to={SAMPLE}", "from"),
        (f"differences/?from={SAMPLE}&to=catalogo-de-ejemplo-b-2.0", "otro catálogo"),
        (f"{CHANGED}&change=zzz", "change"),
        ("mappings/?code=%00", "code"),
        ("systems/?f=csv&zzz=1", "zzz"),
    ],
)
def test_what_is_wrong_is_named(client: Client, asked: str, name: str) -> None:
    answer = client.get(ROOT + asked)
    assert answer.status_code == 400
    assert name in answer.content.decode()


@pytest.mark.parametrize(
    "name", ["systems/?", f"codes/?system={SAMPLE}&", CHANGED + "&", "mappings/?"]
)
def test_each_is_a_table_too_and_samples_say_what_they_are(client: Client, name: str) -> None:
    answer = client.get(f"{ROOT}{name}f=csv")
    assert answer.status_code == 200
    assert "EJEMPLO" in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(body(answer).decode("utf-8-sig"))))
    assert len(rows) == client.get(f"{ROOT}{name}limit=1").json()["count"] > 0
