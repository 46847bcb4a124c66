"""Whoever withdraws a contribution takes it off every protocol, not only off the pages."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import pytest
from django.http import HttpResponseBase
from django.test import Client

from layers.participation.receiving import withdraw
from tests.contributions import EAST, NORTH, WORDS, moderator, published, sent
from tests.ows.wms.wire import INFO

pytestmark = pytest.mark.django_db
NAME = "contributions"
ZOOM = 14


def _tile() -> str:
    """The tile of the place (OGC 17-083r4, WebMercatorQuad), as its address."""
    side = 2**ZOOM
    column = int((EAST + 180) / 360 * side)
    row = int((1 - math.asinh(math.tan(math.radians(NORTH))) / math.pi) / 2 * side)
    return f"/ogc/collections/{NAME}/tiles/WebMercatorQuad/{ZOOM}/{row}/{column}?f=mvt"


def _feature_info(client: Client) -> HttpResponseBase:
    half_deg, size = 0.02, 200
    box = (EAST - half_deg, NORTH - half_deg, EAST + half_deg, NORTH + half_deg)
    asked = {
        "LAYERS": NAME,
        "QUERY_LAYERS": NAME,
        "CRS": "CRS:84",
        "BBOX": ",".join(map(str, box)),
        "WIDTH": str(size),
        "HEIGHT": str(size),
        "I": str(size // 2),
        "J": str(size // 2),
    }
    return client.get("/ows/wms", INFO | asked)


def _get_feature(client: Client) -> HttpResponseBase:
    asked = {"SERVICE": "WFS", "VERSION": "2.0.0", "REQUEST": "GetFeature", "TYPENAMES": NAME}
    return client.get("/ows/wfs", asked)


def _vector_tile(client: Client) -> HttpResponseBase:
    return client.get(_tile())


def _items(client: Client) -> HttpResponseBase:
    return client.get(f"/ogc/collections/{NAME}/items?f=json")


def _features(client: Client) -> HttpResponseBase:
    return client.get(f"/api/v1/layers/{NAME}/features/")


def _body(response: HttpResponseBase) -> str:
    assert response.status_code in (200, 204), response.status_code
    parts = getattr(response, "streaming_content", None)
    whole: Iterable[bytes] = parts if parts is not None else [getattr(response, "content", b"")]
    return b"".join(whole).decode("utf-8", "replace")


@pytest.mark.parametrize("ask", [_feature_info, _get_feature, _vector_tile, _items, _features])
def test_is_in_no_protocol_before_its_publication_nor_after_its_withdrawal(
    client: Client, ask: Callable[[Client], HttpResponseBase]
) -> None:
    # ASCII, so that no format writes it in another way.
    words = WORDS.encode("ascii", "ignore").decode()
    # A tile carries what the style reads, which isn't the text.
    mark = "unanswered" if ask is _vector_tile else words
    received = sent(text=words)
    assert mark not in _body(ask(client))
    contribution = published(moderator(), received)
    assert mark in _body(ask(client))
    withdraw(contribution)
    assert mark not in _body(ask(client))
