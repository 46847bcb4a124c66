"""Every file that nobody can read, by every way in: a sentence in Spanish.

Nothing is written of it, and what the process used is held against its limits.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from layers.reading.results import SourceError
from layers.sandbox import Usage
from tests import bad_files as bad
from tests.layers.sandbox.ways import DESCRIBE, LIMITS, READ, SHAPES, TABLE, read
from tests.old_workbooks import ods
from tests.workbooks import xlsx

pytestmark = pytest.mark.slow

# Words that no sentence for a person has.
FOREIGN = re.compile(
    r"\b(the|not|file|invalid|failed|unable|cannot|could|open|database|exception)\b|/tmp|0x",
    re.IGNORECASE,
)
ALL = (TABLE, SHAPES, DESCRIBE, READ)
SPATIAL = (SHAPES, DESCRIBE, READ)
ANY = (DESCRIBE, READ)
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
