"""dBase tables, held against GDAL's reading of the same bytes."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from django.contrib.gis.gdal import DataSource

from layers.reading.dbf import is_dbf, read_dbf
from layers.reading.encodings import encoding_of
from layers.reading.results import SourceError
from tests.layers.reading.dbf_file import Field, dbf

FIELDS: list[Field] = [
    ("COD_MOD", "C", 7),
    ("CEN_EDU", "C", 30),
    ("NLAT_IE", "N", 12),
    ("FECHA_ACT", "D", 8),
    ("ACTIVO", "L", 1),
]
ROWS = [
    {
        "COD_MOD": "0257048",
        "CEN_EDU": "NIÑO JESÚS DE ÁNCASH",
        "NLAT_IE": "-6.23176",
        "FECHA_ACT": "20240305",
        "ACTIVO": "T",
    },
    {"COD_MOD": "0000001", "CEN_EDU": "18°  «Señor»", "NLAT_IE": "", "FECHA_ACT": ""},
]
WANTED = ("cod_mod", "cen_edu", "nlat_ie", "fecha_act", "activo")
OFFICIAL = Path(__file__).parents[4] / "shared" / "data" / "official"


def texts(data: bytes, *names: str) -> list[list[str]]:
    rows: list[list[str]] = read_dbf(data, names or WANTED, (), {}).frame.to_numpy().tolist()
    return rows


@pytest.mark.parametrize("driver", [0x00, 0x01, 0x02, 0x03, 0x57])
@pytest.mark.parametrize("encoding", ["cp850", "cp1252", "utf-8"])
def test_text_is_right_whatever_the_header_says_of_it(encoding: str, driver: int) -> None:
    assert texts(dbf(FIELDS, ROWS, encoding=encoding, driver=driver)) == [
        ["0257048", "NIÑO JESÚS DE ÁNCASH", "-6.23176", "2024-03-05", "T"],
        ["0000001", "18°  «Señor»", "", "", ""],
    ]


def test_it_reads_what_gdal_reads(tmp_path: Path) -> None:
    rows = [
        {"COD_MOD": f"{n:07d}", "CEN_EDU": f"ESCUELA {n} Ñ", "NLAT_IE": f"-{n}.5"}
        for n in range(300)
    ]
    path = tmp_path / "padron.dbf"
    path.write_bytes(dbf(FIELDS[:3], rows))
    layer = DataSource(path)[0]
    expected = [[f.get("COD_MOD"), f.get("CEN_EDU"), f"-{n}.5"] for n, f in enumerate(layer)]
    assert texts(path.read_bytes(), "cod_mod", "cen_edu", "nlat_ie") == expected


def test_rows_keep_their_numbers_when_deleted_ones_are_skipped() -> None:
    frame = read_dbf(dbf(FIELDS, [*ROWS, *ROWS], deleted=[1]), ("cod_mod",), (), {}).frame
    assert list(frame.index) == [2, 4, 5]


def test_some_writers_pad_with_nul() -> None:
    assert texts(dbf(FIELDS, ROWS, pad=b"\0"))[1] == ["0000001", "18°  «Señor»", "", "", ""]


def test_columns_that_are_not_asked_for_are_never_read() -> None:
    frame = read_dbf(dbf(FIELDS, ROWS), ("cod_mod",), ("talumno",), {}).frame
    assert frame.loc[2].to_dict() == {"cod_mod": "0257048", "talumno": ""}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (dbf(FIELDS, ROWS)[:-40], "cortado: anuncia 2 filas y trae 1"),
        (dbf(FIELDS, []), "ninguna fila"),
        (dbf(FIELDS, ROWS, deleted=[0, 1]), "ninguna fila"),
        (dbf(FIELDS[1:], ROWS), "Faltan columnas: cod_mod"),
        (dbf([*FIELDS, FIELDS[0]], ROWS), "repite columnas: cod_mod"),
        (dbf([("COD_MOD", "M", 10)], ROWS), "un tipo que no se lee: cod_mod"),
        (dbf(FIELDS, ROWS)[:10] + b"\x05\0" + dbf(FIELDS, ROWS)[12:], "no cuadra"),
    ],
)
def test_a_broken_table_is_refused_whole(data: bytes, reason: str) -> None:
    assert is_dbf(data)
    with pytest.raises(SourceError, match=reason):
        read_dbf(data, ("cod_mod",), (), {})


@pytest.mark.parametrize(
    "data",
    [b"", b"\x03", b"COD_MOD,ANEXO\n" * 9, b"PK\x03\x04" + bytes(99), b"\x03" + b"\xff" * 99],
)
def test_what_is_none(data: bytes) -> None:
    assert not is_dbf(data)


def test_every_cut_of_a_table_is_reported_or_refused() -> None:
    whole = dbf(FIELDS, ROWS)
    for end in itertools.chain(range(len(whole) - 1), [len(whole)]):
        if is_dbf(whole[:end]):
            try:
                read_dbf(whole[:end], ("cod_mod",), (), {})
            except SourceError:
                assert end < len(whole) - 1


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("MUÑOZ Y ÁÉÍÓÚ", "cp850"),
        ("Jardín Nº 3", "cp850"),
        ("MUÑOZ Y ÁÉÍÓÚ", "cp1252"),
        ("¿Dónde?", "cp1252"),
        ("NIÑO", "utf-8"),
    ],
)
def test_the_encoding_is_known_by_its_letters(text: str, encoding: str) -> None:
    assert encoding_of(text.encode(encoding)) == encoding


@pytest.mark.skipif(not OFFICIAL.exists(), reason="the official files are not at hand")
def test_ineis_attributes_whose_header_names_no_code_page() -> None:
    path = OFFICIAL / "boundaries" / "DISTRITOS_atributos.dbf"
    data = path.read_bytes()
    assert is_dbf(data)
    layer = DataSource(path, encoding="utf-8")[0]
    columns = [name.lower() for name in layer.fields]
    kept = [name for name in columns if "dist" in name]
    assert kept
    expected = [[feature.get(name.upper()) or "" for name in kept] for feature in layer]
    found = texts(data, *kept)
    assert len(found) == 1873
    # The header's width cut some names in the middle of a letter, which GDAL shows otherwise.
    same = sum(one == other for one, other in zip(found, expected, strict=True))
    assert same >= 1860
