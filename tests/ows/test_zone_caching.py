"""No cache gives one person's answer to another, and public answers stay cacheable."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from lxml import etree

from tests.zones import LAYER, PASSWORD, client_of, planner, reviewer, stored

pytestmark = pytest.mark.django_db

TILE = "/ogc/collections/{}/tiles/WebMercatorQuad/4/8/4?f=mvt"
MAP = (
    "/ows/wms?service=WMS&version=1.3.0&request=GetMap&layers={}&styles=&crs=CRS:84"
    "&bbox=-73,-14,-71,-12&width=8&height=8&format=image/png"
)
ANSWERS = (
    TILE.format(LAYER),
    MAP.format(LAYER),
    MAP.format(f"districts,{LAYER}"),
    f"/ogc/collections/{LAYER}?f=json",
    f"/ogc/collections/{LAYER}/items?f=json",
    "/ogc/collections?f=json",
    "/ows/wms?service=WMS&request=GetCapabilities",
    "/ows/wfs?service=WFS&request=GetCapabilities",
    f"/ows/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=ta:{LAYER}",
    "/api/v1/layers/",
    "/api/v1/zones/",
    "/api/v1/session/",
)


def directives(response: Any, header: str) -> set[str]:
    return {word.strip().lower() for word in response.get(header, "").split(",")}


def read(client: Client, path: str, **headers: str) -> Any:
    response: Any = client.get(path, headers=headers)
    response.getvalue()
    return response


@pytest.mark.parametrize("path", ANSWERS)
def test_an_answer_to_somebody_is_theirs_alone(path: str) -> None:
    ana = planner("ana")
    credentials = base64.b64encode(f"ana:{PASSWORD}".encode()).decode()
    for response in (
        read(client_of(ana), path),
        read(Client(), path, Authorization=f"Basic {credentials}"),
    ):
        assert response.status_code in (200, 204)
        assert "private" in directives(response, "Cache-Control")
        assert directives(response, "Cache-Control") & {"no-cache", "no-store"}
        assert directives(response, "Vary") >= {"authorization", "cookie"}


@pytest.mark.parametrize("path", ANSWERS)
def test_an_answer_to_nobody_in_particular_is_not_kept_for_somebody(path: str) -> None:
    response = read(Client(), path)
    assert directives(response, "Vary") >= {"authorization", "cookie"}
    assert directives(response, "Cache-Control") <= {"no-cache", "no-store"}


@pytest.mark.parametrize("path", [TILE.format("districts"), MAP.format("districts")])
def test_what_is_the_same_for_all_may_be_kept_for_all(path: str) -> None:
    ana = client_of(planner("ana"))
    for response in (read(ana, path), read(Client(), path)):
        assert "public" in directives(response, "Cache-Control")
        assert not directives(response, "Vary") & {"authorization", "cookie"}
    assert read(ana, path)["ETag"] == read(Client(), path)["ETag"]


def test_an_update_sequence_is_good_for_its_audience_only() -> None:
    address = "/ows/wms?service=WMS&request=GetCapabilities"
    author, visitor = client_of(planner("ana")), Client()
    sequences = []
    for client in (author, visitor):
        root = etree.fromstring(read(client, address).content)
        sequences.append(root.get("updateSequence"))
        again = read(client, f"{address}&updateSequence={sequences[-1]}")
        assert b"CurrentUpdateSequence" in again.content
    for client, other in zip((visitor, author), sequences, strict=True):
        document = read(client, f"{address}&updateSequence={other}").content
        assert etree.fromstring(document).tag.endswith("WMS_Capabilities")


def test_who_may_no_longer_review_samples_sees_them_no_more() -> None:
    demo = planner("demo", is_demonstration=True)
    stored(demo, title="EJEMPLO · Z", is_sample=True)
    eva = reviewer("eva", samples=True)
    path = f"/ogc/collections/{LAYER}?f=json"
    assert read(client_of(eva), path).json()["itemCount"] == 1
    eva.user_permissions.clear()
    assert read(client_of(User.objects.get(pk=eva.pk)), path).json()["itemCount"] == 0


@pytest.mark.parametrize("path", [TILE.format(LAYER), MAP.format(LAYER)])
def test_a_tag_is_good_for_its_audience_only(path: str) -> None:
    ana = planner("ana")
    stored(ana)
    author, visitor = client_of(ana), Client()
    tag = read(author, path)["ETag"]
    assert read(author, path, **{"If-None-Match": tag}).status_code == 304
    assert read(visitor, path, **{"If-None-Match": tag}).status_code in (200, 204)
    assert read(visitor, path)["ETag"] != tag


@pytest.mark.parametrize("path", [TILE.format(LAYER), MAP.format(LAYER)])
def test_a_tag_ends_with_the_next_save(path: str) -> None:
    ana = planner("ana")
    stored(ana)
    author = client_of(ana)
    tag = read(author, path)["ETag"]
    stored(ana)
    assert read(author, path, **{"If-None-Match": tag}).status_code == 200
