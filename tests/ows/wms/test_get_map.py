"""GetMap: formats, sizes, colours, layers, filters, and what vendors add."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from unittest import mock

import numpy as np
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from layers import versions
from tests.ows.wms.wire import MAP, ask, exception, is_blank, pixels

pytestmark = pytest.mark.django_db

WHITE = (255, 255, 255, 255)
CORNER = (0, -1)  # of Peru's rectangle: Brazil, where nothing is drawn


@pytest.mark.parametrize(
    ("format_", "content_type", "kind", "mode"),
    [
        ("image/png", "image/png", "PNG", "RGBA"),
        ("image/png8", "image/png", "PNG", "P"),
        ("image/png; mode=8bit", "image/png", "PNG", "P"),
        ("image/jpeg", "image/jpeg", "JPEG", "RGB"),
        ("IMAGE/PNG", "image/png", "PNG", "RGBA"),
    ],
)
def test_formats(client: Client, format_: str, content_type: str, kind: str, mode: str) -> None:
    response = ask(client, FORMAT=format_)
    image = Image.open(BytesIO(response.content))
    assert response["Content-Type"] == content_type
    assert (image.format, image.mode, image.size) == (kind, mode, (260, 372))
    assert not is_blank(pixels(response))


@pytest.mark.parametrize(("width", "height"), [(8, 5), (1024, 768), (1, 1), (300, 40)])
def test_sizes(client: Client, width: int, height: int) -> None:
    image = pixels(ask(client, WIDTH=str(width), HEIGHT=str(height)))
    assert image.shape == (height, width, 4)


def test_a_rectangle_is_stretched_to_the_image(client: Client) -> None:
    """RESPECT: the west and east edges of the country stay at the image's edges."""
    drawn = pixels(ask(client, WIDTH="600", HEIGHT="100", TRANSPARENT="TRUE"))[..., 3] > 0
    columns = np.flatnonzero(drawn.any(axis=0))
    assert columns[0] < 20
    assert columns[-1] > 580


def test_background(client: Client) -> None:
    assert tuple(pixels(ask(client))[CORNER]) == WHITE
    assert tuple(pixels(ask(client, BGCOLOR="0x3366CC"))[CORNER]) == (0x33, 0x66, 0xCC, 255)
    assert tuple(pixels(ask(client, BGCOLOR="0x3366cc"))[CORNER]) == (0x33, 0x66, 0xCC, 255)
    assert pixels(ask(client, TRANSPARENT="TRUE"))[CORNER][3] == 0
    assert pixels(ask(client, TRANSPARENT="true", FORMAT="image/png8"))[CORNER][3] == 0
    # JPEG has no transparency: the background stands in.
    assert tuple(pixels(ask(client, TRANSPARENT="TRUE", FORMAT="image/jpeg"))[CORNER]) == WHITE


def test_names_in_any_case_and_no_service(client: Client) -> None:
    lower = {name.lower(): value for name, value in MAP.items() if name != "SERVICE"}
    assert ask(client, lower).content == ask(client).content


@pytest.mark.parametrize("bbox", ["-1.85E1,-81.5,1e-1,-6.85e+01", " -18.5, -81.50 ,.1,-68.5"])
def test_bbox_with_exponents(client: Client, bbox: str) -> None:
    assert ask(client, BBOX=bbox).content == ask(client).content


@pytest.mark.parametrize(
    "styles", [None, "", "default", ",", "default,", ",default", "default,default"]
)
def test_styles(client: Client, styles: str | None) -> None:
    layers = "provinces,departments" if styles and "," in styles else "departments"
    assert not is_blank(pixels(ask(client, LAYERS=layers, STYLES=styles)))


def test_the_last_layer_lies_on_top(client: Client) -> None:
    """Both orders show both layers, but not in the same way."""
    one = pixels(ask(client, LAYERS="districts,departments", STYLES=","))
    other = pixels(ask(client, LAYERS="departments,districts", STYLES=","))
    alone = pixels(ask(client, LAYERS="districts"))
    assert (one != other).any()
    assert (one != alone).any()


@pytest.mark.parametrize("base", ["districts", "provinces,district_capitals", "departments"])
def test_a_filter_leaves_only_what_matches(client: Client, base: str) -> None:
    layers = f"{base},departments"
    filters = ";".join(["name = 'no existe'"] * base.count(",") + ["name = ';x;'", "INCLUDE"])
    filtered = ask(client, LAYERS=layers, STYLES=None, CQL_FILTER=filters)
    assert (pixels(filtered) == pixels(ask(client, LAYERS="departments"))).all()


def test_filters_by_value(client: Client) -> None:
    cusco = pixels(ask(client, CQL_FILTER="ubigeo = '08'", TRANSPARENT="TRUE"))
    rest = pixels(ask(client, CQL_FILTER="ubigeo <> '08'", TRANSPARENT="TRUE"))
    assert 0 < (cusco[..., 3] > 0).sum() < (rest[..., 3] > 0).sum()


@pytest.mark.parametrize("parameter", [{"TIME": "2019-01-01"}, {"ELEVATION": "0"}])
def test_a_dimension_that_no_layer_has_is_refused(
    client: Client, parameter: dict[str, str]
) -> None:
    """It would choose features: ISO 19128 §6.7.3 leaves no way to ignore it."""
    (name,) = parameter
    code, locator, status = exception(ask(client, **parameter))
    assert (code, (locator or "").lower(), status) == ("InvalidParameterValue", name.lower(), 400)


