"""``manage.py seed``: what it made is there for whoever asks, and it says what it can't do."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from layers import tiles, versions
from ows.wms import get_map
from tests.ows.keeping import Site, keeping_site

pytestmark = pytest.mark.django_db

LIMA = "--bbox=-77.2,-12.3,-76.8,-11.9"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    with keeping_site(tmp_path, monkeypatch) as found:
        yield found


def seed(*arguments: str) -> str:
    told = io.StringIO()
    call_command("seed", *arguments, stdout=told)
    return told.getvalue()


def test_what_was_seeded_is_not_made_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    told = seed("departments", "--zooms=5-6", LIMA)
    assert "4 de 4" in told
    monkeypatch.setattr(tiles, "mvt_tile", pytest.fail)
    monkeypatch.setattr(get_map, "draw", pytest.fail)
    assert site.get("/ogc/collections/departments/tiles/WebMercatorQuad/6/34/18?f=mvt").body
    box = tiles.tile_bbox(5, 9, 17)
    drawn = site.get(
        "/ows/wms?service=WMS&version=1.3.0&request=GetMap&layers=departments&styles="
        f"&crs=EPSG:3857&bbox={box.minx},{box.miny},{box.maxx},{box.maxy}"
        "&width=256&height=256&format=image/png&transparent=TRUE"
    )
    assert drawn.body.startswith(b"\x89PNG")
    seed("departments", "--zooms=5-6", LIMA)


def test_after_a_publication_it_is_made_anew(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    seed("departments", "--zooms=5", "--formats=mvt", LIMA)
    versions.bump("departments")
    made: list[object] = []

    def make(*asked: object) -> bytes:
        made.append(asked)
        return b"tile"

    monkeypatch.setattr(tiles, "mvt_tile", make)
    seed("departments", "--zooms=5", "--formats=mvt", LIMA)
    assert len(made) == 1


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["nada"], "nada"),
        (["intervention_zones"], "intervention_zones"),
        (["--zooms=5-99"], "--zooms"),
        (["--zooms=x"], "--zooms"),
        (["--zooms=7-5"], "--zooms"),
        (["--bbox=1,2,3"], "--bbox"),
        (["--bbox=1,2,nan,4"], "--bbox"),
        (["--bbox=10,2,3,4"], "--bbox"),
        (["--formats=gif"], "--formats"),
    ],
)
def test_what_cant_be_done_is_said(site: Site, arguments: list[str], word: str) -> None:
    with pytest.raises(CommandError, match=word):
        seed(*arguments)


def test_where_nothing_is_kept_it_says_so() -> None:
    with pytest.raises(CommandError, match="TILE_CACHE_MB"):
        seed("departments")
