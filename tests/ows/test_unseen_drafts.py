"""Who may not see a draft learns nothing of it, however often they ask: not even that it is there.

Each answer is polled before and after every step of a zone's life; headers count (ETag,
updateSequence, Content-Length), since a number that rises with each save counts what is hidden.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from layers import registry, versions
from territory.models import InterventionZone
from tests.ows.rest.zone_wire import created, send
from tests.ows.test_zone_caching import ANSWERS, MAP, TILE
from tests.zones import LAYER, client_of, feature, planner, reviewer, square

pytestmark = pytest.mark.django_db

ZONES = "/api/v1/zones/"
POLLED = (
    *(path for path in ANSWERS if "session" not in path),
    f"/ogc/collections/{LAYER}/tiles/WebMercatorQuad?f=json",
    f"/ogc/collections/{LAYER}/schema?f=json",
    f"/ogc/collections/{LAYER}?f=html",
    f"/ows/wms?service=WMS&request=GetLegendGraphic&layer={LAYER}&format=image/png",
    f"/ows/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames={LAYER}&resultType=hits",
    f"/api/v1/layers/{LAYER}/features/",
    "/api/v1/search/?q=zona",
    "/mapa/",
    "/zonas/",
    "/catalogo/",
    f"/catalogo/{LAYER}/",
    "/buscar/?q=zona",
)
# What differs from one request to the next by itself: the moment, a form's token.
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z|csrf\w*\"[^>]*>")
# The answers that show what zones there are, so that they change with what one may see.
SHOWING = (TILE.format(LAYER), MAP.format(LAYER), f"/ogc/collections/{LAYER}/items?f=json")


def answer(client: Client, path: str) -> tuple[int, dict[str, str], bytes]:
    response: Any = client.get(path)
    body = _MOMENT.sub(b"", response.getvalue())
    headers = {name: value for name, value in response.items() if name != "Content-Length"}
    return response.status_code, headers, body


def sequences(client: Client) -> list[str]:
    found = []
    for path in ANSWERS:
        if "GetCapabilities" in path:
            body = answer(client, path)[2]
            found += re.findall(rb'updateSequence="([^"]*)"', body)
    assert len(found) == 2
    return [item.decode() for item in found]


def polled(client: Client) -> dict[str, tuple[int, dict[str, str], bytes]]:
    found = {path: answer(client, path) for path in POLLED}
    assert all(status in (200, 204) for status, _headers, _body in found.values())
    return found


@pytest.mark.parametrize("watcher", ["nobody", "another planner", "a reviewer of samples"])
def test_nobody_counts_the_drafts_of_others(watcher: str) -> None:
    ana = client_of(planner("ana"))
    watching = Client()
    if watcher != "nobody":
        is_planner = watcher == "another planner"
        watching.force_login(planner("eva") if is_planner else reviewer("eva", samples=True))
    polled(watching)  # what is made once and kept
    before = polled(watching)
    zone = created(ana)
    path = f"{ZONES}{zone['id']}/"
    steps: tuple[Callable[[], Any], ...] = (
        lambda: send(ana, "patch", path, {"properties": {"title": "Otra zona"}}, version=1),
        lambda: send(ana, "put", path, feature(square(side=0.2)), version=2),
        lambda: send(ana, "post", f"{path}submit/", version=3),
        lambda: send(ana, "post", f"{path}return/", version=4),
        lambda: send(ana, "delete", path, version=5),
        lambda: created(ana),
    )
    assert polled(watching) == before
    for step in steps:
        response = step()
        assert isinstance(response, dict) or response.status_code in (200, 204), response.content
        assert polled(watching) == before


def test_what_becomes_visible_or_goes_changes_every_version() -> None:
    ana, eva, visitor = client_of(planner("ana")), client_of(reviewer("eva")), Client()
    zone = created(ana)
    path = f"{ZONES}{zone['id']}/"
    send(ana, "post", f"{path}submit/", version=1)
    steps = (("approve/", 2), ("return/", 3))
    for step, version in steps:
        shown, before = [answer(visitor, item) for item in SHOWING], sequences(visitor)
        remark = {"remark": "Qué se decide"}
        assert send(eva, "post", path + step, remark, version).status_code == 200
        for old, item in zip(shown, SHOWING, strict=True):
            assert answer(visitor, item) != old
        assert all(one != other for one, other in zip(before, sequences(visitor), strict=True))


def test_authors_and_reviewers_see_each_save() -> None:
    author = planner("ana")
    ana, eva = client_of(author), client_of(reviewer("eva"))
    for watching in (ana, eva):
        tags = [answer(watching, item) for item in SHOWING]
        created(ana)
        assert all(answer(watching, item) != old for old, item in zip(tags, SHOWING, strict=True))


def test_the_number_of_wms_only_rises() -> None:
    """OGC 06-042, 7.2.3.5: a client compares it with the one it had."""
    ana, eva = client_of(planner("ana")), client_of(reviewer("eva"))
    zone = created(ana)
    path = f"{ZONES}{zone['id']}/"
    send(ana, "post", f"{path}submit/", version=1)
    numbers = [int(sequences(Client())[0])]
    for step, version in (("approve/", 2), ("return/", 3)):
        send(eva, "post", path + step, {"remark": "Qué se decide"}, version)
        numbers.append(int(sequences(Client())[0]))
    assert numbers == sorted(set(numbers))


def test_the_database_counts_whoever_writes() -> None:
    """By raw SQL or in bulk: a trigger raises the numbers, a statement at a time."""
    author = planner("ana")
    layer, visitor = registry.get(LAYER, author), AnonymousUser()
    created(client_of(author))
    created(client_of(author))

    def seen() -> tuple[int, int]:
        return versions.seen(layer, visitor), versions.seen(layer, author)

    public, own = seen()
    InterventionZone.objects.update(title="Otra")
    assert seen() == (public, own + 1)
    InterventionZone.objects.update(status="approved")
    assert seen() == (public + 1, own + 3)  # the author's own, and what all see
    InterventionZone.objects.all().delete()
    assert seen() == (public + 2, own + 5)
