"""What is kept is given to whom it may, while it is true, and as it was."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from layers import versions
from layers.datasets import states
from layers.models import DataVersion
from ows import kept
from ows.render.picture import Picture
from ows.wms import get_map
from tests.datasets import dataset
from tests.ows.keeping import Site, keeping_site
from tests.publishers import everybody
from tests.zones import LA_LIBERTAD, LAYER, client_of, planner, reviewer, stored

pytestmark = pytest.mark.django_db

MVT = "/ogc/collections/{}/tiles/WebMercatorQuad/6/34/19?f=mvt"
# The same tile, in metres of the web grid.
PNG = (
    "/ows/wms?service=WMS&version=1.3.0&request=GetMap&layers={}&styles=&crs=EPSG:3857"
    "&bbox=-8140237.764258129,-1878516.4071364924,-7514065.628545966,-1252344.2714243293"
    "&width=256&height=256&format=image/png&transparent=TRUE"
)
DOCUMENTS = (
    "/ows/wms?service=WMS&request=GetCapabilities",
    "/ows/wfs?service=WFS&request=GetCapabilities",
    "/ows/wfs?service=WFS&version=2.0.0&request=DescribeFeatureType&typeNames=ta:districts",
    "/ows/wms?service=WMS&version=1.3.0&request=GetLegendGraphic&layer=districts&format=image/png",
    "/ogc/?f=json",
    "/ogc/collections?f=json",
    "/ogc/api?f=json",
)
TILES = (MVT.format("districts"), PNG.format("departments"))
OF_THE_BODY = {"content-type", "content-length", "content-encoding"}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    with keeping_site(tmp_path / "tiles", monkeypatch) as found:
        yield found


def drawing(monkeypatch: pytest.MonkeyPatch) -> list[Picture]:
    """What is drawn from now on, without Mapnik."""
    drawn: list[Picture] = []

    def draw(picture: Picture) -> bytes:
        drawn.append(picture)
        return b"picture"

    monkeypatch.setattr(get_map, "draw", draw)
    return drawn


@pytest.mark.parametrize("path", [*TILES, *DOCUMENTS])
@pytest.mark.parametrize("coding", ["", "gzip"])
def test_the_second_answer_is_the_first(site: Site, path: str, coding: str) -> None:
    asked = {"HTTP_ACCEPT_ENCODING": coding} if coding else {}
    first = site.get(path, **asked)
    reached = site.reached
    second = site.get(path, **asked)
    assert site.reached == reached
    assert first.status == second.status == 200
    assert first.body == second.body
    length = {"content-length": str(len(first.body))}
    assert first.headers | length == second.headers | length
    again = site.get(path, **asked, HTTP_IF_NONE_MATCH=first.headers["etag"])
    assert (site.reached, again.status, again.body) == (reached, 304, b"")
    assert set(again.headers) == set(second.headers) - OF_THE_BODY
    other = site.get(path, **asked, HTTP_IF_NONE_MATCH='"another"')
    assert (other.status, other.body) == (200, first.body)


@pytest.mark.parametrize("path", [*TILES, *DOCUMENTS])
def test_what_is_kept_is_what_django_answers_without_it(site: Site, path: str) -> None:
    site.get(path)
    kept = site.get(path)
    plain = Client().get(path, headers={"host": "localhost"})
    assert kept.body == plain.content
    ours = {name: value for name, value in kept.headers.items() if name != "content-length"}
    theirs = {n.lower(): v for n, v in plain.headers.items() if n != "Content-Length"}
    assert ours == theirs


@pytest.mark.parametrize("path", TILES)
def test_a_publication_outdates_tiles_of_its_layers_alone(site: Site, path: str) -> None:
    name = "districts" if "districts" in path else "departments"
    site.get(path)
    versions.bump("provinces")
    site.get(path)
    assert site.reached == 1
    versions.bump(name)
    assert site.get(path).status == 200
    assert site.reached == 2


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_publication_outdates_descriptions(site: Site, path: str) -> None:
    before = site.get(path)
    versions.bump("districts")
    after = site.get(path)
    assert site.reached == 2
    if "GetCapabilities" in path:
        assert before.body != after.body  # the update sequence


def test_a_number_that_a_restored_database_gives_again_brings_nothing_back(site: Site) -> None:
    path = TILES[0]
    site.get(path)
    kept = DataVersion.objects.get(pk="districts")
    versions.bump("districts")
    DataVersion.objects.filter(pk="districts").update(version=kept.version)
    site.get(path)
    assert site.reached == 2


def test_another_style_is_another_tile(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its content, whatever the data version: the code that writes it may have changed."""
    drawn = drawing(monkeypatch)
    path = PNG.format("districts")
    for _ in range(2):
        site.get(path, HTTP_AUTHORIZATION="Other x")  # past what this process answered
    assert len(drawn) == 1
    site.get(path.replace("transparent=TRUE", "transparent=FALSE"))
    site.get(path.replace("image/png", "image/png8"))
    site.get(path.replace("width=256&height=256", "width=512&height=512"))
    assert len(drawn) == 4
    monkeypatch.setattr(get_map, "code_version", lambda: 1)
    site.get(path, HTTP_AUTHORIZATION="Other x")
    assert len(drawn) == 5


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.replace("width=256&height=256", "width=300&height=300"),
        lambda path: path.replace("-8140237.764258129", "-8140000"),
        lambda path: path + "&cql_filter=ubigeo='15'",
    ],
    ids=["size", "place", "filter"],
)
def test_what_is_no_tile_is_not_kept(
    site: Site, monkeypatch: pytest.MonkeyPatch, change: object
) -> None:
    drawn = drawing(monkeypatch)
    path: str = change(PNG.format("departments"))  # type: ignore[operator]
    for _ in range(2):
        assert site.get(path).body == b"picture"
    assert len(drawn) == 2


