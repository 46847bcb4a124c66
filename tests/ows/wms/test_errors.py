"""What is wrong is reported with its code, its parameter and its status, and nothing more."""

from __future__ import annotations

from typing import Any
from unittest import mock

import pytest
from django.test import Client

from layers.errors import QueryTimeout
from tests.ows.wms.wire import INFO, MAP, ask, exception, pixels

pytestmark = pytest.mark.django_db

Case = tuple[dict[str, str | None], str, str | None, int]

GET_MAP: list[Case] = [
    # Mandatory (OGC 06-042, 7.3.3.2): BBOX would be read by a guess.
    ({"VERSION": None}, "MissingParameterValue", "version", 400),
    ({"VERSION": ""}, "MissingParameterValue", "version", 400),
    ({"LAYERS": None}, "MissingParameterValue", "layers", 400),
    ({"LAYERS": ""}, "MissingParameterValue", "layers", 400),
    ({"LAYERS": "nada"}, "LayerNotDefined", "layers", 400),
    ({"LAYERS": "departments,nada"}, "LayerNotDefined", "layers", 400),
    ({"LAYERS": "departments'; DROP TABLE x;--"}, "LayerNotDefined", "layers", 400),
    ({"LAYERS": "x" * 5000}, "LayerNotDefined", "layers", 400),
    ({"LAYERS": ",".join(["departments"] * 21)}, "InvalidParameterValue", "layers", 400),
    ({"STYLES": "bonito"}, "StyleNotDefined", "styles", 400),
    ({"STYLES": "default,default"}, "InvalidParameterValue", "styles", 400),
    ({"SLD": "http://example.org/x.sld"}, "InvalidParameterValue", "sld", 400),
    ({"SLD_BODY": "<a/>"}, "InvalidParameterValue", "sld_body", 400),
    ({"CRS": None}, "MissingParameterValue", "crs", 400),
    ({"CRS": "EPSG:9999999"}, "InvalidCRS", "crs", 400),
    ({"CRS": "EPSG:2154"}, "InvalidCRS", "crs", 400),
    ({"CRS": "+proj=longlat"}, "InvalidCRS", "crs", 400),
    ({"BBOX": None}, "MissingParameterValue", "bbox", 400),
    ({"BBOX": "1,2,3"}, "InvalidParameterValue", "bbox", 400),
    ({"BBOX": "a,b,c,d"}, "InvalidParameterValue", "bbox", 400),
    ({"BBOX": "nan,nan,nan,nan"}, "InvalidParameterValue", "bbox", 400),
    ({"BBOX": "-inf,-81,0,inf"}, "InvalidParameterValue", "bbox", 400),
    ({"BBOX": "1e999,-81,1e999,-68"}, "InvalidParameterValue", "bbox", 400),
    ({"BBOX": "-1e308,-1e308,1e308,1e308"}, "InvalidParameterValue", "bbox", 400),
    ({"BBOX": "-10,-75,-10,-70"}, "InvalidParameterValue", "bbox", 400),
    ({"BBOX": "-10,-70,-5,-75"}, "InvalidParameterValue", "bbox", 400),
    ({"BBOX": "-5,-75,-10,-70"}, "InvalidParameterValue", "bbox", 400),
    ({"WIDTH": None}, "MissingParameterValue", "width", 400),
    ({"WIDTH": "0"}, "InvalidParameterValue", "width", 400),
    ({"WIDTH": "-5"}, "InvalidParameterValue", "width", 400),
    ({"WIDTH": "5.5"}, "InvalidParameterValue", "width", 400),
    ({"WIDTH": "4097"}, "InvalidParameterValue", "width", 400),
    ({"HEIGHT": "999999999999999999"}, "InvalidParameterValue", "height", 400),
    ({"FORMAT": None}, "MissingParameterValue", "format", 400),
    ({"FORMAT": "image/tiff"}, "InvalidFormat", "format", 400),
    ({"TRANSPARENT": "tal vez"}, "InvalidParameterValue", "transparent", 400),
    ({"BGCOLOR": "rojo"}, "InvalidParameterValue", "bgcolor", 400),
    ({"VERSION": "1.2.0"}, "InvalidParameterValue", "version", 400),
    ({"VERSION": "'"}, "InvalidParameterValue", "version", 400),
    ({"SERVICE": "WFS"}, "InvalidParameterValue", "service", 400),
    ({"REQUEST": None}, "MissingParameterValue", "request", 400),
    ({"REQUEST": "GetMapa"}, "OperationNotSupported", "GetMapa", 400),
    ({"CQL_FILTER": "name ="}, "InvalidParameterValue", "cql_filter", 400),
    ({"CQL_FILTER": "nada = 1"}, "InvalidParameterValue", "cql_filter", 400),
    ({"CQL_FILTER": "1=1; DROP TABLE x"}, "InvalidParameterValue", "cql_filter", 400),
    ({"CQL_FILTER": "pg_sleep(5) = 1"}, "InvalidParameterValue", "cql_filter", 400),
    ({"CQL_FILTER": "(" * 5000}, "InvalidParameterValue", "cql_filter", 400),
    ({"foo": "a\x00b"}, "InvalidParameterValue", "foo", 400),
]

