"""Content coding (RFC 9110, 8.4 and 12.5.3): of streams, documents and pages."""

from __future__ import annotations

import gzip
import http.client
import zlib
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from ows.compression import gzipped
from tests.ows.wfs.wire import body

STREAMS = (
    "/ows/wfs?service=WFS&request=GetFeature&typeNames=districts&count=300",
    "/ows/wfs?service=WFS&request=GetFeature&typeNames=districts&count=300&outputFormat=json",
    "/ows/wfs?service=WFS&request=GetPropertyValue&typeNames=districts&valueReference=name",
    "/ogc/collections/districts/items?limit=300&f=json",
)
DOCUMENTS = (
    "/ows/wfs?service=WFS&request=GetCapabilities",
    "/ows/wms?service=WMS&request=GetCapabilities",
    "/ogc/collections?f=json",
    "/ogc/collections/districts/items?limit=30&f=html",
    "/api/v1/layers/",
    "/",
    "/t/15/",
)


def ask(client: Client, address: str, encoding: str) -> Any:
    return client.get(address, headers={"accept-encoding": encoding})


@pytest.mark.django_db
@pytest.mark.parametrize("address", [*STREAMS, *DOCUMENTS])
def test_whoever_asks_gets_gzip_of_the_same(client: Client, address: str) -> None:
    plain = ask(client, address, "identity")
    written = body(plain)
    small = ask(client, address, "gzip, deflate, br")
    packed = body(small)
    assert small["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain
    assert "Accept-Encoding" in small["Vary"]
    assert "Accept-Encoding" in plain["Vary"]
    assert len(packed) < len(written) / 2
    # The time of day, and a page's token, differ from one answer to the next.
    assert abs(len(gzip.decompress(packed)) - len(written)) < 50


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("encoding", "coded"),
    [
        ("gzip", True),
        ("GZIP", True),
        ("x-gzip", True),
        ("*", True),
        ("br, *;q=0.1", True),
        ("gzip;q=0.5, identity;q=0.2", True),
        ("", False),
        ("gzip;q=0", False),
        ("gzip;q=0, *", False),
        ("*;q=0, identity", False),
        ("identity, gzip;q=0.5", False),
        ("br", False),
    ],
)
def test_weights_choose(client: Client, encoding: str, coded: bool) -> None:
    """RFC 9110, 12.5.3: q=0 is "not acceptable", ``*`` any that isn't named."""
    for address in (STREAMS[3], DOCUMENTS[2]):
        response = ask(client, address, encoding)
        body(response)
        assert response.has_header("Content-Encoding") == coded


@pytest.mark.django_db
def test_what_is_small_already_is_left_alone(client: Client) -> None:
    address = (
        "/ows/wms?service=WMS&version=1.3.0&request=GetMap&layers=departments&styles=&crs=CRS:84"
        "&bbox=-80,-15,-70,-5&width=200&height=200&format=image/png"
    )
    assert "Content-Encoding" not in ask(client, address, "gzip")


@pytest.mark.django_db
@pytest.mark.parametrize("address", [*STREAMS, *DOCUMENTS])
def test_head_has_the_header_of_get_and_reads_no_row(client: Client, address: str) -> None:
    """RFC 9110, 9.3.2."""
    got = ask(client, address, "gzip")
    body(got)
    head: Any = client.head(address, headers={"accept-encoding": "gzip"})
    assert body(head) == b""
    for name in ("Content-Type", "Content-Encoding", "Vary"):
        assert head[name] == got[name]


def test_each_block_leaves_at_once() -> None:
    """Flushed (RFC 1951, 3.2.4): what was put in can be read before the next block comes."""
    asked: list[int] = []

    def blocks() -> Any:
        for number in range(3):
            asked.append(number)
            yield f"bloque {number};".encode()

    reader = zlib.decompressobj(wbits=31)
    coded = gzipped(blocks())
    for number in range(3):
        assert reader.decompress(next(coded)) == f"bloque {number};".encode()
        assert asked == list(range(number + 1))
    assert reader.decompress(b"".join(coded)) == b""
    assert reader.eof


def test_nothing_is_an_empty_file() -> None:
    assert gzip.decompress(b"".join(gzipped([]))) == b""


def test_features_travel_compressed_over_the_network(live_url: str) -> None:
    parts = urlsplit(live_url)
    with closing(http.client.HTTPConnection(str(parts.hostname), parts.port)) as connection:
        sizes = []
        for encoding in ("identity", "gzip"):
            headers = {"Accept-Encoding": encoding}
            connection.request("GET", STREAMS[0], headers=headers)
            response = connection.getresponse()
            content = response.read()
            sizes.append(len(content))
        assert gzip.decompress(content).startswith(b"<?xml")
        assert sizes[1] < sizes[0] / 2
        connection.request("HEAD", STREAMS[0])
        assert connection.getresponse().read() == b""