def test_a_compressed_tile_is_compressed_once(site: Site) -> None:
    path = TILES[0]
    plain = site.get(path)
    coded = site.get(path, HTTP_ACCEPT_ENCODING="gzip")
    assert "content-encoding" not in plain.headers
    assert coded.headers["content-encoding"] == "gzip"
    assert gzip.decompress(coded.body) == plain.body
    assert coded.headers["etag"] == "W/" + plain.headers["etag"]
    assert "Accept-Encoding" in coded.headers["vary"]
    refused = site.get(path, HTTP_ACCEPT_ENCODING="gzip;q=0")
    assert refused.body == plain.body


def draw_titles(picture: Picture) -> bytes:
    """Mapnik connects by itself, and doesn't see what isn't committed."""
    (drawn,) = picture.layers
    rows = drawn.layer.rows(picture.user)
    return repr(sorted(rows.values_list(drawn.layer.title_field, flat=True))).encode()


@pytest.mark.parametrize("path", [MVT.format(LAYER), PNG.format(LAYER)])
def test_zones_are_kept_for_nobody_else(
    site: Site, path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each asks in turn, twice: a draft is in its author's tile and the reviewer's alone."""
    monkeypatch.setattr(get_map, "draw", draw_titles)
    ana, luis, rita = planner("ana"), planner("luis", LA_LIBERTAD), reviewer("rita")
    nothing = Client().get(path).content
    stored(ana)
    for _ in range(2):
        assert client_of(ana).get(path).content != nothing
        assert client_of(luis).get(path).content == nothing
        assert Client().get(path).content == nothing
        assert site.get(path).body == nothing
        assert client_of(rita).get(path).content != nothing
    assert not [file for file in (tmp_path / "tiles").rglob("*") if file.is_file()]


@pytest.mark.parametrize("form", [MVT, PNG])
def test_an_agencys_layer_is_kept_for_its_agency_alone(
    site: Site, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(get_map, "draw", lambda _picture: b"picture")
    people = everybody()
    path = form.format(dataset().name)
    for _ in range(2):
        assert b"no existe" not in client_of(people["editor"]).get(path).content
        assert b"no existe" in client_of(people["foreign_editor"]).get(path).content
        assert b"no existe" in site.get(path).body
    assert not [file for file in (tmp_path / "tiles").rglob("*") if file.is_file()]


@pytest.mark.parametrize("form", [MVT, PNG])
def test_an_agencys_layer_that_is_withdrawn_is_gone_at_once(
    site: Site, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(get_map, "draw", lambda _picture: b"picture")
    editor = everybody()["both"]
    made = dataset(state="published")
    path = form.format(made.name)
    for _ in range(2):
        assert b"no existe" not in site.get(path).body
    states.withdraw(made.pk, editor)
    assert b"no existe" in site.get(path).body


@pytest.mark.parametrize(
    "variables",
    [
        {"HTTP_AUTHORIZATION": "Basic bm9ib2R5Om5vdGhpbmc="},
        {"HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}=abc"},
        {"HTTP_COOKIE": f"{settings.LANGUAGE_COOKIE_NAME}=es"},
        {"REQUEST_METHOD": "HEAD"},
        {"REQUEST_METHOD": "OPTIONS"},
        {"HTTP_IF_MATCH": '"x"'},
        {"HTTP_HOST": "127.0.0.1"},
        {"HTTP_ACCEPT": "text/html"},
        {"HTTP_ACCEPT_LANGUAGE": "qu"},
        {"wsgi.url_scheme": "https"},
        {"SCRIPT_NAME": "/mapas"},
        {"CONTENT_LENGTH": "5"},
    ],
)
def test_another_request_is_answered_anew(site: Site, variables: dict[str, str]) -> None:
    path = TILES[0]
    site.get(path)
    site.get(path, **variables)
    assert site.reached == 2


def test_wrong_credentials_are_refused_where_an_answer_is_kept(site: Site) -> None:
    path = TILES[0]
    for _ in range(2):
        site.get(path)
        refused = site.get(path, HTTP_AUTHORIZATION="Basic bm9ib2R5Om5vdGhpbmc=")
        assert refused.status == 401


def test_errors_are_not_kept(site: Site) -> None:
    for path in (MVT.format("nothing"), PNG.format("nothing"), MVT.format("districts") + "&x=1"):
        for _ in range(2):
            assert b"no existe" in site.get(path).body
    assert site.reached == 6


def test_while_the_database_is_away_nothing_is_given_from_memory(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.get(TILES[0])
    monkeypatch.setattr(kept._answering[0], "read", lambda names: None)
    site.get(TILES[0])
    assert site.reached == 2
