"""``/api/v1/zones/``: drawing, reviewing, versions, conflicts."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pyproj import Geod

from layers import versions
from territory.models import ZoneVersion
from tests.ows.rest.zone_wire import ZONES, created, returned, send
from tests.zones import (
    CUSCO,
    LAYER,
    SIDE,
    SOUTH,
    WEST,
    client_of,
    feature,
    planner,
    reviewer,
    square,
    stored,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> User:
    return planner("ana")


@pytest.fixture
def client(author: User) -> Client:
    return client_of(author)


def test_a_drawn_zone_comes_back(client: Client) -> None:
    body = feature(description="Para qué", commitments=[14, 3, 3])
    response = send(client, "post", ZONES, body)
    assert response.status_code == 201
    zone = response.json()
    assert response["ETag"] == '"1"'
    assert response["Location"] == f"http://testserver{ZONES}{zone['id']}/"
    assert client.get(response["Location"]).json() == zone
    properties = zone["properties"]
    assert zone["geometry"] == {
        "type": "MultiPolygon",
        "coordinates": [square()["coordinates"]],
    }
    assert {k: properties[k] for k in ("title", "description", "commitments", "status")} == {
        "title": "Zona de prueba",
        "description": "Para qué",
        "commitments": [3, 14],
        "status": "draft",
    }
    assert properties["author"] == "Nombre de ana"
    assert (properties["department"], properties["department_name"]) == (CUSCO, "Cusco")
    assert properties["version"] == 1
    assert properties["can_edit"] is True
    assert properties["decisions"] == ["submit"]
    assert properties["is_sample"] is False
    assert properties["url"] == f"/zonas/{zone['id']}/"


def test_the_area_is_geodesic(client: Client) -> None:
    ring = square()["coordinates"][0]
    longitudes, latitudes = zip(*ring, strict=True)
    area_m2, _ = Geod(ellps="WGS84").polygon_area_perimeter(longitudes, latitudes)
    assert created(client)["properties"]["area_ha"] == pytest.approx(area_m2 / 10_000, rel=1e-6)


def test_what_came_may_be_sent_back(client: Client) -> None:
    zone = created(client)
    zone["properties"]["title"] = "Otro título"
    response = send(client, "put", f"{ZONES}{zone['id']}/", zone, version=1)
    assert response.status_code == 200
    assert response["ETag"] == '"2"'
    assert response.json()["properties"]["title"] == "Otro título"
    assert response.json()["properties"]["version"] == 2


def test_put_takes_the_whole_and_patch_a_part(client: Client) -> None:
    zone = created(client, feature(description="Para qué", commitments=[3]))
    path = f"{ZONES}{zone['id']}/"
    moved = square(west=WEST + SIDE)
    patched = send(client, "patch", path, {"geometry": moved}, version=1).json()
    assert patched["properties"]["description"] == "Para qué"
    assert patched["geometry"]["coordinates"] == [moved["coordinates"]]
    emptied = send(client, "patch", path, {"properties": {"commitments": None}}, version=2).json()
    assert emptied["properties"]["commitments"] == []
    assert emptied["properties"]["description"] == "Para qué"
    whole = send(client, "put", path, feature(title="Solo título"), version=3).json()
    assert whole["properties"]["description"] == ""


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_change_names_its_version(client: Client, method: str) -> None:
    zone = created(client)
    path = f"{ZONES}{zone['id']}/"
    body = None if method == "delete" else feature()
    without = send(client, method, path, body)
    assert (without.status_code, without.json()["code"]) == (428, "VersionRequired")
    any_version = client.generic(
        method.upper(), path, "{}", content_type="application/json", headers={"If-Match": "*"}
    )
    assert any_version.status_code == 428
    malformed = send(client, method, path, body, version="x")
    assert (malformed.status_code, malformed.json()["parameter"]) == (400, "If-Match")
    assert client.get(path).json() == zone


def test_a_weak_tag_names_the_same_version(client: Client) -> None:
    """Compression on the way makes the ETag weak."""
    zone = created(client)
    path = f"{ZONES}{zone['id']}/"
    read = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert read["ETag"] == 'W/"1"'
    response = client.generic(
        "DELETE", path, "", content_type="application/json", headers={"If-Match": read["ETag"]}
    )
    assert response.status_code == 204


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_stale_version_is_a_conflict_with_both_versions(client: Client, method: str) -> None:
    zone = created(client, feature(title="Base"))
    path = f"{ZONES}{zone['id']}/"
    assert send(client, "put", path, feature(title="De ella"), version=1).status_code == 200
    body = None if method == "delete" else feature(title="De él")
    response = send(client, method, path, body, version=1)
    assert response.status_code == 412
    problem = response.json()
    assert response["Content-Type"] == "application/problem+json"
    assert problem["code"] == "VersionConflict"
    assert problem["base"]["properties"]["title"] == "Base"
    assert problem["base"]["geometry"] == zone["geometry"]
    assert problem["current"]["properties"]["title"] == "De ella"
    assert problem["current"] == client.get(path).json()


def test_a_version_that_never_was_has_no_base(client: Client) -> None:
    zone = created(client)
    response = send(client, "put", f"{ZONES}{zone['id']}/", feature(), version=7)
    assert response.status_code == 412
    assert response.json()["base"] is None
    assert response.json()["current"]["id"] == zone["id"]


def test_every_version_is_kept(client: Client, author: User) -> None:
    zone = created(client, feature(title="Uno"))
    path = f"{ZONES}{zone['id']}/"
    send(client, "put", path, feature(square(side=0.2), title="Dos"), version=1)
    send(client, "post", f"{path}submit/", version=2)
    listed = client.get(f"{path}versions/").json()
    assert [(v["version"], v["title"], v["status"]) for v in listed] == [
        (3, "Dos", "submitted"),
        (2, "Dos", "draft"),
        (1, "Uno", "draft"),
    ]
    assert {v["author"] for v in listed} == {"Nombre de ana"}
    first = client.get(f"{path}versions/1/").json()
    assert first["properties"]["title"] == "Uno"
    assert first["geometry"] == zone["geometry"]
    assert first["properties"]["can_edit"] is False
    assert client.get(f"{path}versions/9/").status_code == 404


def test_the_review(client: Client, author: User) -> None:
    zone = created(client)
    path = f"{ZONES}{zone['id']}/"
    boss = client_of(reviewer("rosa"))
    assert send(boss, "post", f"{path}approve/", version=1).status_code == 409
    submitted = send(client, "post", f"{path}submit/", version=1)
    assert submitted.json()["properties"]["status"] == "submitted"
    assert submitted.json()["properties"]["can_edit"] is False
    refused = send(client, "put", path, feature(), version=2)
    assert (refused.status_code, refused.json()["code"]) == (409, "WrongState")
    own = send(client, "post", f"{path}approve/", version=2)
    assert (own.status_code, own.json()["code"]) == (403, "EditNotAllowed")
    approved = send(boss, "post", f"{path}approve/", version=2)
    assert approved.json()["properties"]["status"] == "approved"
    assert Client().get(path).status_code == 200
    assert send(client, "post", f"{path}return/", version=3).status_code == 403
    assert returned(boss, path, 3).json()["properties"]["status"] == "draft"
    assert Client().get(path).status_code == 404
    names = [v["author"] for v in client.get(f"{path}versions/").json()]
    assert names == ["rosa", "rosa", "Nombre de ana", "Nombre de ana"]


def test_what_a_zone_was_before_its_approval_stays_inside(client: Client, author: User) -> None:
    zone = created(client, feature(title="Todavía en secreto"))
    path = f"{ZONES}{zone['id']}/"
    send(client, "put", path, feature(title="Para todos"), version=1)
    send(client, "post", f"{path}submit/", version=2)
    boss = client_of(reviewer("rosa"))
    send(boss, "post", f"{path}approve/", version=3)
    for outsider in (Client(), client_of(planner("beto"))):
        listed = outsider.get(f"{path}versions/").json()
        assert [(v["version"], v["title"]) for v in listed] == [(4, "Para todos")]
        assert outsider.get(f"{path}versions/4/").status_code == 200
        assert outsider.get(f"{path}versions/1/").status_code == 404
        assert "en secreto" not in outsider.get(f"/zonas/{zone['id']}/").content.decode()
    for insider in (client, boss):
        assert len(insider.get(f"{path}versions/").json()) == 4


def test_what_is_submitted_lies_within_the_present_outline(client: Client, author: User) -> None:
    """Stored where the outline of its time let it be."""
    zone = stored(author, geometry=square(-77.0, -12.1))
    response = send(client, "post", f"{ZONES}{zone.pk}/submit/", version=1)
    assert (response.status_code, response.json()["code"]) == (403, "OutsideScope")


def test_the_author_withdraws_what_nobody_approved(client: Client) -> None:
    zone = created(client)
    path = f"{ZONES}{zone['id']}/"
    send(client, "post", f"{path}submit/", version=1)
    assert send(client, "post", f"{path}return/", version=2).json()["properties"]["can_edit"]


def test_nobody_approves_a_zone_of_their_own(client: Client, author: User) -> None:
    author.is_superuser = True
    author.save()
    zone = stored(author, "submitted")
    response = send(client_of(author), "post", f"{ZONES}{zone.pk}/approve/", version=1)
    assert response.status_code == 403


def test_deleted_is_gone_but_not_its_versions(client: Client) -> None:
    zone = created(client)
    path = f"{ZONES}{zone['id']}/"
    assert send(client, "delete", path, version=1).status_code == 204
    assert client.get(path).status_code == 404
    assert client.get(f"{path}versions/").status_code == 404
    labels = ZoneVersion.objects.filter(pgh_obj=zone["id"]).values_list("pgh_label", flat=True)
    assert list(labels) == ["insert", "delete"]


def test_a_change_makes_caches_stale(client: Client) -> None:
    before = versions.of(LAYER)
    created(client)
    assert versions.of(LAYER) == before + 1
    send(client, "post", ZONES, feature(title=""))
    assert versions.of(LAYER) == before + 1


def test_a_demonstration_account_draws_samples() -> None:
    demo = client_of(planner("demo", is_demonstration=True))
    zone = created(demo)["properties"]
    assert (zone["title"], zone["is_sample"]) == ("EJEMPLO · Zona de prueba", True)
    path = zone["url"].replace("/zonas", ZONES.rstrip("/"))
    again = send(demo, "patch", path, {"properties": {"title": "EJEMPLO · Otra"}}, version=1)
    assert again.json()["properties"]["title"] == "EJEMPLO · Otra"
    # 190 letters and the mark are 200: one more is refused, not cut off.
    titles = {"properties": {"title": "x" * 190}}, {"properties": {"title": "x" * 191}}
    assert send(demo, "patch", path, titles[0], version=2).status_code == 200
    assert send(demo, "patch", path, titles[1], version=3).json()["parameter"] == "title"


def test_the_list_turns_its_pages_and_is_narrowed(client: Client, author: User) -> None:
    other = planner("beto")
    zones = [stored(author, geometry=square(WEST + n * SIDE), title=f"Z{n}") for n in range(3)]
    approved = stored(other, "approved", geometry=square(WEST, SOUTH + 0.3))
    page = client.get(ZONES, {"limit": 3}).json()
    assert page["type"] == "FeatureCollection"
    assert page["count"] == 4
    ids = [zone["id"] for zone in page["features"]]
    following: Any = client.get(page["next"])
    ids += [zone["id"] for zone in following.json()["features"]]
    assert ids == sorted([*(zone.pk for zone in zones), approved.pk])
    mine = client.get(ZONES, {"mine": 1}).json()
    assert mine["count"] == 3
    boxed = client.get(ZONES, {"bbox": f"{WEST + 0.01},{SOUTH},{WEST + 0.05},{SOUTH + 0.05}"})
    assert [zone["id"] for zone in boxed.json()["features"]] == [zones[0].pk]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("mine=yes", "mine"), ("bbox=1,2,3", "bbox"), ("limit=0", "limit"), ("author=1", "author")],
)
def test_a_wrong_parameter(client: Client, query: str, parameter: str) -> None:
    response: Any = client.get(f"{ZONES}?{query}")
    assert (response.status_code, response.json()["parameter"]) == (400, parameter)


def test_the_list_takes_the_same_queries_however_long(
    client: Client, author: User, django_assert_max_num_queries: Any
) -> None:
    for n in range(12):
        stored(author, geometry=square(WEST + n * 0.01))
    with django_assert_max_num_queries(8):
        assert client.get(ZONES).json()["count"] == 12
