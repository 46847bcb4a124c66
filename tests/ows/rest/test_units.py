from __future__ import annotations

import json
from typing import Any

import pytest
import shapely
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from territory.models import AdminUnit, EnvironmentalCommission

pytestmark = pytest.mark.django_db

MEMBERS = {"ubigeo", "name", "level", "level_title", "path", "extent", "point", "url"}


def ask(client: Client, path: str, **parameters: Any) -> Any:
    response: Any = client.get(f"/api/v1/{path}", parameters)
    assert response.status_code == 200, response.content
    return response.json()


def found(client: Client, **parameters: Any) -> list[str]:
    return [unit["ubigeo"] for unit in ask(client, "units/", **parameters)["results"]]


def test_the_root_lists_the_resources(client: Client) -> None:
    root = ask(client, "")
    assert root.keys() == {
        "search",
        "units",
        "commitments",
        "layers",
        "series",
        "zones",
        "contributions",
        "participation",
        "tracking-milestones",
        "tracking-ratings",
        "residences",
        "titles",
        "ugel",
        "health-catalogues",
        "accreditation",
        "emergency-beds",
        "complaints",
        "rasters",
        "session",
        "schema",
    }
    for address in root.values():
        assert client.get(address).status_code == 200


def test_a_unit_in_the_list(client: Client) -> None:
    (unit,) = ask(client, "units/", q="080101")["results"]
    stored = AdminUnit.objects.get(pk="080101")
    assert stored.geom is not None
    assert stored.capital_point is not None
    assert unit.keys() == MEMBERS
    assert unit["name"] == "Cusco"
    assert unit["level"] == "district"
    assert unit["level_title"] == "distrito"
    assert unit["path"] == "Cusco, Cusco"
    assert unit["url"] == "/t/080101/"
    assert unit["extent"] == pytest.approx(stored.geom.extent)
    assert unit["point"] == pytest.approx(stored.capital_point.coords)


def test_a_unit_without_a_shape(client: Client) -> None:
    AdminUnit.objects.filter(pk="080101").update(geom=None, capital_point=None)
    (unit,) = ask(client, "units/", q="080101")["results"]
    assert unit["extent"] is None
    assert unit["point"] is None


def test_the_list_turns_its_pages(client: Client) -> None:
    page = ask(client, "units/", limit=900)
    assert page["count"] == 2112
    assert page["previous"] is None
    seen = [unit["ubigeo"] for unit in page["results"]]
    while page["next"]:
        response: Any = client.get(page["next"])
        page = response.json()
        seen += [unit["ubigeo"] for unit in page["results"]]
    assert seen == sorted(AdminUnit.objects.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"q": "150101"}, ["150101"]),
        ({"q": "cusco", "limit": 3}, ["08", "0801", "080101"]),
        ({"q": "CÚSCO", "level": "province"}, ["0801"]),
        ({"q": "san isidro, lima", "limit": 1}, ["150131"]),
        ({"q": "cusco", "parent": "0801"}, ["080101"]),
        ({"level": "department", "limit": 3}, ["01", "02", "03"]),
        ({"parent": "0701", "limit": 2}, ["070101", "070102"]),
        ({"parent": "99"}, []),
        ({"q": "xyzzyx"}, []),
        ({"q": ""}, []),
        ({"q": "%"}, []),
        ({"q": "' OR 1=1 --"}, []),
    ],
)
def test_search_and_filters(client: Client, parameters: Any, expected: list[str]) -> None:
    assert found(client, **parameters)[: len(expected) or None] == expected


def test_a_search_turns_its_pages_in_one_order(client: Client) -> None:
    whole = found(client, q="san", limit=200)
    assert len(whole) == len(set(whole)) == ask(client, "units/", q="san")["count"]
    parts = [found(client, q="san", limit=30, offset=start) for start in range(0, len(whole), 30)]
    assert [ubigeo for part in parts for ubigeo in part] == whole


def test_a_unit_is_a_geojson_feature(client: Client) -> None:
    feature = ask(client, "units/150101/")
    stored = AdminUnit.objects.get(pk="150101")
    assert stored.geom is not None
    assert feature["type"] == "Feature"
    assert feature["id"] == feature["properties"]["ubigeo"] == "150101"
    assert feature["properties"]["population"] == stored.population
    assert feature["properties"]["parent"] == "1501"
    assert feature["properties"]["source"] == stored.source
    assert feature["properties"]["cutoff_date"] == str(stored.cutoff_date)
    written = shapely.geometry.shape(feature["geometry"])
    assert written.equals_exact(shapely.from_wkb(bytes(stored.geom.wkb)), 1e-12)


def test_the_summary_of_a_unit(client: Client) -> None:
    summary = ask(client, "units/13/summary/")
    assert summary["unit"]["name"] == "La Libertad"
    for figure in summary["figures"]:
        assert figure["source"]
        assert figure["cutoff_date"]
    figures = {figure["name"]: figure["value"] for figure in summary["figures"]}
    assert figures["provinces"] == AdminUnit.objects.filter(parent="13").count()
    assert figures["districts"] == AdminUnit.objects.filter(parent__parent="13").count()
    numbers = [commitment["number"] for commitment in summary["commitments"]]
    assert numbers == list(range(1, 19))
    seventeen = summary["commitments"][16]
    assert seventeen["reason"] == "named"
    assert seventeen["applies"] is True
    assert {place["ubigeo"] for place in seventeen["places"]} == {"13"}
    assert seventeen["places"][0]["quote"]
    nine = summary["commitments"][8]
    assert nine["reason"] == "elsewhere"
    assert nine["applies"] is False


