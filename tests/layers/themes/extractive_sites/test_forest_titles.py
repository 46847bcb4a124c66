"""SERFOR's titles: where they lie, what state they are in, and that no person is named."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.core.management import call_command
from django.test import Client

from layers.loading.importing import roll_back
from layers.models import Snapshot
from layers.reading.results import Reading, SourceError
from layers.themes.extractive_sites.forest_reader import read_titles
from layers.themes.extractive_sites.source import EXTRACTIVES
from territory.models import ExtractiveSite, PublishedPart
from tests.layers.themes.extractive_sites.cadastre_files import context, vertices
from tests.layers.themes.extractive_sites.test_source import publish as publish_mines
from tests.territory.shapes import FIXTURES

PERSON, UNKNOWN, FIRM = "QUISPE ROJAS, ROSA MARIA", "ALTIPLANIA", "MADERERA DEL SUR S.A.C."
# Some ten kilometres' square in Madre de Dios.
SQUARE = [(-70.0, -12.0), (-69.9, -12.0), (-69.9, -11.9), (-70.0, -11.9)]
GOOD: dict[str, Any] = {
    "CONTRA": "17-TAH/C-J-001-02",
    "NOMTIT": FIRM,
    "SUPSIG": 12057.5,
    "SUPAPR": 12000,
    "ESTUA": "Vigente",
    "MODOTO": "Concesión forestal con fines maderables",
    "AUTFOR": "GERENCIA REGIONAL FORESTAL",
    "ZONUTM": 19,
    "DOCLEG": "Contrato de ROSA MARIA QUISPE",
}


def written(*rows: dict[str, Any], epsg: int | None = None) -> bytes:
    features = []
    for row in rows:
        square = row.get("square", SQUARE)
        properties = {name: value for name, value in (GOOD | row).items() if name != "square"}
        ring = [*square, square[0]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    collection: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    if epsg:
        name = f"urn:ogc:def:crs:EPSG::{epsg}"
        collection["crs"] = {"type": "name", "properties": {"name": name}}
    return json.dumps(collection).encode()


def read(*rows: dict[str, Any], epsg: int | None = None) -> Reading:
    return read_titles(written(*rows, epsg=epsg), context())


def row(**cells: Any) -> Any:
    return read(cells).frames["extractive_sites"].iloc[0]


def test_a_title_is_read() -> None:
    reading = read({})
    assert not reading.errors
    found = reading.frames["extractive_sites"].iloc[0]
    assert (found["feed"], found["code"], found["name"]) == (
        "serfor",
        "17-TAH/C-J-001-02",
        "17-TAH/C-J-001-02",
    )
    assert (found["holder"], found["status"], found["state"]) == (FIRM, "titled", "Vigente")
    assert found["modality"] == "Concesión forestal con fines maderables"
    assert found["area_ha"] == 12000
    assert (found["declared_ubigeo"], found["named_units"]) == (None, [])
    assert shapely.from_wkb(found["geom"]).bounds == pytest.approx((-70.0, -12.0, -69.9, -11.9))


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("VIGENTE", "titled"),
        ("No vigente", "extinct"),
        ("Caducado", "extinct"),
        ("EXTINGUIDO", "extinct"),
        ("En trámite", "pending"),
        ("", None),
    ],
)
def test_the_words_of_a_state_decide(state: str, status: str | None) -> None:
    reading = read({"ESTUA": state})
    assert not reading.notices
    assert reading.frames["extractive_sites"].iloc[0]["status"] == status


@pytest.mark.parametrize("state", ["3", "Otro"])
def test_a_state_that_says_nothing_is_not_guessed(state: str) -> None:
    reading = read({"ESTUA": state})
    assert [notice.column for notice in reading.notices] == ["estua"]
    found = reading.frames["extractive_sites"].iloc[0]
    assert (found["status"], found["state"]) == (None, state)


@pytest.mark.parametrize(
    ("cells", "hectares"),
    [({"SUPAPR": 0}, 12057.5), ({"SUPAPR": None}, 12057.5), ({"SUPAPR": 0, "SUPSIG": 0}, None)],
)
def test_an_area_that_is_not_known_is_no_zero(cells: dict[str, Any], hectares: Any) -> None:
    found = row(**cells)["area_ha"]
    assert (None if found is None else float(found)) == hectares


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"CONTRA": ""}, "contra"),
        ({"CONTRA": "<b>"}, "contra"),
        ({"CONTRA": "X" * 61}, "contra"),
        ({"CONTRA": "EJEMPLO-0001"}, "contra"),
        ({"square": [(10.0, 10.0), (10.1, 10.0), (10.1, 10.1)]}, "zonutm"),
        ({"square": [(-70.0, -12.0), (-69.9, -12.0), (-70.0, -12.0)]}, "contra"),
        # Metres of which nothing says the datum.
        ({"square": [(390000, 8670000), (390000, 8671000), (391000, 8671000)]}, "datum"),
    ],
)
def test_what_costs_a_title_its_place(cells: dict[str, Any], column: str) -> None:
    reading = read({"CONTRA": "OTRO-1"}, cells)
    assert [(error.row, error.column) for error in reading.errors] == [(3, column)]
    assert len(reading.frames["extractive_sites"]) == 1


def test_metres_are_taken_from_the_file_s_own_system() -> None:
    metres = [(390000, 8670000), (390000, 8671000), (391000, 8671000), (391000, 8670000)]
    reading = read({"square": metres}, epsg=32719)
    assert not reading.errors
    west, south, *_ = shapely.from_wkb(reading.frames["extractive_sites"].iloc[0]["geom"]).bounds
    assert (round(west, 1), round(south, 1)) == (-70.0, -12.0)


def test_a_code_is_of_one_title() -> None:
    assert [error.row for error in read({}, {"ESTUA": "Caducado"}).errors] == [3]


def test_a_file_of_another_kind_is_refused() -> None:
    with pytest.raises(SourceError):
        read_titles(b"a,b\n1,2\n", context())
    with pytest.raises(SourceError, match="contra"):
        read_titles(written({}).replace(b"CONTRA", b"CONTRATO"), context())


@pytest.mark.django_db
def test_the_samples_are_unmistakable() -> None:
    samples = ExtractiveSite.objects.filter(is_sample=True, feed="serfor")
    assert samples.count() == 50
    assert not samples.exclude(name__startswith="EJEMPLO-").exists()
    assert not samples.exclude(holder__startswith="TITULAR DE EJEMPLO ").exists()
    assert set(samples.values_list("activity", flat=True)) == {"forestry"}
    data = (FIXTURES / "samples" / "forest_titles.geojson").read_bytes()
    reading = read_titles(data, context())
    assert (len(reading.frames["extractive_sites"]), reading.refused_rows) == (0, 50)


def publish(path: Path, *rows: dict[str, Any]) -> None:
    path.write_bytes(written(*rows))
    call_command(
        "import_source",
        "forest_titles",
        str(path),
        *("--origin", "SERFOR", "--cutoff", "2025-12-31", "--covers", "PE"),
    )


@pytest.mark.django_db
def test_registers_stand_side_by_side_and_no_person_is_named(
    tmp_path: Path, client: Client
) -> None:
    publish_mines(tmp_path / "c.csv", vertices({"CODIGOU": "1"}))
    publish(
        tmp_path / "t.geojson",
        {"CONTRA": "1", "NOMTIT": PERSON},
        {"CONTRA": "2", "NOMTIT": UNKNOWN},
        {"CONTRA": "3"},
    )
    facts = ExtractiveSite.objects.filter(is_sample=False)
    told = set(facts.values_list("feed", "activity", "code", "holder"))
    assert told == {
        ("ingemmet", "mining", "1", "COMPAÑÍA MINERA S.A."),
        ("serfor", "forestry", "1", "persona natural"),
        ("serfor", "forestry", "2", None),
        ("serfor", "forestry", "3", FIRM),
    }
    page = client.get("/ogc/collections/extractive_sites/items")
    answer = b"".join(page).decode() if page.streaming else page.content.decode()
    kept = "".join(
        gzip.decompress(bytes(one.content)).decode() + json.dumps(one.report)
        for one in Snapshot.objects.all()
    )
    for text in (answer, kept, client.get("/extraccion/").content.decode()):
        assert "QUISPE" not in text
        assert UNKNOWN not in text
    assert "persona natural" in answer
    # Publishing one register again leaves the other's rows.
    publish(tmp_path / "t.geojson", {"CONTRA": "3"})
    assert set(facts.values_list("feed", "code")) == {("ingemmet", "1"), ("serfor", "3")}
    publish_mines(tmp_path / "c.csv", vertices({"CODIGOU": "2"}))
    assert set(facts.values_list("feed", "code")) == {("ingemmet", "2"), ("serfor", "3")}
    assert set(PublishedPart.objects.values_list("source", "name")) >= {
        ("extractives", "ingemmet"),
        ("forest_titles", "serfor"),
    }


@pytest.mark.django_db
def test_a_publication_kept_before_there_were_registers_comes_back(tmp_path: Path) -> None:
    publish_mines(tmp_path / "c.csv", vertices({"CODIGOU": "1"}))
    older = Snapshot.objects.get(source="extractives", is_current=True)
    lines = gzip.decompress(bytes(older.content)).splitlines()
    blocks = [json.loads(line) for line in lines]
    for block in blocks[1:]:
        block["names"] = [name for name in block["names"] if name != "feed"]
        block["same"].pop("feed", None)
        block["columns"].pop("feed", None)
    # As ``packing`` writes a block: what it is of comes first.
    content = [json.dumps(block, separators=(",", ":")).encode() for block in blocks]
    older.content = gzip.compress(b"\n".join(content) + b"\n")
    older.save()
    publish_mines(tmp_path / "c.csv", vertices({"CODIGOU": "2"}))
    roll_back(EXTRACTIVES)
    facts = ExtractiveSite.objects.filter(is_sample=False)
    assert list(facts.values_list("feed", "code")) == [("ingemmet", "1")]
