"""What every CSV file of reviewed records has in common."""

from __future__ import annotations

import pytest

from layers.errors import InvalidParameter
from layers.record_csv import Form, defused, differences, fused, read_rows

WHOLE = Form(frozenset({"a", "b", "c"}), ("a", "b"), most_bytes=1_000_000, most_rows=3)
PARTIAL = Form(WHOLE.columns, ("a",), most_bytes=1_000_000, most_rows=3, is_partial=True)


@pytest.mark.parametrize("content", [b"a;b\n1;2\n", b"\xef\xbb\xbfA, b\r\n1, 2\r\n"])
def test_semicolons_and_commas_are_read_alike(content: bytes) -> None:
    assert list(read_rows(content, WHOLE)) == [(2, {"a": "1", "b": "2"})]


def test_empty_rows_are_counted_as_a_spreadsheet_does_and_left_out() -> None:
    content = b"a;b\n1;2\n;\n\n3;4\n5;6\n"
    assert [row for row, _texts in read_rows(content, WHOLE)] == [2, 5, 6]


def test_cells_are_what_was_written() -> None:
    rows = list(read_rows(b'a;b\n\'=1+1;"dos\r\nl\xc3\xadneas"\n', WHOLE))
    assert rows == [(2, {"a": "=1+1", "b": "dos\nlíneas"})]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"a;d;a\n", "Falta la columna «b». No se conoce la columna «d». Está dos veces la .* «a»"),
        (b"a;b\n1\n", "fila 2 tiene menos celdas que la cabecera: 1 celdas, no 2"),
        (b"a;b\n1;2;3\n", "fila 2 tiene más celdas"),
        (b"a;b\n1;2;\n", "fila 2 tiene más celdas"),
        (b"a;b\n" + b"1;2\n" * 4, "3 filas"),
        (b"PK\x03\x04\x00\n", "no es un CSV"),
        (b'a;b\n1;"2\n', "mal formado"),
        (b"a" * 1_000_001, "1 MB"),
        (b"\xff", "UTF-8"),
    ],
)
def test_what_is_no_such_file_is_refused_in_words(content: bytes, reason: str) -> None:
    with pytest.raises(InvalidParameter, match=reason) as refused:
        list(read_rows(content, WHOLE))
    assert refused.value.parameter == "file"


def test_a_column_without_a_name_is_empty_throughout() -> None:
    assert list(read_rows(b"a;b;\n1;2; \n", WHOLE)) == [(2, {"a": "1", "b": "2"})]
    with pytest.raises(InvalidParameter, match="fila 2 tiene texto en una columna sin nombre"):
        list(read_rows(b"a;b;\n1;2;3\n", WHOLE))


def test_rows_of_a_partial_file_may_end_early_and_hold_nothing_beyond() -> None:
    assert list(read_rows(b"a;b\n1\n2;;\n", PARTIAL)) == [(2, {"a": "1"}), (3, {"a": "2", "b": ""})]
    with pytest.raises(InvalidParameter, match="más celdas"):
        list(read_rows(b"a;b\n1;2;;3\n", PARTIAL))


def test_a_column_that_a_row_lacks_says_nothing() -> None:
    titles = {"a": "A", "b": "B", "c": "C"}
    before = {"a": "1", "b": "dos\r\nlíneas ", "c": "3"}
    assert differences(titles, before, {"a": "x", "b": "dos\nlíneas"}) == (("A", "1", "x"),)
    assert differences(titles, {}, {"c": "3"}) == (("C", "", "3"),)


@pytest.mark.parametrize("text", ["=1", "'=1", "''@a", "\n+1", "\t-1", "'sola", "＝1", "", "a"])
def test_no_cell_is_a_formula_and_each_comes_back(text: str) -> None:
    """OWASP, "CSV Injection"."""
    assert fused(defused(text)) == text
    assert not defused(text).startswith(tuple("=+-@\t\r\n＝＋－＠"))
