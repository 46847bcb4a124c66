"""Reading column by column: a fault is reported of every row that has it."""

from __future__ import annotations

import pandas as pd

from layers.reading.cells import CellError
from layers.reading.columns import Columns


def table() -> Columns:
    rows = {"a": ["1", "x", "1", "3", "x"], "b": ["p", "q", "p", "r", "s"]}
    return Columns(pd.DataFrame(rows, [2, 3, 5, 6, 7], dtype=object))


def number(raw: str) -> int:
    if not raw.isdigit():
        raise CellError("No es un número.")
    return int(raw)


def test_every_row_gets_its_value_or_its_refusal() -> None:
    columns = table()
    values = columns.read("a", number)
    assert values.to_dict() == {2: 1, 3: None, 5: 1, 6: 3, 7: None}
    assert [(e.row, e.column, e.value) for e in columns.errors] == [(3, "a", "x"), (7, "a", "x")]
    assert columns.refused == {3, 7}
    assert list(columns.passed({"a": values})["a"]) == [1, 1, 3]


def test_each_distinct_text_is_parsed_once() -> None:
    seen: list[str] = []
    table().read("a", seen.append)
    assert sorted(seen) == ["1", "3", "x"]


def test_several_cells_give_one_value() -> None:
    columns = table()
    values = columns.read_together(("a", "b"), lambda a, b: f"{number(a)}{b}")
    assert values.to_dict() == {2: "1p", 3: None, 5: "1p", 6: "3r", 7: None}
    assert columns.errors == ()
    assert [n.row for n in columns.notices] == [3, 7]


def test_what_a_refused_row_lacks_besides_is_not_reported() -> None:
    columns = table()
    columns.read_if_possible("a", number)
    columns.refuse(columns.frame["b"] == "q", "b", "No.")
    assert [n.row for n in columns.notices] == [7]
    assert [str(e) for e in columns.errors] == ["fila 3, b: No. («q»)"]


def test_a_repeated_row_names_the_first_and_a_refused_one_counts_not() -> None:
    columns = table()
    columns.refuse(columns.frame.index.to_series() == 3, "b", "No.")
    columns.refuse_repeated((columns.frame["a"],), "a", "la escuela")
    assert [(e.row, e.reason) for e in columns.errors] == [
        (3, "No."),
        (5, "Repite la escuela de la fila 2."),
    ]


def test_a_fault_of_several_cells_is_noted_of_the_one_that_the_error_names() -> None:
    def differ(one: str, other: str) -> None:
        raise CellError("No.", cell=int(one.isdigit()))

    columns = table()
    columns.read_together(("a", "b"), differ, refuse=True)
    assert [(e.row, e.column, e.value) for e in columns.errors][:2] == [
        (2, "b", "p"),
        (3, "a", "x"),
    ]


def test_values_that_were_read_are_held_against_each_other() -> None:
    columns = table()
    values = columns.read_if_possible("a", number)
    columns.check("b", lambda a, b: f"{a}{b} no." if a == 1 else "", values, columns.frame["b"])
    assert [str(e) for e in columns.errors] == [
        "fila 2, b: 1p no. («p»)",
        "fila 5, b: 1p no. («p»)",
    ]


def test_a_row_with_part_of_a_key_repeats_nothing() -> None:
    columns = table()
    keys = (columns.read_if_possible("a", number), columns.frame["b"])
    assert columns.repeated(keys) == {5: 2}


def test_texts_are_mended_and_cleaned_among_any_number_of_plain_ones() -> None:
    texts = ["plain", "NI&Ntilde;OS", "PI\u00c3\u0091A", "padded\0", "a\u00a0b", "NI\u00d1O", ""]
    columns = Columns(pd.DataFrame({"a": texts}, range(2, 2 + len(texts)), dtype=object))
    expected = ["plain", "NI\u00d1OS", "PI\u00d1A", "padded", "a b", "NI\u00d1O", ""]
    assert columns.frame["a"].tolist() == expected
    assert [(n.row, n.is_mended) for n in columns.notices] == [(3, True)]
    assert "y 1 celdas m\u00e1s" in columns.notices[0].reason


def test_half_of_a_character_is_no_reason_to_fail() -> None:
    columns = Columns(pd.DataFrame({"a": ["\ud800", "x"]}, [2, 3], dtype=object))
    assert columns.frame["a"].tolist() == ["\ud800", "x"]


def test_an_error_of_a_spreadsheet_is_refused_in_whatever_cell_it_stands() -> None:
    rows = {"a": ["x", " #N/A", "#5"], "b": ["err:502", "y", "Err: 5"]}
    columns = Columns(pd.DataFrame(rows, [2, 3, 4], dtype=object))
    columns.read_together(("a", "b"), lambda a, b: a + b, refuse=True)
    assert [(e.row, e.column) for e in columns.errors] == [(2, "b"), (3, "a")]
