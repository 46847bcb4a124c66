"""Who sees and who changes which zone: every actor, every verb, every protocol."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from layers import versions
from territory.models import InterventionZone
from tests.ows.zone_ways import WAYS
from tests.zones import (
    LA_LIBERTAD,
    LAYER,
    SOUTH,
    WEST,
    account,
    client_of,
    feature,
    planner,
    reviewer,
    square,
    stored,
)

ACTORS = ("anonymous", "author", "mate", "other", "reviewer", "admin", "sample_reviewer")
STATUSES = ("draft", "submitted", "approved")
# Who sees what is not approved yet.
INSIDERS = {"author", "reviewer", "admin"}
# Apart from one another, so that each unfinished one would widen every extent.
PLACES = {
    "draft": square(WEST - 0.5, SOUTH),
    "submitted": square(WEST + 0.5, SOUTH),
    "approved": square(WEST, SOUTH),
}


@dataclass(frozen=True)
class World:
    """Everybody's client, and a zone of the author's in each state."""

    users: dict[str, User]
    zones: dict[str, InterventionZone]

    def client(self, actor: str) -> Client:
        return client_of(self.users[actor]) if actor in self.users else Client()


def populate() -> World:
    users = {
        "author": planner("ana"),
        "mate": planner("beto"),
        "other": planner("luis", LA_LIBERTAD),
        "reviewer": reviewer("rosa"),
        "admin": account("jefa", is_superuser=True),
        "sample_reviewer": reviewer("eva", samples=True),
    }
    zones = {
        status: stored(users["author"], status, PLACES[status], title=f"Zona {status} de ana")
        for status in STATUSES
    }
    return World(users, zones)


@pytest.fixture(scope="module")
def committed_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Committed, since Mapnik sees no other rows; removed in the end."""
    cache.clear()
    with django_db_blocker.unblock():
        world = populate()
        yield world
        InterventionZone.objects.filter(author__in=world.users.values()).delete()
        User.objects.filter(pk__in=[user.pk for user in world.users.values()]).delete()
        versions.bump(LAYER)
        connection.close()
    cache.clear()


# The actors innermost: each asks the same right after another, so a cache that mixed them up
# would give one what was another's.
@pytest.mark.parametrize("actor", ACTORS)
@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("way", WAYS)
def test_who_sees(committed_world: World, way: str, status: str, actor: str) -> None:
    seen = WAYS[way](committed_world.client(actor), committed_world.zones[status])
    assert seen is (status == "approved" or actor in INSIDERS)


@pytest.mark.parametrize("actor", ACTORS)
def test_what_is_listed_is_counted(committed_world: World, actor: str) -> None:
    client = committed_world.client(actor)
    collection = client.get(f"/ogc/collections/{LAYER}?f=json").json()
    listed = client.get("/api/v1/zones/").json()["count"]
    assert collection["itemCount"] == listed == (3 if actor in INSIDERS else 1)


# The expected status by actor, of the verb on a draft, on a submitted and on an approved zone.
_VERBS = ("put", "patch", "delete", "submit", "approve", "return")
_OUTSIDER = dict.fromkeys(_VERBS, (404, 404, 403))
_REVIEWER = {
    "put": (403, 403, 403),
    "patch": (403, 403, 403),
    "delete": (403, 403, 403),
    "submit": (403, 403, 403),
    "approve": (409, 200, 409),
    "return": (409, 200, 200),
}
EXPECTED: dict[str, dict[str, tuple[int, int, int]]] = {
    "anonymous": dict.fromkeys(_VERBS, (401, 401, 401)),
    "author": {
        "put": (200, 409, 409),
        "patch": (200, 409, 409),
        "delete": (204, 409, 409),
        "submit": (200, 409, 409),
        "approve": (403, 403, 403),
        "return": (409, 200, 403),
    },
    "mate": _OUTSIDER,
    "other": _OUTSIDER,
    "sample_reviewer": _OUTSIDER,
    "reviewer": _REVIEWER,
    "admin": _REVIEWER,
}


@pytest.fixture
def world(db: None) -> World:
    return populate()


@pytest.mark.parametrize("verb", _VERBS)
@pytest.mark.parametrize("actor", ACTORS)
def test_who_changes(world: World, actor: str, verb: str) -> None:
    client = world.client(actor)
    before = list(InterventionZone.objects.order_by("pk").values())
    for status, expected in zip(STATUSES, EXPECTED[actor][verb], strict=True):
        zone = world.zones[status]
        response = _write(client, verb, f"/api/v1/zones/{zone.pk}/", PLACES[status])
        assert response.status_code == expected, (status, response.content)
    if all(code >= 400 for code in EXPECTED[actor][verb]):
        assert list(InterventionZone.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        ("anonymous", 401),
        ("author", 201),
        ("mate", 201),
        ("other", 403),
        ("reviewer", 403),
        ("admin", 403),
        ("sample_reviewer", 403),
    ],
)
def test_who_draws_in_cusco(world: World, actor: str, expected: int) -> None:
    response = _write(world.client(actor), "post", "/api/v1/zones/", square())
    assert response.status_code == expected


@pytest.mark.parametrize("actor", ACTORS)
def test_overlaps_are_given_of_visible_zones_only(world: World, actor: str) -> None:
    client = world.client(actor)
    body = {"geometry": square(WEST - 0.5, SOUTH, 1.1, 0.1), "zone": None}
    response = client.post("/api/v1/zones/measure/", body, content_type="application/json")
    if actor == "anonymous":
        assert response.status_code == 401
        return
    found = {item["id"] for item in response.json()["overlaps"]}
    seen = STATUSES if actor in INSIDERS else ("approved",)
    assert found == {world.zones[status].pk for status in seen}


def test_the_reviewer_of_samples_decides_on_those(world: World) -> None:
    demo = planner("demo", is_demonstration=True)
    zone = stored(demo, "submitted", title="EJEMPLO · Z", is_sample=True)
    client = world.client("sample_reviewer")
    response = _write(client, "approve", f"/api/v1/zones/{zone.pk}/", square())
    assert response.status_code == 200


def _write(client: Client, verb: str, path: str, geometry: dict[str, Any]) -> Any:
    headers = {"If-Match": '"1"'}
    if verb in ("submit", "approve", "return"):
        remark = {"remark": "Qué hay que cambiar"}
        return client.post(f"{path}{verb}/", remark, "application/json", headers=headers)
    body = "" if verb == "delete" else json.dumps(feature(geometry))
    return client.generic(
        verb.upper(), path, body, content_type="application/json", headers=headers
    )
