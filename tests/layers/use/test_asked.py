"""Which layers an address is answered from: by hand, one line for each form of service."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.models import UseKind
from layers.use.asked import asked_in

DOWNLOAD, REQUEST = UseKind.DOWNLOAD, UseKind.REQUEST


@pytest.mark.parametrize(
    ("path", "query", "found"),
    [
        ("/ows/wms", "REQUEST=GetMap&LAYERS=departments,rivers", ["departments", "rivers"]),
        ("/ows", "service=WMS&request=getmap&layers=a,a", ["a"]),
        ("/ows/wms", "request=GetFeatureInfo&layers=a,b&query_layers=b", ["b"]),
        ("/ows/wmts", "Request=GetTile&Layer=a", ["a"]),
        ("/ogc/collections/a/tiles/WebMercatorQuad/3/2/1", "", ["a"]),
        ("/ogc/collections/a/map/tiles/WebMercatorQuad/3/2/1", "f=png", ["a"]),
    ],
)
def test_what_is_looked_at(path: str, query: str, found: list[str]) -> None:
    assert asked_in(path, query) == [(name, REQUEST) for name in found]


@pytest.mark.parametrize(
    ("path", "query", "found"),
    [
        ("/ows/wfs", "request=GetFeature&typeNames=ta:a,ta:b", ["a", "b"]),
        ("/ows/wfs", "request=GetFeature&typename=a", ["a"]),
        ("/ows/wcs", "request=GetCoverage&coverageId=terrain", ["terrain"]),
        ("/ows/wcs", "request=GetCoverage&identifier=terrain", ["terrain"]),
        ("/ogc/collections/a/items", "f=csv", ["a"]),
        ("/ogc/collections/a/items/7", "", ["a"]),
        ("/api/v1/layers/a/features/", "", ["a"]),
    ],
)
def test_what_hands_elements_over(path: str, query: str, found: list[str]) -> None:
    assert asked_in(path, query) == [(name, DOWNLOAD) for name in found]


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/ows/wms", "request=GetCapabilities"),
        ("/ows/wms", "request=GetLegendGraphic&layer=a"),
        ("/ows/wfs", "request=DescribeFeatureType&typenames=a"),
        ("/ows/wms", ""),
        ("/ows/wms", "request=GetMap&layers="),
        ("/ogc/collections", ""),
        ("/ogc/collections/a", ""),
        ("/ogc/collections/a/queryables", ""),
        ("/ogc/collections/a/b/items", ""),
        ("/mapa/", "l=a"),
        ("/owsx", "request=GetMap&layers=a"),
        ("/ows/wms", "request=GetMap&layers=" + "x" * 64),
        ("/ows/wms", "request=GetMap&layers=../etc"),
        ("/ows/wms", "&".join(f"a{n}=1" for n in range(500))),
    ],
)
def test_what_is_of_no_layer(path: str, query: str) -> None:
    assert asked_in(path, query) == []


def test_a_request_counts_for_so_many_layers_at_most() -> None:
    names = ",".join(f"a{n}" for n in range(100))
    assert len(asked_in("/ows/wms", f"request=GetMap&layers={names}")) == 20


@given(st.text(), st.text())
def test_no_address_is_an_error(path: str, query: str) -> None:
    asked_in(f"/ows/{path}", query)
    asked_in(f"/ogc/collections/{path}/items", query)