def test_vendor_parameters_are_tolerated(client: Client) -> None:
    plain = ask(client).content
    assert ask(client, foo="bar").content == plain
    assert ask(client, DPI="", MAP_RESOLUTION="nan", FORMAT_OPTIONS="dpi:x").content == plain
    assert ask(client, DPI="1e9").content == plain


@pytest.mark.parametrize(
    "parameter", [{"DPI": "182"}, {"MAP_RESOLUTION": "182"}, {"FORMAT_OPTIONS": "a:b;dpi:182"}]
)
def test_a_finer_device_gets_larger_symbols(client: Client, parameter: dict[str, str]) -> None:
    size = {"WIDTH": "520", "HEIGHT": "744"}
    plain, fine = pixels(ask(client, **size)), pixels(ask(client, **size, **parameter))
    dark = [(image[..., :3].sum(axis=2) < 300).sum() for image in (plain, fine)]
    assert dark[1] > 1.5 * dark[0]


WORLDS = [
    ("EPSG:4326", "-90,-180,90,180"),
    ("EPSG:3857", "-20037508,-20048966,20037508,20048966"),
    ("EPSG:3857", "-1e9,-1e9,1e9,1e9"),
    ("EPSG:32717", "-1e7,-1e7,2e7,2e7"),
    ("EPSG:32718", "-3e6,5e6,5e6,13e6"),
    ("EPSG:32719", "-1e9,-1e9,1e9,1e9"),
    ("CRS:84", "-2000,-1000,2000,1000"),
]


@pytest.mark.parametrize(("crs", "bbox"), WORLDS)
def test_rectangles_far_beyond_peru_show_it(client: Client, crs: str, bbox: str) -> None:
    """Beyond a projection's domain it must not fail, nor lose what lies inside."""
    assert not is_blank(pixels(ask(client, CRS=crs, BBOX=bbox)))


@pytest.mark.parametrize(
    ("crs", "bbox"),
    [
        ("CRS:84", "200,100,210,110"),
        ("EPSG:3857", "3e7,3e7,4e7,4e7"),
        ("CRS:84", "10,40,20,50"),
    ],
)
def test_rectangles_without_peru_are_blank(client: Client, crs: str, bbox: str) -> None:
    assert is_blank(pixels(ask(client, CRS=crs, BBOX=bbox, TRANSPARENT="TRUE")))


@pytest.mark.parametrize(
    ("crs", "bbox"),
    [
        ("EPSG:32718", "1e7,1e7,2e7,2e7"),
        ("CRS:84", "-1e300,-1e300,1e300,1e300"),
        ("CRS:84", "280000,8660000,290000,8670000"),
    ],
)
def test_rectangles_that_cannot_be_meant_are_refused(client: Client, crs: str, bbox: str) -> None:
    """Outside where the CRS is valid, or metres taken for degrees."""
    code, locator, status = exception(ask(client, CRS=crs, BBOX=bbox))
    assert (code, locator, status) == ("InvalidParameterValue", "bbox", 400)


def test_neighbouring_tiles_fit(client: Client) -> None:
    """Lines and hatches go on across the seam: two halves are the whole."""
    layers = {"LAYERS": "departments,environmental_commissions", "CRS": "CRS:84"}
    whole = pixels(ask(client, **layers, BBOX="-76,-16,-70,-10", WIDTH="512", HEIGHT="512"))
    half = {"WIDTH": "256", "HEIGHT": "512"}
    west = pixels(ask(client, **layers, **half, BBOX="-76,-16,-73,-10"))
    east = pixels(ask(client, **layers, **half, BBOX="-73,-16,-70,-10"))
    differs = (np.hstack([west, east]).astype(int) - whole).__abs__().max(axis=2) > 48
    # Labels may give way differently where one half does not know of the other's.
    assert differs.mean() < 0.01


def test_an_unchanged_map_is_not_sent_again(client: Client) -> None:
    first = ask(client)
    with mock.patch("ows.wms.get_map.draw") as draw:
        again = client.get("/ows/wms", MAP, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    draw.assert_not_called()
    versions.bump("departments")
    assert client.get("/ows/wms", MAP, headers={"if-none-match": first["ETag"]}).status_code == 200
    assert ask(client, BGCOLOR="0x000000")["ETag"] != ask(client)["ETag"]


def test_queries_of_a_map(client: Client) -> None:
    """Django asks for the versions; the features are Mapnik's own query."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        ask(client)
    assert len(queries) == 1


def test_leaflet_speaks_1_1_1(client: Client) -> None:
    """SRS instead of CRS, and x/y whatever the CRS."""
    asked = ask(client, VERSION="1.1.1", CRS=None, SRS="EPSG:4326", BBOX="-81.5,-18.5,-68.5,0.1")
    assert asked.content == ask(client).content
    assert exception(ask(client, VERSION="1.1.1", CRS=None, SRS="EPSG:1")) == (
        "InvalidSRS",
        "srs",
        400,
    )


def test_head(client: Client) -> None:
    response: Any = client.head("/ows/wms", MAP)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
