"""A dataset that isn't published doesn't exist for who has no role in its agency, on every way out.

Each answer that names it is the one that a name without a layer gets; each answer that lists
layers, its tag and its update sequence are the same as if there were none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from layers.datasets import states
from layers.models import Dataset
from tests.datasets import dataset
from tests.ows.wms import wire as wms
from tests.publishers import everybody

pytestmark = pytest.mark.django_db

TITLE = "Lugares nunca vistos"
INSIDERS = ("editor", "second_editor", "approver", "both", "admin")
OUTSIDERS = (
    "anonymous",
    "member",
    "planner",
    "staff",
    "foreign_editor",
    "foreign_approver",
    "inactive",
)
_WFS = "/ows/wfs?service=WFS&version=2.0.0&request="
_MAP = "&".join(
    f"{name}={value}" for name, value in wms.INFO.items() if not name.endswith("LAYERS")
)
# Each with the status of an answer where there is such a layer.
NAMING = {
    f"/ows/wms?{_MAP}&LAYERS={{}}&QUERY_LAYERS={{}}&x=".replace("GetFeatureInfo", "GetMap"): 200,
    f"/ows/wms?{_MAP}&LAYERS={{}}&QUERY_LAYERS={{}}": 200,
    f"/ows/wms?{_MAP}&LAYERS=departments,{{}}&QUERY_LAYERS=departments": 200,
    "/ows/wms?service=WMS&version=1.3.0&request=GetLegendGraphic&layer={}&format=image/png": 200,
    f"{_WFS}GetFeature&typeNames={{}}": 200,
    f"{_WFS}GetFeature&typeNames={{}}&outputFormat=application/geo%2Bjson": 200,
    f"{_WFS}GetFeature&typeNames={{}}&resultType=hits": 200,
    f"{_WFS}GetFeature&typeNames={{}}&outputFormat=csv": 200,
    f"{_WFS}GetFeature&typeNames={{}}&outputFormat=xlsx": 200,
    f"{_WFS}GetFeature&typeNames={{}}&outputFormat=kml": 200,
    "/ogc/collections/{}/items?f=csv": 200,
    "/ogc/collections/{}/items?f=geojson-file": 200,
    f"{_WFS}DescribeFeatureType&typeNames={{}}": 200,
    f"{_WFS}GetPropertyValue&typeNames={{}}&valueReference=nombre": 200,
    f"{_WFS}GetFeature&resourceId={{}}.1": 200,
    f"{_WFS}GetFeature&storedQuery_id=urn:ogc:def:query:OGC-WFS::GetFeatureById&id={{}}.1": 200,
    "/ogc/collections/{}?f=json": 200,
    "/ogc/collections/{}?f=html": 200,
    "/ogc/collections/{}/items?f=json": 200,
    "/ogc/collections/{}/items?f=html": 200,
    "/ogc/collections/{}/items/1?f=json": 200,
    "/ogc/collections/{}/queryables?f=json": 200,
    "/ogc/collections/{}/schema?f=json": 200,
    "/ogc/collections/{}/tiles?f=json": 200,
    "/ogc/collections/{}/tiles/WebMercatorQuad?f=json": 200,
    "/ogc/collections/{}/tiles/WebMercatorQuad/8/137/76?f=mvt": 200,
    "/ogc/tiles?collections={}&f=json": 200,
    "/ogc/tiles/WebMercatorQuad?collections={}&f=json": 200,
    "/ogc/tiles/WebMercatorQuad/8/137/76?collections={}": 200,
    "/api/v1/layers/{}/features/": 200,
    "/api/v1/layers/{}/features/1/": 200,
    "/api/v1/layers/{}/coverage/": 200,
    "/catalogo/{}/": 200,
}
LISTING = (
    "/ows/wms?service=WMS&request=GetCapabilities",
    "/ows/wfs?service=WFS&request=GetCapabilities",
    f"{_WFS}DescribeFeatureType",
    f"{_WFS}ListStoredQueries",
    f"{_WFS}DescribeStoredQueries",
    "/ogc/collections?f=json",
    "/ogc/collections?f=html",
    "/ogc/api?f=json",
    "/ogc/api?f=html",
    "/ogc/tiles?f=json",
    "/ogc/tiles/WebMercatorQuad?f=json",
    "/api/v1/layers/?limit=500",
    "/api/v1/commitments/",
    "/api/v1/commitments/1/",
    "/api/v1/search/?q=lugares+nunca",
    "/",
    "/mapa/",
    "/catalogo/",
    "/compromisos/",
    "/compromisos/1/",
    "/buscar/?q=lugares+nunca",
)
# Those of the listing ones that name layers or their titles, for who sees the dataset.
TELLING = tuple(
    path
    for path in LISTING
    if not re.search(r"/ogc/tiles|^/$|/mapa/|/compromisos/|/api/v1/commitments/$", path)
)
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z|csrf\w*\"[^>]*>")


@pytest.fixture(scope="module")
def everybodys(module_db: None) -> dict[str, User]:
    return everybody()


@pytest.fixture
def accounts(everybodys: dict[str, User], db: None) -> dict[str, User]:
    return deepcopy(everybodys)


def client_of(accounts: dict[str, User], who: str) -> Client:
    client = Client()
    if who in accounts:
        client.force_login(accounts[who])
    return client


def answer(client: Client, path: str) -> tuple[int, dict[str, str], bytes]:
    response: Any = client.get(path)
    body = _MOMENT.sub(b"", response.getvalue())
    headers = {name: value for name, value in response.items() if name != "Content-Length"}
    return response.status_code, headers, body


def draw_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mapnik connects by itself, and doesn't see what isn't committed."""
    monkeypatch.setattr("ows.wms.get_map.draw", lambda _picture: b"picture")