def test_figures_of_samples_say_what_they_are(client: Client) -> None:
    ubigeo = EnvironmentalCommission.objects.filter(is_sample=True)[0].declared_unit_id
    assert ubigeo is not None
    for above in {ubigeo[:end] for end in range(2, len(ubigeo) + 1, 2)}:
        summary = ask(client, f"units/{above}/summary/")
        assert not any(figure["is_sample"] for figure in summary["figures"])
        figures = [figure for item in summary["commitments"] for figure in item["figures"]]
        assert summary["commitments"][2]["figures"]
        assert all(figure["is_sample"] for figure in figures)
        assert all(figure["title"].startswith("EJEMPLO · ") for figure in figures)


@pytest.mark.usefixtures("register_alone")
def test_facts_count_with_their_source_and_date(client: Client) -> None:
    # A commission is on its unit and says nothing of those below.
    row = EnvironmentalCommission.objects.filter(declared_unit__level="province")[0]
    assert row.declared_unit_id is not None
    row.is_sample = False
    row.assisted = row.assisted_on = None  # one figure
    row.commitments = [3, 14]
    row.source = "MINAM, directorio"
    row.save()
    for ubigeo in (row.declared_unit_id, row.declared_unit_id[:2]):
        summary = ask(client, f"units/{ubigeo}/summary/")
        facts = {c["number"]: facts_of(c) for c in summary["commitments"] if facts_of(c)}
        assert facts.keys() == {3, 14}
        (figure,) = facts[3]
        assert summary["commitments"][2]["figures"] == [figure]
        assert not figure["title"].startswith("EJEMPLO")
        assert figure["value"] == 1
        assert figure["source"] == "MINAM, directorio"
        assert figure["cutoff_date"] == str(row.cutoff_date)
    below = AdminUnit.objects.filter(parent=row.declared_unit_id)[0]
    summary = ask(client, f"units/{below.pk}/summary/")
    assert not any(facts_of(commitment) for commitment in summary["commitments"])


def facts_of(commitment: dict[str, Any]) -> list[dict[str, Any]]:
    return [figure for figure in commitment["figures"] if not figure["is_sample"]]


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("units/?limit=5", 2),
        ("units/?limit=1000", 2),
        ("units/?q=san&limit=5", 1),
        ("units/?q=san&limit=100", 1),
        ("units/150101/", 1),
        ("units/15/summary/", 11),
        # The unit, what is kept of figures and of lists, what files cover, series, the plan's
        # places, commitments and agencies, its parts' number, the units above it, how people took
        # part, and whether a population is loaded.
        ("units/150101/summary/", 12),
    ],
)
def test_the_number_of_queries_does_not_grow_with_the_rows(
    client: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    path: str,
    queries: int,
) -> None:
    # The first answer also counts and keeps what nobody asked before (territory.kept): twice, for
    # figures and for lists, a statement in a savepoint.
    with django_assert_max_num_queries(queries + 6 if "summary" in path else queries):
        client.get(f"/api/v1/{path}")
    with django_assert_max_num_queries(queries):
        client.get(f"/api/v1/{path}")


# path, parameters, status, parameter at fault
ERRORS: list[tuple[str, dict[str, Any], int, str | None]] = [
    ("", {"x": "1"}, 400, "x"),
    ("units/", {"nope": "1"}, 400, "nope"),
    ("units/", {"level": "distrito"}, 400, "level"),
    ("units/", {"limit": "0"}, 400, "limit"),
    ("units/", {"limit": "1001"}, 400, "limit"),
    ("units/", {"limit": "x"}, 400, "limit"),
    ("units/", {"offset": "-1"}, 400, "offset"),
    ("units/", {"q": "a\x00b"}, 400, "q"),
    ("units/", {"parent": "\x00"}, 400, "parent"),
    ("units/99/", {}, 404, "ubigeo"),
    ("units/150/", {}, 404, "ubigeo"),
    ("units/x/", {}, 404, "ubigeo"),
    ("units/%00/", {}, 404, "ubigeo"),
    ("units/15'--/summary/", {}, 404, "ubigeo"),
    ("units/150101/", {"x": "1"}, 400, "x"),
    ("commitments/19/", {}, 404, "number"),
    ("commitments/0/", {}, 404, "number"),
    ("commitments/99999999999999999999/", {}, 404, "number"),
    ("commitments/", {"theme": "x"}, 400, "theme"),
    ("layers/", {"q": "x"}, 400, "q"),
]


@pytest.mark.parametrize(
    ("path", "parameters", "status", "parameter"),
    ERRORS,
    ids=[f"{path} {json.dumps(given)}" for path, given, *_ in ERRORS],
)
def test_an_error_is_reported(
    client: Client, path: str, parameters: dict[str, Any], status: int, parameter: str | None
) -> None:
    response: Any = client.get(f"/api/v1/{path}", parameters)
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem.get("parameter") == parameter
    assert problem["detail"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize(
    "path", ["units/", "units/15/", "commitments/", "layers/", "units/15/summary/"]
)
def test_nothing_can_be_written(client: Client, path: str, method: str) -> None:
    response = getattr(client, method)(f"/api/v1/{path}", {}, content_type="application/json")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["detail"]
