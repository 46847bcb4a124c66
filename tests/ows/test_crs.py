"""Axis order and CRS names, against pyproj."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Transformer

from layers.bbox import Bbox
from layers.errors import InvalidParameter, UnknownCrs
from layers.layer import OFFERED_SRIDS
from ows import crs
from ows.crs import (
    CRS84,
    OGC_CRS84,
    Protocol,
    WireCrs,
    parse_bbox,
    parse_bbox_with_crs,
    parse_crs,
    write_bbox,
)

# Offered ones, and others whose authority writes northings first or not.
SRIDS = (*OFFERED_SRIDS, 5373, 24877, 2193, 31370, 3031, 4979, 27700)

PLAIN = ("EPSG:{}", "epsg:{}", "http://www.opengis.net/gml/srs/epsg.xml#{}")
BY_AUTHORITY = (
    "urn:ogc:def:crs:EPSG::{}",
    "urn:ogc:def:crs:EPSG:6.9:{}",
    "urn:x-ogc:def:crs:EPSG:{}",
    "http://www.opengis.net/def/crs/EPSG/0/{}",
    "https://www.opengis.net/def/crs/EPSG/0/{}",
    "http://www.opengis.net/def/crs/EPSG/9.9.1/{}",
    "[EPSG:{}]",
)
EAST_FIRST_84 = (
    "CRS:84",
    "OGC:CRS84",
    "urn:ogc:def:crs:OGC:1.3:CRS84",
    "urn:ogc:def:crs:OGC::CRS84",
    "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
    "https://www.opengis.net/def/crs/OGC/1.3/CRS84",
    "[OGC:CRS84]",
)


@cache
def authority_swaps(srid: int) -> bool:
    """Whether pyproj gives another order to the same point when it honours the authority."""
    here = (-77.0, -12.0) if srid != 3031 else (-77.0, -80.0)
    by_authority = Transformer.from_crs("OGC:CRS84", CRS.from_epsg(srid))
    as_xy = Transformer.from_crs("OGC:CRS84", CRS.from_epsg(srid), always_xy=True)
    return by_authority.transform(*here) != as_xy.transform(*here)


@pytest.mark.parametrize("srid", SRIDS)
@pytest.mark.parametrize("form", [*PLAIN, *BY_AUTHORITY])
@pytest.mark.parametrize("protocol", Protocol)
def test_axis_order(protocol: Protocol, form: str, srid: int) -> None:
    honours = {
        Protocol.WMS_1_1_1: False,
        Protocol.WMS_1_3_0: True,
        Protocol.WFS: form in BY_AUTHORITY,
        Protocol.OGC_API: form in BY_AUTHORITY,
    }[protocol]
    text = form.format(srid)
    assert parse_crs(text, protocol, SRIDS) == WireCrs(
        srid, swap=honours and authority_swaps(srid), text=text
    )


@pytest.mark.parametrize("text", EAST_FIRST_84)
@pytest.mark.parametrize("protocol", Protocol)
def test_crs84_is_never_swapped(protocol: Protocol, text: str) -> None:
    assert parse_crs(text, protocol, OFFERED_SRIDS) == WireCrs(4326, swap=False, text=text)


@pytest.mark.parametrize("srid", OFFERED_SRIDS)
def test_written_forms_are_read_again(srid: int) -> None:
    for write in (crs.urn, crs.uri, crs.code, crs.gml_uri):
        assert parse_crs(write(srid), Protocol.WFS, OFFERED_SRIDS).srid == srid
    for form in (crs.urn(srid), crs.uri(srid)):
        assert CRS.from_user_input(form).to_epsg() == srid


@pytest.mark.parametrize(
    "text",
    [
        "",
        "EPSG:",
        "EPSG:4269",
        "EPSG:99999999",
        "4326",
        "84",
        "EPSG:4326; DROP",
        "EPSG:٤٣٢٦",
        "urn:ogc:def:crs:EPSG::",
        "urn:ogc:def:crs:OGC:1.3:CRS83",
        "[EPSG:4326",
        "http://example.org/def/crs/EPSG/0/4326",
        "http://www.opengis.net/def/crs/EPSG/0/4326/",
        "EPSG:4326\n",
        "AUTO2:42001,1,0,0",
        "x" * 100_000,
        "a\x01b",
    ],
)
@pytest.mark.parametrize("protocol", Protocol)
def test_unknown_names_are_refused(protocol: Protocol, text: str) -> None:
    if text.strip() != text:
        assert parse_crs(text, protocol, OFFERED_SRIDS).text == text.strip()
        return
    with pytest.raises(UnknownCrs) as raised:
        parse_crs(text, protocol, OFFERED_SRIDS, parameter="srsName")
    assert raised.value.parameter == "srsName"
    assert raised.value.message.isprintable()
    assert len(raised.value.message) < 300


LAT_LON = parse_crs("urn:ogc:def:crs:EPSG::4326", Protocol.WFS, OFFERED_SRIDS)
LON_LAT = parse_crs("EPSG:4326", Protocol.WFS, OFFERED_SRIDS)


@pytest.mark.parametrize(
    ("text", "wire", "expected"),
    [
        ("-78,-13,-76,-11", LON_LAT, Bbox(-78, -13, -76, -11, 4326)),
        ("-13,-78,-11,-76", LAT_LON, Bbox(-78, -13, -76, -11, 4326)),
        (" -78 , -13,\t-76,-11 ", CRS84, Bbox(-78, -13, -76, -11, 4326)),
        ("-7.8e1,-13.,-.5,+1E-2", CRS84, Bbox(-78, -13, -0.5, 0.01, 4326)),
        ("-78,-13,0,-76,-11,5000", CRS84, Bbox(-78, -13, -76, -11, 4326)),
        ("-13,-78,0,-11,-76,5000", LAT_LON, Bbox(-78, -13, -76, -11, 4326)),
        ("-78,-13,-78,-13", CRS84, Bbox(-78, -13, -78, -13, 4326)),
    ],
)
def test_bbox(text: str, wire: WireCrs, expected: Bbox) -> None:
    assert parse_bbox(text, wire) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1,2,3",
        "1,2,3,4,5",
        "1,2,3,4,5,6,7,8",
        "a,b,c,d",
        "1,2,3,nan",
        "1,2,3,inf",
        "1,2,3,1e999",
        "1,2,3,1_0",
        "1,2,3,٤",
        "1;2;3;4",
        "1,2,3,",
        "3,2,1,4",
        "1,4,3,2",
        "0x1,2,3,4",
    ],
)
def test_bad_boxes_name_the_parameter(text: str) -> None:
    with pytest.raises(InvalidParameter) as raised:
        parse_bbox(text, LON_LAT, parameter="BBOX")
    assert raised.value.parameter == "BBOX"


def test_only_a_wrapping_box_crosses_the_antimeridian() -> None:
    assert parse_bbox("170,-20,-70,0", CRS84, wraps=True) == Bbox(170, -20, -70, 0, 4326)
    for text, wire in (("200,-20,-70,0", CRS84), ("170,0,-70,-20", CRS84)):
        with pytest.raises(InvalidParameter):
            parse_bbox(text, wire, wraps=True)
    metres = parse_crs("EPSG:32718", Protocol.OGC_API, OFFERED_SRIDS)
    with pytest.raises(InvalidParameter):
        parse_bbox("170,-20,-70,0", metres, wraps=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-13,-78,-11,-76", Bbox(-78, -13, -76, -11, 4326)),
        ("-78,-13,-76,-11,EPSG:4326", Bbox(-78, -13, -76, -11, 4326)),
        ("-13,-78,-11,-76,urn:ogc:def:crs:EPSG::4326", Bbox(-78, -13, -76, -11, 4326)),
        ("-78,-13,-76,-11,urn:ogc:def:crs:OGC:1.3:CRS84", Bbox(-78, -13, -76, -11, 4326)),
        ("1,2,3,4,EPSG:32718", Bbox(1, 2, 3, 4, 32718)),
        ("1,2,0,3,4,9,EPSG:32718", Bbox(1, 2, 3, 4, 32718)),
    ],
)
def test_wfs_bbox_may_name_its_crs(text: str, expected: Bbox) -> None:
    assert parse_bbox_with_crs(text, LAT_LON, Protocol.WFS, OFFERED_SRIDS) == expected


def test_wfs_bbox_with_an_unknown_crs() -> None:
    with pytest.raises(UnknownCrs) as raised:
        parse_bbox_with_crs("1,2,3,4,EPSG:1", LAT_LON, Protocol.WFS, OFFERED_SRIDS)
    assert raised.value.parameter == "bbox"


@given(
    xs=st.lists(st.floats(-180, 180), min_size=2, max_size=2).map(sorted),
    ys=st.lists(st.floats(-90, 90), min_size=2, max_size=2).map(sorted),
    wire=st.sampled_from([LAT_LON, LON_LAT, CRS84]),
)
def test_a_written_box_is_read_again(xs: list[float], ys: list[float], wire: WireCrs) -> None:
    box = Bbox(xs[0], ys[0], xs[1], ys[1], 4326)
    text = ",".join(map(repr, write_bbox(box, wire)))
    assert parse_bbox(text, wire) == box


def test_crs84_is_called_by_its_uri() -> None:
    assert CRS84.text == OGC_CRS84
    assert CRS.from_user_input(OGC_CRS84).to_authority() == ("OGC", "CRS84")