@pytest.mark.parametrize("path", NAMING)
def test_naming_it_is_answered_to_its_agency_alone(
    accounts: dict[str, User], monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    draw_nothing(monkeypatch)
    name = dataset(TITLE).name
    # Of the same length, so that a message that cuts names cuts them at the same place.
    unknown = name[::-1]
    for who in OUTSIDERS:
        client = client_of(accounts, who)
        status, headers, body = answer(client, path.format(*[name] * 2))
        as_unknown = answer(client, path.format(*[unknown] * 2))
        bare = body.replace(name.encode(), b"N"), as_unknown[2].replace(unknown.encode(), b"N")
        assert (status, bare[0]) == (as_unknown[0], bare[1]), who
        assert status in (400, 404) or (status == 200 and b"resourceId" in path.encode()), who
        assert {k: v for k, v in headers.items() if k != "ETag"} == {
            k: v for k, v in as_unknown[1].items() if k != "ETag"
        }, who
    for who in INSIDERS:
        assert answer(client_of(accounts, who), path.format(*[name] * 2))[0] == NAMING[path], who


@pytest.mark.parametrize("path", LISTING)
def test_nothing_that_lists_layers_tells_of_it(accounts: dict[str, User], path: str) -> None:
    clients = {who: client_of(accounts, who) for who in ("anonymous", "foreign_editor")}
    for client in clients.values():
        answer(client, path)  # what is made once and kept
    before = {who: answer(client, path) for who, client in clients.items()}
    made = dataset(TITLE)
    steps: tuple[Callable[[], Any], ...] = (
        lambda: None,
        lambda: touch(made),
        lambda: states.delete_later(made.pk, accounts["editor"]),
        lambda: states.keep(made.pk, accounts["editor"]),
    )
    for step in steps:
        step()
        assert {who: answer(client, path) for who, client in clients.items()} == before


@pytest.mark.parametrize("path", TELLING)
def test_its_agency_finds_it_listed(accounts: dict[str, User], path: str) -> None:
    clients = [client_of(accounts, who) for who in ("editor", "approver", "admin")]
    for client in clients:
        answer(client, path)
    made = dataset(TITLE)
    shown = (made.name.encode(), TITLE.encode())
    for client in clients:
        body = answer(client, path)[2]
        assert any(text in body for text in shown), path
    states.delete_later(made.pk, accounts["editor"])
    for client in clients:
        assert made.name.encode() not in answer(client, path)[2]


@pytest.mark.parametrize("path", [*NAMING, *TELLING])
def test_once_published_it_is_everybodys(
    accounts: dict[str, User], monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    draw_nothing(monkeypatch)
    visitor = Client()
    made = dataset(TITLE)
    path = path.format(*[made.name] * 2)
    before = answer(visitor, path)
    states.publish(made.pk, accounts["editor"])
    published = answer(visitor, path)
    assert published[0] == 200
    assert published != before
    states.withdraw(made.pk, accounts["approver"])
    withdrawn = answer(visitor, path)
    assert withdrawn[0] == before[0]
    if "GetCapabilities" not in path:  # whose numbers only rise
        assert withdrawn[2] == before[2]


@pytest.mark.parametrize("path", NAMING)
def test_no_shared_cache_may_keep_what_is_private(
    accounts: dict[str, User], monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    draw_nothing(monkeypatch)
    made = dataset(TITLE)
    client = client_of(accounts, "editor")
    cached = answer(client, path.format(*[made.name] * 2))[1].get("Cache-Control", "")
    assert "public" not in cached
    assert "max-age=" not in cached or "max-age=0" in cached


def touch(made: Dataset) -> None:
    with states.changing(made.pk, None, "changed") as found:
        found.abstract = "Otro resumen."
