"""GetLegendGraphic: every rule with its symbol and title, at the size that is asked for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.test import Client
from PIL import ImageColor

from layers.styles import palette
from layers.styles.model import Fill, Rule, Stroke, Style
from ows.render.image_formats import PNG
from ows.render.legend import draw_legend, legend_of, measure
from tests.ows.wms.wire import Pixels, ask, pixels

pytestmark = pytest.mark.django_db

LEGEND = {"SERVICE": "WMS", "VERSION": "1.3.0", "REQUEST": "GetLegendGraphic"}


def legend(client: Client, layer: str, **changes: str) -> Pixels:
    return pixels(ask(client, LEGEND | {"LAYER": layer, "FORMAT": "image/png"}, **changes))


def has_color(image: Pixels, color: str, opacity: float = 1.0) -> bool:
    """Some pixel has ``color`` drawn on white with that opacity."""
    wanted = 255 - (255 - np.array(ImageColor.getrgb(color))) * opacity
    return bool((np.abs(image[..., :3] - wanted).max(axis=2) <= 3).any())


def test_shows_every_class(client: Client) -> None:
    image = legend(client, "districts")
    for color in (*palette.SEQUENTIAL, palette.NO_DATA):
        assert has_color(image, color, 0.8), color


def test_a_legend_the_client_has_is_not_sent_again(client: Client) -> None:
    """RFC 9110, 13.1.2; it is kept and asked for again, since rows change what it shows."""
    asked = LEGEND | {"LAYER": "districts", "FORMAT": "image/png"}
    first = ask(client, asked)
    assert first["Cache-Control"] == "no-cache"
    again = client.get("/ows/wms", asked, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    other = ask(client, asked | {"LAYER": "provinces"})
    assert other["ETag"] != first["ETag"]


def test_samples_are_hatched(client: Client) -> None:
    """A hatched symbol holds its colour and the background side by side."""
    image = legend(client, "environmental_commissions", RULE="car_sample")
    symbol = image[8:22, 9:31, :3].astype(int)
    light = (symbol.min(axis=2) > 240).mean()
    assert 0.2 < light < 0.8


def test_a_rule_and_a_scale(client: Client) -> None:
    whole = legend(client, "district_capitals")
    only = legend(client, "district_capitals", RULE="province")
    far = legend(client, "district_capitals", SCALE="10000000")
    assert only.shape[0] < far.shape[0] < whole.shape[0]


def test_symbol_size_is_a_hint(client: Client) -> None:
    plain = legend(client, "districts")
    wide = legend(client, "districts", WIDTH="60", HEIGHT="40")
    assert wide.shape[0] > plain.shape[0]
    assert wide.shape[1] > plain.shape[1]
    assert legend(client, "districts", WIDTH="1", HEIGHT="1").size
    assert max(legend(client, "districts", WIDTH="99999", HEIGHT="99999").shape) < 4096


def test_language_formats_and_background(client: Client) -> None:
    plain = legend(client, "districts")
    assert (legend(client, "districts", LANGUAGE="qu") == plain).all()
    assert plain[0, 0].tolist() == [255, 255, 255, 255]
    assert legend(client, "districts", TRANSPARENT="TRUE")[0, 0, 3] == 0
    assert legend(client, "districts", BGCOLOR="0x112233")[0, 0].tolist() == [17, 34, 51, 255]
    for format_ in ("image/jpeg", "image/png8"):
        response: Any = ask(client, LEGEND | {"LAYER": "districts", "FORMAT": format_})
        assert pixels(response).shape == plain.shape
    assert ask(client, LEGEND | {"LAYER": "districts"})["Content-Type"] == "image/png"


def test_a_finer_device(client: Client) -> None:
    plain, fine = legend(client, "districts"), legend(client, "districts", DPI="181.42857")
    assert fine.shape[0] == pytest.approx(2 * plain.shape[0], abs=8)


def test_a_style_without_rules_at_a_scale() -> None:
    """Nothing is drawn there, and nothing fails."""
    style = Style("s", "S", (Rule("r", "R", fill=Fill("#000000"), max_scale=10),))
    empty = legend_of(style, 20.0)
    width, height = measure(empty)
    assert width > 0
    assert height > 0
    assert draw_legend(empty, PNG).startswith(b"\x89PNG")


def test_long_titles_fit() -> None:
    title = "Ñandú, k'anchay, pacha " * 4
    style = Style("s", "S", (Rule("r", title, stroke=Stroke("#112233")),))
    width, _height = measure(legend_of(style))
    assert width > 400
