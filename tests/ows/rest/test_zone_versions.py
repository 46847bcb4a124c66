"""``/api/v1/zones/<id>/compare/`` and ``…/versions/<v>/restore/``; areas by pyproj and shapely."""

from __future__ import annotations

from typing import Any

import pytest
import shapely
from django.contrib.auth.models import User
from django.test import Client
from pyproj import Geod

from territory.models import ZoneVersion
from tests.ows.rest.zone_wire import ZONES, created, returned, send
from tests.zones import SIDE, SOUTH, WEST, client_of, feature, planner, reviewer, square, stored

pytestmark = pytest.mark.django_db

GEOD = Geod(ellps="WGS84")
# Half of the first square, and as much beside it.
MOVED = square(WEST + SIDE / 2)


@pytest.fixture
def author() -> User:
    return planner("ana")


@pytest.fixture
def client(author: User) -> Client:
    return client_of(author)


@pytest.fixture
def path(client: Client) -> str:
    """A zone of three versions: another title and commitments, then another shape."""
    zone = created(client, feature(commitments=[3]))
    path = f"{ZONES}{zone['id']}/"
    renamed = {"properties": {"title": "Otro título", "commitments": [14]}}
    assert send(client, "patch", path, renamed, 1).status_code == 200
    assert send(client, "patch", path, {"geometry": MOVED}, 2).status_code == 200
    return path


def hectares(geometry: dict[str, Any]) -> float:
    area_m2, _ = GEOD.geometry_area_perimeter(shapely.geometry.shape(geometry))
    return abs(area_m2) / 10_000


def test_two_versions_side_by_side(client: Client, path: str) -> None:
    found = client.get(f"{path}compare/", {"from": 1, "to": 3}).json()
    assert found["changed"] == ["title", "commitments", "geometry"]
    assert found["earlier"]["properties"]["version"] == 1
    assert found["later"]["properties"]["title"] == "Otro título"
    half = square(WEST, side=SIDE / 2, height=SIDE)
    beside = square(WEST + SIDE, side=SIDE / 2, height=SIDE)
    assert found["removed"]["area_ha"] == pytest.approx(hectares(half), rel=1e-6)
    assert found["added"]["area_ha"] == pytest.approx(hectares(beside), rel=1e-6)
    added = shapely.geometry.shape(found["added"]["geometry"])
    assert added.symmetric_difference(shapely.geometry.shape(beside)).area < 1e-12
    whole = found["later"]["properties"]["area_ha"] - found["earlier"]["properties"]["area_ha"]
    assert whole == pytest.approx(found["added"]["area_ha"] - found["removed"]["area_ha"], abs=1e-3)


def test_the_order_of_the_two_is_theirs(client: Client, path: str) -> None:
    one = client.get(f"{path}compare/", {"from": 3, "to": 1}).json()
    assert one == client.get(f"{path}compare/", {"from": 1, "to": 3}).json()


def test_a_version_against_itself_changed_nothing(client: Client, path: str) -> None:
    found = client.get(f"{path}compare/", {"from": 2, "to": 2}).json()
    assert found["changed"] == []
    empty = {"area_ha": 0.0, "geometry": {"type": "MultiPolygon", "coordinates": []}}
    assert found["added"] == found["removed"] == empty


@pytest.mark.parametrize(
    ("query", "status", "parameter"),
    [
        ({}, 400, "from"),
        ({"from": 1}, 400, "to"),
        ({"from": "x", "to": 1}, 400, "from"),
        ({"from": 0, "to": 1}, 400, "from"),
        ({"from": 1, "to": 10**12}, 400, "to"),
        ({"from": 1, "to": 2, "de": 1}, 400, "de"),
        ({"from": 1, "to": 4}, 404, "to"),
        ({"from": 9, "to": 1}, 404, "from"),
    ],
)
def test_a_bad_comparison_names_its_parameter(
    client: Client, path: str, query: dict[str, Any], status: int, parameter: str
) -> None:
    answer = client.get(f"{path}compare/", query)
    assert (answer.status_code, answer.json()["parameter"]) == (status, parameter)


def test_unfinished_versions_stay_inside(client: Client, path: str) -> None:
    send(client, "post", f"{path}submit/", None, 3)
    send(client_of(reviewer("rosa")), "post", f"{path}approve/", None, 4)
    for outsider in (Client(), client_of(planner("beto"))):
        assert outsider.get(f"{path}compare/", {"from": 5, "to": 5}).status_code == 200
        assert outsider.get(f"{path}compare/", {"from": 1, "to": 5}).status_code == 404


def test_a_restored_version_is_a_new_one(client: Client, author: User, path: str) -> None:
    former = client.get(f"{path}versions/1/").json()
    answer = send(client, "post", f"{path}versions/1/restore/", None, 3)
    assert (answer.status_code, answer["ETag"]) == (200, '"4"')
    now = answer.json()
    assert now["geometry"] == former["geometry"]
    for name in ("title", "description", "commitments", "area_ha", "created_at"):
        assert now["properties"][name] == former["properties"][name]
    assert now["properties"]["version"] == 4
    last = ZoneVersion.objects.order_by("-pgh_id").first()
    assert (last.version, last.pgh_context["name"]) == (4, "Nombre de ana")
    assert client.get(f"{path}versions/3/").json()["properties"]["title"] == "Otro título"


@pytest.mark.parametrize(
    ("version", "named", "status", "code"),
    [
        (1, None, 428, "VersionRequired"),
        (1, 2, 412, "VersionConflict"),
        (3, 3, 400, "InvalidParameterValue"),
        (4, 3, 404, "NotFound"),
        (10**15, 3, 404, "NotFound"),
    ],
)
def test_a_restoration_is_refused_by_the_rules_of_a_change(
    client: Client, path: str, version: int, named: int | None, status: int, code: str
) -> None:
    answer = send(client, "post", f"{path}versions/{version}/restore/", None, named)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert client.get(path).json()["properties"]["version"] == 3


def test_who_restores_is_who_changes(client: Client, path: str) -> None:
    boss = client_of(reviewer("rosa"))
    restored = f"{path}versions/1/restore/"
    expected = {401: Client(), 404: client_of(planner("beto")), 403: boss}
    for status, browser in expected.items():
        assert send(browser, "post", restored, None, 3).status_code == status
    send(client, "post", f"{path}submit/", None, 3)
    assert send(client, "post", restored, None, 4).json()["code"] == "WrongState"
    returned(boss, path, 4)
    assert send(client, "post", restored, None, 5).status_code == 200


def test_what_is_no_longer_allowed_is_not_restored(author: User, client: Client) -> None:
    """Its first version lies in Lima, outside the department of the account."""
    zone = stored(author, geometry=square(-77.0, -12.1))
    path = f"{ZONES}{zone.pk}/"
    assert send(client, "put", path, feature(square(WEST, SOUTH)), 1).status_code == 200
    answer = send(client, "post", f"{path}versions/1/restore/", None, 2)
    assert (answer.status_code, answer.json()["code"]) == (403, "OutsideScope")
