"""A map drawn from an overview is the map of the rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
from django.contrib.auth.models import AnonymousUser
from PIL import Image

from layers import overviews, registry
from layers.bbox import Bbox
from layers.layer import Layer
from layers.models import Overview, OverviewPatch
from layers.styles.model import Fill, Marker, Rule, Stroke, Style
from ows.render import mapnik_engine
from ows.render.image_formats import PNG
from ows.render.picture import DrawnLayer, Picture
from tests.ows.wms.wire import Pixels

PERU = Bbox(-82, -19, -68, 1)
# Just coarser than the cells of a level.
SIDE_PX = 300


@pytest.fixture
def layer(committed_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Layer]:
    """The capitals of districts as opaque circles, with an overview that Mapnik can see."""
    is_province = {"op": "=", "args": [{"property": "is_province_capital"}, True]}
    rules = (
        Rule("province", "P", filter=is_province, marker=Marker(Fill("#ff0000"), size_px=5)),
        Rule("other", "O", marker=Marker(Fill("#0000ff"), size_px=5)),
    )
    capitals = registry.get("district_capitals", AnonymousUser())
    plain = replace(capitals, style=Style("default", "Capitales", rules))
    monkeypatch.setattr(registry, "LAYERS", (plain,))
    monkeypatch.setattr(overviews, "LEAST_POINTS", 1000)
    overviews.refresh_all()
    yield plain
    OverviewPatch.objects.all().delete()
    Overview.objects.all().delete()


def drawn(layer: Layer) -> Pixels:
    picture = Picture(
        AnonymousUser(), (DrawnLayer(layer, layer.style),), PERU, SIDE_PX, SIDE_PX, PNG
    )
    return np.asarray(Image.open(BytesIO(mapnik_engine.draw(picture))).convert("RGBA"))


def test_the_overview_is_read_and_shows_what_the_rows_show(
    layer: Layer, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str | None] = []
    choose = overviews.mapnik_table

    def noted(*asked: object) -> str | None:
        read.append(choose(*asked))  # type: ignore[arg-type]
        return read[-1]

    monkeypatch.setattr(overviews, "mapnik_table", noted)
    small = drawn(layer)
    assert read
    assert "layers_overviewpatch" in str(read[0])
    # A geometry type that is never thinned: every row is drawn.
    whole = drawn(replace(layer, geometry_type="MultiPoint"))
    assert read[1:] == [None]
    painted, expected = small[..., 3] > 128, whole[..., 3] > 128
    assert expected.sum() > 1000
    # The points of a pixel lie up to a pixel apart, so edges differ and nothing else.
    assert (painted != expected).sum() < 0.1 * expected.sum()
    for color in ((255, 0, 0, 255), (0, 0, 255, 255)):
        assert (small == color).all(axis=2).any()


@pytest.fixture
def districts(committed_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Layer]:
    """Districts by fill, with an overview that Mapnik can see."""
    rules = (
        Rule(
            "lima",
            "L",
            filter={"op": "like", "args": [{"property": "ubigeo"}, "15%"]},
            fill=Fill("#ff0000", 0.6),
            stroke=Stroke("#000000", 0.5),
        ),
        Rule("other", "O", fill=Fill("#0000ff", 0.6), stroke=Stroke("#000000", 0.5)),
    )
    areas = registry.get("districts", AnonymousUser())
    plain = replace(areas, style=Style("default", "Distritos", rules))
    monkeypatch.setattr(registry, "LAYERS", (plain,))
    monkeypatch.setattr(overviews, "LEAST_CORNERS", 1000)
    assert overviews.refresh_all() == ["districts"]
    yield plain
    OverviewPatch.objects.all().delete()
    Overview.objects.all().delete()


def test_areas_are_as_dark_as_their_rows(districts: Layer, monkeypatch: pytest.MonkeyPatch) -> None:
    small = drawn(districts)
    monkeypatch.setattr(overviews, "mapnik_table", lambda *_asked: None)
    whole = drawn(districts)
    assert (small != whole).any()
    painted = whole[..., 3] > 0
    assert painted.sum() > 20_000
    unlike = np.abs(small.astype(int) - whole.astype(int)).max(axis=2) > 64
    assert unlike.sum() < 0.05 * painted.sum()
    assert small[..., 3].sum() == pytest.approx(whole[..., 3].sum(), rel=0.01)


@pytest.mark.parametrize(
    "marker",
    [
        Marker(Fill("#ff0000", 0.5), size_px=6),
        Marker(Fill("#ff0000"), size_px=6, shape="square"),
    ],
)
def test_symbols_that_overlap_look_as_drawn_from_single_points(
    layer: Layer, marker: Marker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also what is seen of one through another."""
    rules = tuple(replace(rule, marker=marker) for rule in layer.style.rules)
    styled = replace(layer, style=Style("default", "Capitales", rules))
    as_kept = drawn(styled)
    monkeypatch.setattr(overviews, "_is_plain", lambda _rule: False)
    assert (as_kept == drawn(styled)).all()
    assert (as_kept[..., 3] > 0).sum() > 1000