GET_FEATURE_INFO: list[Case] = [
    ({"VERSION": None}, "MissingParameterValue", "version", 400),
    ({"VERSION": ""}, "MissingParameterValue", "version", 400),
    ({"QUERY_LAYERS": None}, "MissingParameterValue", "query_layers", 400),
    ({"QUERY_LAYERS": "nada"}, "LayerNotDefined", "query_layers", 400),
    ({"QUERY_LAYERS": "provinces"}, "LayerNotDefined", "query_layers", 400),
    ({"INFO_FORMAT": None}, "MissingParameterValue", "info_format", 400),
    ({"INFO_FORMAT": "image/png"}, "InvalidFormat", "info_format", 400),
    ({"I": None}, "MissingParameterValue", "i", 400),
    ({"I": "260"}, "InvalidPoint", "i", 400),
    ({"J": "372"}, "InvalidPoint", "j", 400),
    ({"J": "-1"}, "InvalidPoint", "j", 400),
    ({"I": "uno"}, "InvalidPoint", "i", 400),
    ({"I": "٣"}, "InvalidPoint", "i", 400),
    ({"FEATURE_COUNT": "0"}, "InvalidParameterValue", "feature_count", 400),
    ({"FEATURE_COUNT": "muchos"}, "InvalidParameterValue", "feature_count", 400),
    ({"CRS": "EPSG:1"}, "InvalidCRS", "crs", 400),
]

GET_LEGEND: list[Case] = [
    ({"LAYER": None}, "MissingParameterValue", "layer", 400),
    ({"LAYER": "nada"}, "LayerNotDefined", "layer", 400),
    ({"STYLE": "bonito"}, "StyleNotDefined", "styles", 400),
    ({"FORMAT": "text/html"}, "InvalidFormat", "format", 400),
    ({"WIDTH": "ancho"}, "InvalidParameterValue", "width", 400),
    ({"SCALE": "-1"}, "InvalidParameterValue", "scale", 400),
    ({"SCALE": "nan"}, "InvalidParameterValue", "scale", 400),
    ({"RULE": "nada"}, "InvalidParameterValue", "rule", 400),
]
LEGEND = {"SERVICE": "WMS", "REQUEST": "GetLegendGraphic", "LAYER": "districts"}


@pytest.mark.parametrize(
    ("base", "changes", "code", "locator", "status"),
    [
        (base, *case)
        for base, cases in ((MAP, GET_MAP), (INFO, GET_FEATURE_INFO), (LEGEND, GET_LEGEND))
        for case in cases
    ],
)
def test_error(
    client: Client,
    base: dict[str, str],
    changes: dict[str, str | None],
    code: str,
    locator: str | None,
    status: int,
) -> None:
    response: Any = ask(client, base, **changes)
    assert exception(response) == (code, locator, status)
    assert b"Traceback" not in response.content
    assert b"SELECT" not in response.content


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_other_methods(client: Client, method: str) -> None:
    response: Any = getattr(client, method)("/ows/wms", MAP, content_type="text/xml")
    assert exception(response) == ("OperationNotSupported", method.upper(), 405)
    assert response["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("mode", ["INIMAGE", "application/vnd.ogc.se_inimage", "BLANK", "blank"])
@pytest.mark.parametrize("format_", ["image/png", "image/jpeg", "image/png8"])
def test_in_the_image(client: Client, mode: str, format_: str) -> None:
    image = pixels(ask(client, LAYERS="nada", EXCEPTIONS=mode, FORMAT=format_))
    assert image.shape == (372, 260, 4)
    dark = image[..., :3].max(axis=2) < 100
    assert dark.any() == ("INIMAGE" in mode.upper())


def test_in_the_image_where_the_image_itself_is_wrong(client: Client) -> None:
    """Without a usable size there is no image to draw on."""
    wrong = ask(client, WIDTH="9999", EXCEPTIONS="INIMAGE")
    assert exception(wrong) == ("InvalidParameterValue", "width", 400)
    assert ask(client, FORMAT="x/y", EXCEPTIONS="INIMAGE")["Content-Type"] == "image/png"
    transparent = pixels(ask(client, BBOX="", EXCEPTIONS="BLANK", TRANSPARENT="TRUE"))
    assert not transparent[..., 3].any()


def test_a_slow_query_is_reported_so(client: Client) -> None:
    with mock.patch("ows.wms.get_map.draw", side_effect=QueryTimeout):
        assert exception(ask(client)) == ("NoApplicableCode", None, 503)


def test_mapniks_words_stay_inside(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    """Its errors hold the whole SQL: in the log, never in the answer."""
    words = RuntimeError("Postgis Plugin: ERROR: SELECT secret FROM")
    with mock.patch("ows.render.mapnik_engine.mapnik.render", side_effect=words):
        response: Any = ask(client)
    assert exception(response) == ("NoApplicableCode", None, 500)
    assert b"secret" not in response.content
    assert "secret" in caplog.text
