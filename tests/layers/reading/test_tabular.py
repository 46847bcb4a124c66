"""CSV as the world writes it: encodings, separators, broken rows."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.reading.delimited import SEPARATORS
from layers.reading.results import RowError, SourceError, write_errors
from layers.reading.tabular import read_csv, read_table

TEXT = "ubigeo;nombre\n080101;Ñahuimpuquio, «año»\n0801;x\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("cp1252"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-be").join([b"\xfe\xff", b""]),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.rstrip("\n").encode(),
        TEXT.replace(";", "\t").encode(),
        TEXT.replace(";", "|").encode(),
        ('ubigeo,nombre\n080101,"Ñahuimpuquio, «año»"\n0801,x\n').encode(),
        ('"UBIGEO ";"Nombre"\n080101;Ñahuimpuquio, «año»\n0801;x\n').encode(),
        ("NOMBRE;otra;Úbigeo\nÑahuimpuquio, «año»;9;080101\nx;9;0801\n").encode(),
        ("\n\n" + TEXT).encode(),
        ',,\nubigeo,nombre\n080101,"Ñahuimpuquio, «año»"\n0801,x\n'.encode(),
    ],
    ids=[
        "utf8",
        "utf8-bom",
        "cp1252",
        "utf16-le",
        "utf16-be",
        "utf16-le-unmarked",
        "utf16-be-unmarked",
        "crlf",
        "no-last-newline",
        "tab",
        "pipe",
        "comma",
        "quoted-header",
        "other-order",
        "blank-first",
        "commas-first",
    ],
)
def test_the_same_rows_whatever_wrote_them(data: bytes) -> None:
    table = read_csv(data, ("ubigeo", "nombre"))
    assert table.errors == ()
    assert table.frame.to_dict("list") == {
        "ubigeo": ["080101", "0801"],
        "nombre": ["Ñahuimpuquio, «año»", "x"],
    }


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "vacío"),
        (b" \r\n ", "vacío"),
        (b"\xef\xbb\xbf", "vacío"),
        (b";;;\n;;;\n", "vacío"),
        (b"ubigeo;nombre\n", "ninguna fila"),
        (b"ubigeo;nombre\n;\n \n", "ninguna fila"),
        (b"ubigeo;otra\n01;x\n", "Faltan columnas: nombre"),
        (b"codigo;otra\n01;x\n", "Faltan columnas: ubigeo, nombre"),
        (b"ubigeo;nombre;Ubigeo\n01;x;02\n", "repite columnas: ubigeo"),
        (b'ubigeo;nombre\n01;"sin cerrar\n02;x\n', "línea 2 está mal formada"),
        (b"PK\x03\x04\x14\x00\x06\x00", "no es texto"),
    ],
)
def test_a_file_that_cannot_be_read(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read_csv(data, ("ubigeo", "nombre"))


def test_rows_are_numbered_as_a_spreadsheet_does() -> None:
    data = '\nubigeo;nombre\n01;"dos\nlíneas"\n\n;\n02;x;sobra\n03\n04;y\n'.encode()
    table = read_csv(data, ("ubigeo", "nombre"))
    assert dict(table.frame["nombre"]) == {3: "dos\nlíneas", 8: "y"}
    assert [(error.row, error.reason) for error in table.errors] == [
        (6, "La fila tiene 3 celdas y la cabecera 2."),
        (7, "La fila tiene 1 celdas y la cabecera 2."),
    ]
    assert table.refused_rows == 2


def test_text_stays_text() -> None:
    table = read_csv(b"ubigeo;nombre\nNA;1e5\n007;null\n", ("ubigeo", "nombre"))
    assert table.frame.to_numpy().tolist() == [["NA", "1e5"], ["007", "null"]]


def test_an_optional_column_may_be_absent() -> None:
    table = read_csv(b"ubigeo\n01\n", ("ubigeo",), ("norma",))
    assert table.frame.to_dict("records") == [{"ubigeo": "01", "norma": ""}]


def test_a_column_is_found_by_its_other_name() -> None:
    data = "Código único de inversión;nombre\n2087619;x\n".encode()
    aliases = {"codigo_unico_de_inversion": "cui"}
    assert read_table(data, ("cui", "nombre"), (), aliases).frame.to_dict("records") == [
        {"cui": "2087619", "nombre": "x"}
    ]


def test_where_both_are_there_the_other_name_is_another_column() -> None:
    table = read_table(b"codigo;cui\n1;2087619\n", ("cui",), (), {"codigo": "cui"})
    assert table.frame["cui"].tolist() == ["2087619"]


def test_a_title_above_the_header_is_passed_over() -> None:
    data = b"Registro nacional;;\n\nubigeo;nombre;otra\n08;x;y\n"
    table = read_csv(data, ("ubigeo", "nombre"))
    assert dict(table.frame["nombre"]) == {4: "x"}


# Control codes are the policy for texts' matter.
CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"], include_characters="\n\r\t"),
    max_size=20,
).filter(lambda text: not text.startswith("\ufeff"))


@given(
    st.lists(st.tuples(CELL.filter(str.strip), CELL), min_size=1, max_size=5),
    st.sampled_from(SEPARATORS),
)
def test_what_a_csv_writer_wrote_comes_back(rows: list[tuple[str, str]], separator: str) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerow(("ubigeo", "nombre"))
    writer.writerows(rows)
    table = read_csv(buffer.getvalue().encode(), ("ubigeo", "nombre"))
    assert [tuple(row) for row in table.frame.to_numpy().tolist()] == rows


def test_the_list_of_refusals_runs_no_formula() -> None:
    buffer = io.StringIO(newline="")
    notices = [RowError(5, "longitud", "0", "No es una posición.")]
    write_errors([RowError(4, "nombre", '=HYPERLINK("x")', "Está mal; sí.")], buffer, notices)
    rows = list(csv.reader(io.StringIO(buffer.getvalue(), newline=""), delimiter=";"))
    assert rows == [
        ["fila", "columna", "valor", "motivo", "efecto"],
        ["4", "nombre", '\'=HYPERLINK("x")', "Está mal; sí.", "fila rechazada"],
        ["5", "longitud", "0", "No es una posición.", "dato omitido"],
    ]


def test_texts_take_no_object_each() -> None:
    """Of a national file there are five millions: as Python's own they take half a gigabyte."""
    frame = read_csv(b"a,b\n1,x\n2,\n", ("a", "b")).frame
    assert {str(column.dtype.storage) for _name, column in frame.items()} == {"pyarrow"}
    assert frame["b"].tolist() == ["x", ""]
