"""No map nor legend tells which of two countries it is that differ in withheld numbers alone.

Mapnik reads on a connection of its own, as a role that can't read exact counts
(``tests/layers/loading/test_disclosed.py``), and would see neither of two worlds that are undone
again. So the very rows that it is given to draw are compared here: shape, class and label of each,
which is all that a picture is made of.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from PIL import Image

from layers.layer import Layer
from layers.styles.model import Rule
from ows.render import mapnik_engine
from ows.render.picture import Picture
from tests.attacker.test_worlds import FEW, extort, publish, withheld_layers
from tests.attacker.worlds import said, world
from tests.ows.wms.wire import MAP, PERU, ask

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# South, west, north, east: the country; Trujillo's and Tacna's provinces; their districts. At 260
# pixels they lie on either side of each scale at which styles change.
BOXES = (
    PERU,
    "-9.4,-80.0,-6.6,-78.0",
    "-18.6,-71.0,-16.6,-69.4",
    "-8.4,-79.2,-7.7,-78.7",
    "-18.4,-70.6,-17.7,-70.0",
)
# A period of which each has what is published here.
TIMES = {
    "crime_counts": "2025",
    "crime_months": "2025-03",
    "extortion_counts": "2024",
    "trafficking_counts": "2023",
}
CONDITIONS = ("value < 5", "value IS NULL", "value = 3", "NOT (value = 3)")
SUPPRESSED = "Reservado"

Row = tuple[str, str | None, str]


class Watched:
    """In place of Mapnik: the rows that it would read, each with the title of its class."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def draw(self, picture: Picture) -> bytes:
        for drawn in picture.layers:
            rules = mapnik_engine._rules_at(drawn, picture.scale_denominator)
            if rules:
                table = mapnik_engine._table(picture, drawn, rules)
                self.rows += _read(table, rules, picture, drawn.layer.srid)
        image = io.BytesIO()
        Image.new("RGBA", (picture.width_px, picture.height_px)).save(image, "PNG")
        return image.getvalue()


def _read(table: str, rules: tuple[Rule, ...], picture: Picture, srid: int) -> Iterator[Row]:
    box = picture.bbox
    assert box.srid == srid, "The boxes are asked for as the rows are kept."
    corners = f"{box.minx}, {box.miny}, {box.maxx}, {box.maxy}, {srid}"
    given = {
        "!bbox!": f"ST_MakeEnvelope({corners})",
        "!pixel_width!": repr(box.width / picture.width_px),
        "!pixel_height!": repr(box.height / picture.height_px),
    }
    for token, value in given.items():
        table = table.replace(token, value)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT class, label, md5(ST_AsBinary(geom)) FROM {table} ORDER BY 1, 2, 3")
        for index, label, shape in cursor.fetchall():
            yield rules[index].title, label, shape


def maps(layer: Layer) -> Iterator[dict[str, str]]:
    """What a map of the layer may be asked by: style, place, period, and what chooses rows."""
    for style in layer.every_style:
        for box in BOXES:
            wanted = {"LAYERS": layer.name, "STYLES": style.name, "BBOX": box}
            yield wanted
            yield wanted | {"TIME": TIMES[layer.name]}
            for condition in CONDITIONS:
                yield wanted | {"CQL_FILTER": condition}


def drawn(client: Client, layer: Layer) -> dict[str, list[Row]]:
    """By question, the rows that its map is made of."""
    found = {}
    for question in maps(layer):
        watched = Watched()
        with mock.patch.object(mapnik_engine, "draw", watched.draw):
            answer = ask(client, MAP, **question)
        assert answer.status_code == 200, (question, answer.content[:300])
        found[str(question)] = watched.rows
    return found


def legends(client: Client, layer: Layer) -> dict[str, str]:
    """The pictures themselves: a legend shows the classes that rows fall in."""
    found = {}
    for style in layer.every_style:
        asked = f"REQUEST=GetLegendGraphic&LAYER={layer.name}&STYLE={style.name}&FORMAT=image/png"
        address = f"/ows/wms?SERVICE=WMS&VERSION=1.3.0&{asked}"
        found[address] = said(client, address)
    return found


def drawable() -> list[Layer]:
    return [layer for layer in withheld_layers().values() if layer.has_geometry]


def test_every_layer_that_is_drawn_has_its_period() -> None:
    """One that is added later is asked for here too."""
    assert {layer.name for layer in drawable()} == TIMES.keys()


def test_no_picture_tells_the_worlds_apart(tmp_path: Path, client: Client) -> None:
    layers = drawable()
    worlds: list[tuple[dict[str, list[Row]], dict[str, str]]] = []
    for number, values in enumerate(((2, 3), (3, 2)), start=1):
        with world(number):
            publish(tmp_path, values)
            maps_ = {key: rows for layer in layers for key, rows in drawn(client, layer).items()}
            keys = {key: text for layer in layers for key, text in legends(client, layer).items()}
            worlds.append((maps_, keys))
    (maps_one, keys_one), (maps_other, keys_other) = worlds
    assert [question for question, rows in maps_one.items() if rows != maps_other[question]] == []
    assert [address for address, text in keys_one.items() if text != keys_other[address]] == []
    for layer in layers:
        of_layer = [rows for question, rows in maps_one.items() if f"'{layer.name}'" in question]
        titles = {title for rows in of_layer for title, _label, _shape in rows}
        assert any(title.startswith(SUPPRESSED) for title in titles), (layer.name, titles)


def test_a_number_that_is_told_is_drawn_apart(tmp_path: Path, client: Client) -> None:
    """The same look at two worlds finds a class that differs openly."""
    layer = withheld_layers()["extortion_counts"]
    found = []
    for number, told in enumerate((70, 700), start=1):
        with world(number):
            extort(tmp_path, {FEW["extortion"][0]: told})
            found.append(drawn(client, layer))
    one, other = found
    assert [question for question in one if one[question] != other[question]]
