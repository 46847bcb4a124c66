"""Every file that somebody may hand in, by every way in: a sentence, or the right value.

Nothing is written of what is refused, and what the process used is held against its limits.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import shapely

from layers import sandbox
from layers.loading.checking import Handed, arguments_of
from layers.loading.sources import find
from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Provenance, SourceError
from layers.sandbox import Limits, Usage
from tests import bad_files as bad
from tests.old_workbooks import ods
from tests.workbooks import xlsx

pytestmark = pytest.mark.slow

# What none of these files comes near, being small.
# Of addresses: libraries take 600 MB of them before a file is read.
LIMITS = Limits(memory_bytes=1_000_000_000, cpu_s=30, wall_s=60, file_bytes=100_000_000)
UNITS = Directory.of([("08", "Cusco"), ("21", "Puno")])
CONTEXT = Context(UNITS, dt.date(2026, 1, 1))
SAID = Handed(Provenance("INGEMMET", "", dt.date(2025, 1, 1)))
# Words that no sentence for a person has.
FOREIGN = re.compile(
    r"\b(the|not|file|invalid|failed|unable|cannot|could|open|database|exception)\b|/tmp|0x",
    re.IGNORECASE,
)
TABLE, SHAPES, DESCRIBE, READ = "environment", "extractives", "describe_file", "read_spatial"
ALL = (TABLE, SHAPES, DESCRIBE, READ)
SPATIAL = (SHAPES, DESCRIBE, READ)
ANY = (DESCRIBE, READ)
POSITION = {"x": "longitud", "y": "latitud"}
CUT = r"dañado|incompleto|cortado"
LOCKED = r"protegido con contraseña"


@dataclass(frozen=True)
class Bad:
    """A file that is refused: by these ways, with this in the sentence."""

    name: str
    content: Callable[[], bytes]
    says: str
    ways: tuple[str, ...] = ALL


BAD = (
    # Cut.
    Bad("truncated-xlsx", lambda: xlsx(bad.sheet())[:-60], CUT),
    Bad("truncated-ods", lambda: ods(bad.sheet())[:-60], CUT),
    Bad("truncated-gpkg", lambda: bad.geopackage()[:9_000], CUT, SPATIAL),
    Bad("truncated-shapefile", bad.cut_shapefile, CUT, SPATIAL),
    Bad("truncated-geojson", lambda: bad.geojson()[:-30], CUT, SPATIAL),
    Bad("truncated-fgb", lambda: bad.written("FlatGeobuf", ".fgb")[:200], CUT, ANY),
    Bad("truncated-kml", lambda: bad.kml()[:-60], CUT, ANY),
    Bad("truncated-parquet", lambda: b"PAR1" + bytes(100), CUT, ANY),
    Bad("truncated-zip", lambda: bad.written("ESRI Shapefile", ".shp")[:-100], CUT),
    # Locked.
    Bad("locked-zip", lambda: bad.locked(bad.written("ESRI Shapefile", ".shp")), LOCKED),
    Bad("locked-xlsx", bad.locked_workbook, LOCKED),
    Bad("locked-ods", lambda: ods(bad.sheet(), encrypted=True), LOCKED, (TABLE, *ANY)),
    # Of another kind.
    Bad("pdf", lambda: b"%PDF-1.7\n%\xe2\xe3", "PDF"),
    Bad("png", lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), "imagen PNG"),
    Bad("rar", lambda: b"Rar!\x1a\x07\x01\x00", "RAR"),
    Bad("gzip", lambda: gzip.compress(b"a;b"), "gzip"),
    Bad("html", lambda: bad.HTML, "página web"),
    Bad("docx", bad.document, "documento de Word"),
    Bad("vrt", lambda: bad.VRT, "Es un XML"),
    Bad("shp-alone", bad.loose_shapes, r"\.shp suelto"),
    Bad("dbf-without-shp", bad.table_without_shapes, r"\.dbf", ANY),
    Bad(
        "zipped-dbf-without-shp",
        lambda: bad.members({"a.dbf": bad.table_without_shapes()}),
        r"\.dbf sin su \.shp",
        ANY,
    ),
    Bad("sqlite", lambda: b"SQLite format 3\0" + bytes(84), CUT, SPATIAL),
    Bad("binary", lambda: bytes(range(256)) * 40, r"no es texto|está dañado", ANY),
    # Without anything.
    Bad("empty", lambda: b"", "vacío"),
    Bad("blank", lambda: b"\xef\xbb\xbf \r\n", "vacío"),
    Bad("empty-zip", lambda: bad.members({}), "vacío"),
    Bad("no-rows", bad.csv(rows=()), "ninguna fila", (TABLE, *ANY)),
    Bad("no-rows-xlsx", lambda: xlsx([list(bad.HEADER)]), "ninguna fila", (TABLE, *ANY)),
    Bad("no-features", lambda: bad.geojson([]), "ningún elemento|ninguna capa", (SHAPES, READ)),
    Bad("no-sheet", lambda: xlsx([]), "vacío|ninguna"),
    # Headers.
    Bad(
        "duplicate-columns",
        bad.csv(header=("tipo", "Ubigeo", "ubigeo", *bad.HEADER[3:])),
        "repite columnas",
        (TABLE, *ANY),
    ),
    Bad(
        "ten-thousand-columns",
        bad.wide,
        "10 000 columnas|Faltan columnas",
        (TABLE, *ANY),
    ),
    Bad(
        "two-header-lines",
        lambda: b"nombre;hogares;viviendas\ntexto;total;total\na;1;2\nb;3;4\nc;5;6\n",
        "dos líneas",
        ANY,
    ),
    # Zips that mean harm.
    Bad("bomb-gpkg", lambda: bad.bomb("capa.gpkg"), "se expande", SPATIAL),
    Bad("bomb-csv", lambda: bad.bomb("tabla.csv"), "se expande", (TABLE, *ANY)),
    Bad(
        "bomb-xlsx",
        lambda: bad.bomb("xl/workbook.xml"),
        "se expande|no contiene|no tiene",
        (TABLE, *ANY),
    ),
    Bad("traversal", lambda: bad.members({"../../capa.gpkg": b"x"}), "ruta no permitida", SPATIAL),
    Bad("absolute", lambda: bad.members({"/etc/capa.gpkg": b"x"}), "ruta no permitida", SPATIAL),
    Bad("drive", lambda: bad.members({"C:\\capa.gpkg": b"x"}), "ruta no permitida", SPATIAL),
    Bad("link", bad.linked, "enlace", SPATIAL),
    Bad(
        "zip-in-zip",
        lambda: bad.members({"a.zip": bad.written("ESRI Shapefile", ".shp")}),
        "otro comprimido|no contiene|no tiene",
    ),
    Bad(
        "two-datasets",
        lambda: bad.members({"a.geojson": bad.geojson(), "b.geojson": bad.geojson()}),
        "varios conjuntos",
        SPATIAL,
    ),
    # GeoPackages that would run something.
    Bad(
        "view",
        lambda: bad.geopackage(
            "CREATE VIEW mala AS WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n FROM t) "
            "SELECT n AS fid, n AS geom FROM t",
            "UPDATE gpkg_contents SET table_name = 'mala'",
            "UPDATE gpkg_geometry_columns SET table_name = 'mala'",
        ),
        "vista",
        SPATIAL,
    ),
    Bad(
        "virtual-table",
        lambda: bad.geopackage(
            "INSERT INTO sqlite_master VALUES ('table', 'mala', 'mala', 0, "
            "'CREATE VIRTUAL TABLE mala USING VirtualOGR(''/etc/passwd'')')"
        ),
        "virtual",
        ANY,
    ),
    Bad(
        "virtual-table-that-pretends",
        lambda: bad.geopackage(
            "INSERT INTO sqlite_master VALUES ('table', 'mala', 'mala', 0, "
            "'CREATE VIRTUAL TABLE mala USING VirtualOGR(/* using rtree( */ ''/etc/passwd'')')"
        ),
        "virtual",
        ANY,
    ),
    Bad(
        "computed-column",
        lambda: bad.geopackage("ALTER TABLE capa ADD COLUMN x AS (hex(zeroblob(100000000)))"),
        "calculadas",
        ANY,
    ),
    # XML that means more than it holds.
    Bad("kml-entities", lambda: bad.kml(bad.ENTITIES, "&b;"), "entidades", ANY),
    Bad("kml-outside", lambda: bad.kml(bad.OUTSIDE, "&x;"), "entidades", ANY),
    # Cells.
    Bad("huge-line", lambda: b"a;b\n" + b"x" * 5_000_000 + b";1\n", "millones de", ANY),
)


@pytest.mark.parametrize(
    ("way", "case"),
    [(way, case) for case in BAD for way in case.ways],
    ids=lambda v: str(getattr(v, "name", v)),
)
def test_a_sentence_and_nothing_written(way: str, case: Bad, tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    file = tmp_path / "archivo"
    file.write_bytes(case.content())
    used: list[Usage] = []
    with pytest.raises(SourceError) as caught:
        read(way, file, tmp_path / "output", used)
    sentence = str(caught.value)
    assert re.search(case.says, sentence), sentence
    assert not FOREIGN.search(sentence.replace("Bad Gateway", "")), sentence
    assert sentence.endswith(".")
    assert list((tmp_path / "output").iterdir()) == []
    assert used[0].peak_bytes <= LIMITS.memory_bytes
    assert used[0].cpu_s <= LIMITS.cpu_s


def read(way: str, file: Path, output: Path, used: list[Usage]) -> dict[str, Any]:
    task, arguments = way, dict[str, Any]()
    if way in (TABLE, SHAPES):
        handed = SAID if way == SHAPES else Handed()
        task, arguments = "check", arguments_of(find(way), handed, CONTEXT)
    return sandbox.run(task, {"file": file}, arguments, output, LIMITS, None, used.append)


# What is merely odd → the right value, whatever the way.
ODD: dict[str, Callable[[], bytes]] = {
    "semicolon": bad.csv(),
    "comma-with-quotes": lambda: (
        bad.text("\t")
        .replace("\t", ",")
        .replace("-71,97", '"-71,97"')
        .replace("-13,52", '"-13,52"')
        .replace("-70,02", '"-70,02"')
        .replace("-15,84", '"-15,84"')
        .encode()
    ),
    "tab": bad.csv(separator="\t"),
    "sep=": bad.csv(before="sep=;\r\n"),
    "utf-16": bad.csv("utf-16"),
    "utf-16-le-without-mark": bad.csv("utf-16-le"),
    "utf-8-mark": bad.csv("utf-8-sig"),
    "cp1252": bad.csv("cp1252"),
    "cp850": bad.csv("cp850"),
    "cp437": bad.csv("cp437"),
    "old-mac-lines": lambda: bad.text().replace("\n", "\r").encode(),
    "title-above": bad.csv(before="Comisiones Ambientales\n\n"),
    "merged-title": lambda: xlsx(bad.sheet(["Comisiones Ambientales Regionales"], [])),
    "ods": lambda: ods(bad.sheet(), tail=1_048_000),
    "macro-workbook": bad.macro_workbook,
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_merely_odd_is_read_right(name: str, tmp_path: Path) -> None:
    file = tmp_path / "archivo"
    file.write_bytes(ODD[name]())
    used: list[Usage] = []
    summary = read(TABLE, file, tmp_path, used)
    assert (summary["number_of_rows"], summary["refused_rows"]) == (2, 0)
    with gzip.open(tmp_path / "rows.jsonl.gz", "rt") as lines:
        rows = [item["row"] for item in map(json.loads, lines) if "row" in item]
    assert rows[0]["name"] == bad.NAME
    result = sandbox.run(READ, {"file": file}, POSITION, tmp_path, LIMITS, None, used.append)
    (first, _second) = features(tmp_path)
    assert first["values"][3] == bad.NAME
    point = shapely.from_wkb(first["geometry"])
    assert (point.x, point.y) == bad.POINT
    names = [column["name"] for column in result["columns"]]
    assert names == list(bad.HEADER)
    types = {column["name"]: column["type"] for column in result["columns"]}
    assert (types["ubigeo"], types["fecha_corte"], types["longitud"]) == ("text", "date", "number")
    assert all(each.peak_bytes <= LIMITS.memory_bytes for each in used)


def features(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "features.jsonl").read_text().splitlines()]


def notices(folder: Path) -> list[list[Any]]:
    return [json.loads(line) for line in (folder / "notices.jsonl").read_text().splitlines()]


KINDS: dict[str, Callable[[], bytes]] = {
    "GeoPackage": bad.geopackage,
    "shapefile": lambda: bad.written("ESRI Shapefile", ".shp"),
    "GeoJSON": bad.geojson,
    "GeoJSON por líneas": lambda: bad.written("GeoJSONSeq", ".geojsonl"),
    "FlatGeobuf": lambda: bad.written("FlatGeobuf", ".fgb"),
    "KML": bad.kml,
    "KMZ": lambda: bad.members({"doc.kml": bad.kml(), "icono.png": b"\x89PNG"}),
    "GPX": lambda: bad.written("GPX", ".gpx").replace(b"nombre", b"name"),
    "DXF": lambda: bad.written("DXF", ".dxf"),
}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("GPX", "DXF")])
def test_every_kind_by_its_content_and_not_by_its_name(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "archivo.xlsx"
    file.write_bytes(KINDS[kind]())
    described = sandbox.run(DESCRIBE, {"file": file}, {}, tmp_path, LIMITS)
    assert described["kind"] == ("KML" if kind == "KMZ" else kind)
    assert described["layers"][0]["crs"]["code"] == "EPSG:4326"
    result = sandbox.run(READ, {"file": file}, {}, tmp_path, LIMITS)
    assert result["types"] == {"Point": result["features"]}
    # FlatGeobuf has its features in the order of its index.
    (found,) = (line for line in features(tmp_path) if bad.NAME in line["values"])
    point = shapely.from_wkb(found["geometry"])
    assert (point.x, point.y) == pytest.approx(bad.POINT)


def test_triggers_never_run(tmp_path: Path) -> None:
    hostile = bad.geopackage(
        "CREATE TRIGGER malo AFTER INSERT ON capa BEGIN DELETE FROM capa; END",
        "CREATE TRIGGER peor AFTER UPDATE ON gpkg_contents BEGIN DELETE FROM capa; END",
    )
    file = tmp_path / "archivo"
    file.write_bytes(hostile)
    result = sandbox.run(READ, {"file": file}, {}, tmp_path, LIMITS)
    assert result["features"] == 2
    assert file.read_bytes() == hostile


def test_a_formula_stays_the_text_that_it_is(tmp_path: Path) -> None:
    formula = '=HYPERLINK("http://malo.pe","clic")'
    file = tmp_path / "a.csv"
    file.write_text(f"nombre;hogares\n{formula};1\n@SUM(1);2\n")
    sandbox.run(READ, {"file": file}, {}, tmp_path, LIMITS)
    assert [line["values"][0] for line in features(tmp_path)] == [formula, "@SUM(1)"]


def test_a_huge_cell_costs_itself_and_not_the_file(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"nombre;hogares\n{'x' * 1_000_000};1\nCusco;2\n")
    result = sandbox.run(READ, {"file": file}, {}, tmp_path, LIMITS)
    assert [line["values"] for line in features(tmp_path)] == [[None, 1], ["Cusco", 2]]
    assert result["notices"] == 1
    assert "más de 100000 caracteres" in notices(tmp_path)[0][3]


def test_encodings_that_are_mixed_are_mended_where_that_is_certain(tmp_path: Path) -> None:
    """Most of it is UTF-8; one line came from Windows."""
    file = tmp_path / "a.csv"
    lines = [b"nombre;hogares\n", "Áncash;1\n".encode() * 20, "Ñaña;2\n".encode("cp1252")]
    file.write_bytes(b"".join(lines))
    sandbox.run(READ, {"file": file}, {}, tmp_path, LIMITS)
    read_as = [line["values"][0] for line in features(tmp_path)]
    assert read_as == ["Áncash"] * 20 + ["Ñaña"]


@pytest.mark.parametrize("build", [bad.xlsx_errors, bad.xls_errors, bad.ods_errors])
def test_errors_and_formulas_without_a_value_are_reported(
    build: Callable[[], bytes], tmp_path: Path
) -> None:
    """ECMA-376 18.17.3, [MS-XLS] 2.5.10 and OpenDocument 1.3: in whatever program it was made."""
    file = tmp_path / "archivo"
    file.write_bytes(build())
    result = sandbox.run(READ, {"file": file}, POSITION, tmp_path, LIMITS)
    assert [line["values"][3] for line in features(tmp_path)] == [None, None, 12]
    said = {(row, column): reason for row, column, _value, reason, *_rest in notices(tmp_path)}
    assert "da un error (#DIV/0!)" in said[2, "hogares"]
    assert "fórmula cuyo resultado no está" in said[3, "hogares"]
    described = sandbox.run(DESCRIBE, {"file": file}, {}, tmp_path, LIMITS)
    assert len(described["sheets"][0]["notices"]) == result["notices"] == 2


def test_a_code_that_lost_its_zeros_has_them_back_and_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("ubigeo;hogares\n080101;1\n80102;2\n150101;3\n")
    sandbox.run(READ, {"file": file}, {}, tmp_path, LIMITS)
    assert [line["values"][0] for line in features(tmp_path)] == ["080101", "080102", "150101"]
    ((row, column, value, reason, *_rest),) = notices(tmp_path)
    assert (row, column, value) == (3, "ubigeo", "80102")
    assert "perdió sus ceros" in reason
