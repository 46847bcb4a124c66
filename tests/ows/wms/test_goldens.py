"""Whole maps against pictures that somebody looked at: ``make bless`` draws them anew."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from django.test import Client
from PIL import Image

from tests.conftest import GOLDEN
from tests.ows.wms.wire import MAP, Mask, Pixels, ask, pixels

pytestmark = pytest.mark.django_db

# Another release of FreeType or AGG may shade an edge differently, but not by more than this
# (of 255), nor on more than this part of the picture, nor over a whole patch of this side.
SHADE = 48
PART = 0.002
PATCH_PX = 3

MAPS = {
    "peru": {
        "LAYERS": "districts,departments",
        "CRS": "EPSG:3857",
        "BBOX": "-9100000,-2100000,-7600000,20000",
        "WIDTH": "424",
        "HEIGHT": "600",
    },
    "provinces": {
        "LAYERS": "provinces,departments",
        "CRS": "CRS:84",
        "BBOX": "-75,-17,-71,-13",
        "WIDTH": "480",
        "HEIGHT": "480",
    },
    "capitals": {
        "LAYERS": "provinces,district_capitals",
        "CRS": "EPSG:32719",
        "BBOX": "100000,8400000,260000,8560000",
        "WIDTH": "480",
        "HEIGHT": "480",
    },
    "districts": {
        "LAYERS": "districts",
        "CRS": "EPSG:32718",
        "BBOX": "260000,8640000,320000,8700000",
        "WIDTH": "480",
        "HEIGHT": "480",
    },
    "commissions": {
        "LAYERS": "departments,environmental_commissions",
        "CRS": "EPSG:4326",
        "BBOX": "-18.5,-77,-9.5,-68",
        "WIDTH": "480",
        "HEIGHT": "480",
    },
    "commitments": {
        "LAYERS": "commitment_territories",
        "CRS": "EPSG:32717",
        "BBOX": "300000,8500000,1100000,9300000",
        "WIDTH": "480",
        "HEIGHT": "480",
    },
    "transport": {
        "LAYERS": "transit_routes,transit_stops",
        "CRS": "EPSG:32717",
        "BBOX": "716000,9102900,717800,9104700",
        "WIDTH": "480",
        "HEIGHT": "480",
    },
}
LEGENDS = [
    "districts",
    "environmental_commissions",
    "district_capitals",
    "commitment_territories",
    "transit_routes",
    "transit_stops",
]


def check(name: str, got: Pixels, *, bless: bool) -> None:
    path: Path = GOLDEN / "wms" / f"{name}.png"
    if bless:
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(got).save(path, optimize=True)
    assert path.exists(), f"no golden {path.name}: write it with make bless, and look at it"
    expected = np.asarray(Image.open(path).convert("RGBA"))
    assert got.shape == expected.shape
    differs: Mask = np.abs(got.astype(int) - expected).max(axis=2) > SHADE
    assert differs.mean() <= PART, f"{differs.sum()} pixels differ"
    windows = np.lib.stride_tricks.sliding_window_view(differs, (PATCH_PX, PATCH_PX))
    assert not windows.all(axis=(2, 3)).any(), "a whole patch differs"


@pytest.mark.parametrize("name", MAPS)
def test_map(client: Client, name: str, request: pytest.FixtureRequest) -> None:
    styles = "," * MAPS[name]["LAYERS"].count(",")
    image = pixels(ask(client, MAP | MAPS[name], STYLES=styles))
    check(name, image, bless=request.config.getoption("--bless"))


@pytest.mark.parametrize("layer", LEGENDS)
def test_legend(client: Client, layer: str, request: pytest.FixtureRequest) -> None:
    base = {"REQUEST": "GetLegendGraphic", "LAYER": layer, "FORMAT": "image/png"}
    image = pixels(ask(client, base))
    check(f"legend_{layer}", image, bless=request.config.getoption("--bless"))


def test_the_comparison_sees_what_matters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Softer edges pass; a small thing moved, gone or recoloured does not."""
    monkeypatch.setattr("tests.ows.wms.test_goldens.GOLDEN", tmp_path)
    plain = np.full((100, 100, 4), 255, np.uint8)
    plain[40:60, 40:60, :3] = 0
    check("x", plain, bless=True)
    softer = plain.copy()
    softer[40:60, 40, :3] = 40
    check("x", softer, bless=False)
    for change in (np.roll(plain, 3, axis=1), np.full_like(plain, 255), plain // 2):
        with pytest.raises(AssertionError):
            check("x", change, bless=False)
