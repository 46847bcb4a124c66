"""Several clients at once on a real server: of one version, exactly one save wins."""

from __future__ import annotations

import base64
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User

from layers import versions
from territory.models import InterventionZone, ZoneVersion
from tests.zones import LAYER, PASSWORD, feature, planner, square, stored

WRITERS = 6


@pytest.fixture
def author(committed_db: None) -> Iterator[User]:
    user = planner("ana")
    yield user
    InterventionZone.objects.filter(author=user).delete()
    user.delete()
    versions.bump(LAYER)


def ask(url: str, method: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    credentials = base64.b64encode(f"ana:{PASSWORD}".encode()).decode()
    request = urllib.request.Request(
        url,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Basic {credentials}", "Content-Type": "application/geo+json"}
        | headers,
    )
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, json.loads(response.read() or b"null")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read())


def test_of_one_version_one_save_wins(live_url: str, author: User) -> None:
    zone = stored(author, title="Base")
    url = f"{live_url}/api/v1/zones/{zone.pk}/"
    start = threading.Barrier(WRITERS)
    answers: dict[int, tuple[int, Any]] = {}

    def write(number: int) -> None:
        body = feature(square(side=0.05 + number / 100), title=f"Escritor {number}")
        start.wait()
        answers[number] = ask(url, "PUT", body, **{"If-Match": '"1"'})

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winners = [number for number, (status, _) in answers.items() if status == 200]
    assert len(winners) == 1
    title = f"Escritor {winners[0]}"
    for number, (status, problem) in answers.items():
        if number in winners:
            continue
        assert status == 412
        assert problem["code"] == "VersionConflict"
        assert problem["current"]["properties"]["title"] == title
        assert problem["base"]["properties"]["title"] == "Base"
    zone.refresh_from_db()
    assert (zone.title, zone.version) == (title, 2)
    titles = ZoneVersion.objects.filter(pgh_obj=zone.pk).values_list("title", flat=True)
    assert list(titles) == ["Base", title]


def test_who_lost_can_save_on_top(live_url: str, author: User) -> None:
    """Nothing of either has to be lost: both versions are in the refusal."""
    zone = stored(author, title="Base")
    url = f"{live_url}/api/v1/zones/{zone.pk}/"
    tag = {"If-Match": '"1"'}
    assert ask(url, "PATCH", {"properties": {"title": "De ella"}}, **tag)[0] == 200
    status, problem = ask(url, "PATCH", {"properties": {"description": "De él"}}, **tag)
    assert status == 412
    newer = f'"{problem["current"]["properties"]["version"]}"'
    mine = {"properties": {"description": "De él"}}
    status, merged = ask(url, "PATCH", mine, **{"If-Match": newer})
    assert status == 200
    assert (merged["properties"]["title"], merged["properties"]["description"]) == (
        "De ella",
        "De él",
    )


def test_a_saved_draft_is_found_at_once_in_every_service(live_url: str, author: User) -> None:
    """By the author, on the same server that answered before it existed."""
    box = "-72,-13.6,-71.9,-13.5"
    items = f"{live_url}/ogc/collections/{LAYER}/items?f=json"
    hits = (
        f"{live_url}/ows/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=ta:{LAYER}"
        "&outputFormat=application/json"
    )
    map_ = (
        f"{live_url}/ows/wms?service=WMS&version=1.3.0&request=GetFeatureInfo&layers={LAYER}"
        f"&query_layers={LAYER}&styles=&crs=CRS:84&bbox={box}&width=64&height=64&i=32&j=32"
        "&info_format=application/json"
    )
    for url in (items, hits, map_):
        assert ask(url, "GET")[1]["features"] == []
    status, zone = ask(f"{live_url}/api/v1/zones/", "POST", feature())
    assert status == 201
    for url in (items, hits, map_):
        (found,) = ask(url, "GET")[1]["features"]
        assert found["properties"]["title"] == "Zona de prueba"
        with urllib.request.urlopen(url) as response:
            assert json.loads(response.read())["features"] == []
    assert zone["properties"]["status"] == "draft"
