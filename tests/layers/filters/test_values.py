"""Literals, types and operators, against expectations written by hand."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from layers.errors import InvalidFilter, UnknownField
from layers.filters.budget import MAX_DEPTH, MAX_NODES
from layers.filters.compiler import apply_filter, compile_filter
from tests.layers.filters.conftest import Select
from tests.layers.filters.sample import KEYS, LAYER, USER
from tests.layers.filters.trees import op


def prop(name: str) -> dict[str, str]:
    return {"property": name}


NAME, PEOPLE, HIGH = prop("name"), prop("people"), prop("is_high")
CUTOFF, MOMENT, CAPITAL = prop("cutoff_date"), prop("moment"), prop("capital")

MATCHES: list[tuple[dict[str, Any], list[str]]] = [
    # Numbers, as they come and as text (FES).
    (op("=", PEOPLE, 100), ["91"]),
    (op("=", PEOPLE, 100.0), ["91"]),
    (op("=", PEOPLE, "100.0"), ["91"]),
    (op("=", PEOPLE, " 100 "), ["91"]),
    (op("=", PEOPLE, 100.5), []),
    (op("<>", PEOPLE, 100.5), ["91", "92", "94", "95", "96"]),
    (op(">", PEOPLE, 7.5), ["91", "92", "96"]),
    (op("<", 7.5, PEOPLE), ["91", "92", "96"]),
    (op("<=", PEOPLE, -5), ["95"]),
    (op("<", PEOPLE, 10**30), ["91", "92", "94", "95", "96"]),
    (op("=", PEOPLE, 2**63), []),
    (op(">", PEOPLE, -(2**40)), ["91", "92", "94", "95", "96"]),
    (op("=", prop("density"), 12.5), ["91"]),
    (op("<", prop("density"), "1e300"), ["91", "92", "94", "95", "96"]),
    (op("between", PEOPLE, 0, 100), ["91", "94", "96"]),
    (op("not", op("between", PEOPLE, 0, 100)), ["92", "95"]),
    (op("in", PEOPLE, [100, 8.0, 2.5, 10**25]), ["91", "96"]),
    (op("in", PEOPLE, [100, PEOPLE]), ["91", "92", "94", "95", "96"]),
    (op("in", PEOPLE, []), []),
    # Texts.
    (op("=", NAME, "Áncash"), ["91"]),
    (op("=", op("casei", NAME), op("casei", "áncASH")), ["91"]),
    (op("=", op("casei", NAME), "áncASH"), ["91"]),
    (op("=", op("accenti", NAME), "Ancash"), ["91"]),
    (op("=", op("accenti", op("casei", NAME)), "ANCÁSH"), ["91", "92"]),
    (op("=", op("accenti", CAPITAL), "Nana"), ["94"]),
    (op("in", op("casei", NAME), [op("casei", "ANCASH"), "x"]), ["92"]),
    (op("in", NAME, ["ancash", "100_x"]), ["92", "94"]),
    (op(">", prop("ubigeo"), "94"), ["95", "96"]),
    (op("=", NAME, NAME), KEYS),
    (op("=", prop("capital"), ""), ["95"]),
    # Patterns: % and _ are wild, a backslash makes them plain, a last one is itself.
    (op("like", NAME, "100%"), ["93", "94", "95"]),
    (op("like", NAME, "100\\%%"), ["93"]),
    (op("like", NAME, "100_x"), ["94", "95"]),
    (op("like", NAME, "100\\_x"), ["94"]),
    (op("like", CAPITAL, "a\\\\b"), ["93"]),
    (op("like", CAPITAL, "a\\"), []),
    (op("like", CAPITAL, "%\\\\%"), ["93"]),
    (op("like", NAME, "%'%"), ["93", "96"]),
    (op("like", NAME, '%"Ch\'aska" 🙂'), ["96"]),
    (op("like", op("casei", NAME), op("casei", "ÁN%")), ["91"]),
    (op("like", op("accenti", NAME), "An%"), ["91"]),
    (op("like", op("casei", op("accenti", NAME)), "%ÁNC%"), ["91", "92"]),
    # What unaccent turns into a wildcard or an escape stays plain.
    (op("like", op("casei", op("accenti", NAME)), "100％ O'H%"), ["93"]),
    (op("like", op("casei", op("accenti", NAME)), "100\\％ O'H%"), ["93"]),
    (op("like", op("casei", op("accenti", NAME)), "％"), []),
    (op("like", op("casei", op("accenti", CAPITAL)), "a＼b"), ["93"]),
    (op("like", op("casei", op("accenti", CAPITAL)), "a＼"), []),
    # Truths.
    (HIGH, ["91", "96"]),
    (op("=", HIGH, True), ["91", "96"]),
    (op("=", HIGH, "false"), ["93", "94", "95"]),
    (op("not", HIGH), ["93", "94", "95"]),
    (op("isNull", HIGH), ["92"]),
    # Null.
    (op("isNull", PEOPLE), ["93"]),
    (op("not", op("isNull", PEOPLE)), ["91", "92", "94", "95", "96"]),
    (op("isNull", prop("geom")), ["95", "96"]),
    (op("isNull", 5), []),
    # Days.
    (op("=", CUTOFF, {"date": "2020-01-01"}), ["91"]),
    (op("=", CUTOFF, "2020-01-01"), ["91"]),
    (op("<", CUTOFF, {"date": "1900-01-01"}), ["96"]),
    (op("between", CUTOFF, {"date": "2020-01-01"}, {"date": "2020-12-31"}), ["91", "92"]),
    (op("in", CUTOFF, [{"date": "2020-01-01"}, "2022-01-01"]), ["91", "95"]),
    # 04:59 UTC is still the evening before in Lima.
    (op("=", CUTOFF, {"timestamp": "2020-01-02T04:59:00Z"}), ["91"]),
    (op("=", CUTOFF, {"timestamp": "2020-01-01T23:00:00-05:00"}), ["91"]),
    (op("=", CUTOFF, {"timestamp": "2020-01-02T05:00:00Z"}), []),
    (op("=", CUTOFF, prop("valid_from")), ["94"]),
    # Moments; a date is the whole day in Lima.
    (op("=", MOMENT, {"timestamp": "2020-01-05T05:00:00Z"}), ["92"]),
    (op("=", MOMENT, {"date": "2020-01-05"}), ["92", "93"]),
    (op("<>", MOMENT, {"date": "2020-01-05"}), ["91"]),
    (op("<", MOMENT, {"date": "2020-01-05"}), ["91"]),
    (op("<=", MOMENT, {"date": "2020-01-05"}), ["91", "92", "93"]),
    (op(">", MOMENT, {"date": "2020-01-04"}), ["92", "93"]),
    (op(">=", MOMENT, {"date": "2020-01-05"}), ["92", "93"]),
    (op("t_after", CUTOFF, {"date": "2021-01-01"}), ["94", "95"]),
    (op("t_before", {"date": "2021-01-01"}, CUTOFF), ["94", "95"]),
    (op("t_before", CUTOFF, {"interval": ["2020-06-01", "2021-01-01"]}), ["91", "96"]),
    (op("t_after", CUTOFF, {"interval": ["2020-06-01", "2021-01-01"]}), ["94", "95"]),
    (op("t_after", CUTOFF, {"interval": ["2020-06-01", ".."]}), []),
    (op("t_during", CUTOFF, {"interval": ["2020-01-01", "2021-01-01"]}), ["92"]),
    (op("t_during", CUTOFF, {"interval": ["..", "2020-06-01"]}), ["91", "96"]),
    (op("t_intersects", CUTOFF, {"interval": ["2020-01-01", "2021-01-01"]}), ["91", "92", "93"]),
    (op("t_intersects", CUTOFF, {"interval": ["..", ".."]}), KEYS),
    (op("t_intersects", prop("valid_from"), {"interval": ["..", ".."]}), ["91", "94"]),
    (op("t_disjoint", CUTOFF, {"interval": ["2020-01-01", ".."]}), ["96"]),
    (op("t_equals", CUTOFF, {"date": "2020-01-01"}), ["91"]),
    (op("t_equals", CUTOFF, {"interval": ["2020-01-01", "2020-06-01"]}), []),
    (op("t_during", MOMENT, {"interval": ["2020-01-05", ".."]}), ["93"]),
    # Literals alone.
    (op("=", 1, 1.0), KEYS),
    (op("=", "a", "b"), []),
    (op("=", op("casei", "a"), "A"), KEYS),
    (op("<", {"date": "2020-01-01"}, {"date": "2020-01-02"}), KEYS),
    (op("and", True, op("or", False, HIGH)), ["91", "96"]),
    # The key.
    (op("in", prop("$fid"), ["units.91", "92", "other.93", "units.x\x00", "'; --"]), ["91", "92"]),
    (op("=", prop("$fid"), "units.91"), ["91"]),
    (op("<>", prop("$fid"), "91"), ["92", "93", "94", "95", "96"]),
    (op("in", prop("$fid"), ["\x00"]), []),
]


@pytest.mark.parametrize(("tree", "expected"), MATCHES)
def test_matches(select: Select, tree: dict[str, Any], expected: list[str]) -> None:
    assert select(tree) == expected


def test_a_field_of_a_related_row(select: Select) -> None:
    select(True)
    found = apply_filter(LAYER.rows(USER), op("=", prop("parent_name"), "Áncash"), LAYER)
    assert [unit.pk for unit in found] == ["9101"]


POINT = {"type": "Point", "coordinates": [0, 0], "srid": 4326}
REFUSED: list[tuple[Any, str]] = [
    (op("=", PEOPLE, "cien"), "people"),
    (op("=", PEOPLE, ""), "people"),
    (op("=", PEOPLE, True), "people"),
    (op("=", PEOPLE, "NaN"), "people"),
    (op("=", PEOPLE, float("nan")), "people"),
    (op("=", PEOPLE, float("inf")), "people"),
    (op("=", PEOPLE, "1_000"), "people"),
    (op("=", PEOPLE, 10**5000), "people"),
    (op("=", PEOPLE, "1e999999999"), "people"),
    (op("=", PEOPLE, "1e-999999999"), "people"),
    (op("=", prop("density"), "1e308"), "density"),
    (op("=", PEOPLE, None), "IS NULL"),
    (op("=", PEOPLE, {"date": "2020-01-01"}), "people"),
    (op("=", NAME, 5), "name"),
    (op("=", NAME, "a\x00b"), "name"),
    (op("=", NAME, "\ud800"), "name"),
    (op("=", HIGH, "tal vez"), "is_high"),
    (op("=", HIGH, 1), "is_high"),
    (op("=", CUTOFF, "2020-02-30"), "cutoff_date"),
    (op("=", CUTOFF, "ayer"), "cutoff_date"),
    (op("=", CUTOFF, 2020), "cutoff_date"),
    (op("=", CUTOFF, {"date": "2020-01-01T00:00:00Z"}), "cutoff_date"),
    (op("=", CUTOFF, {"timestamp": "2020-01-01"}), "cutoff_date"),
    (op("=", CUTOFF, {"timestamp": "0001-01-01T00:00:00+10:00"}), "cutoff_date"),
    (op("=", MOMENT, {"date": "9999-12-31"}), "9999-12-31"),
    (op("=", NAME, PEOPLE), "people"),
    (op("=", "a", 1), "comparar"),
    (op("like", PEOPLE, "1%"), "people"),
    (op("like", NAME, NAME), "patrón"),
    (op("=", op("casei", PEOPLE), 5), "people"),
    (op("t_after", NAME, {"date": "2020-01-01"}), "fecha"),
    (op("t_during", CUTOFF, {"date": "2020-01-01"}), "intervalo"),
    (op("t_during", {"interval": ["2020-01-01", ".."]}, CUTOFF), "t_during"),
    (op("t_after", CUTOFF, {"interval": ["2021-01-01", "2020-01-01"]}), "intervalo"),
    (op("t_after", CUTOFF, {"interval": [prop("valid_from"), ".."]}), "intervalo"),
    (NAME, "condición"),
    (prop("geom"), "geometría"),
    (op("=", prop("geom"), 1), "geometría"),
    (op("s_intersects", NAME, POINT), "name"),
    (op("s_intersects", POINT, POINT), "geometría"),
    (op("pg_sleep", 5), "pg_sleep"),
    (op("and"), "condición"),
    (op("=", 1), "argumentos"),
    (op("in", NAME, "x"), "lista"),
    (op("=", op("+", 1, 1), 2), "+"),
    (op("=", {"op": ["x"], "args": []}, 2), "op"),
    ({"op": "=", "args": "ab"}, "args"),
    ({"op": {}, "args": []}, "op"),
    (None, "condición"),
    ([], "condición"),
    ({"property": 5}, "texto"),
]


@pytest.mark.parametrize(("tree", "says"), REFUSED)
def test_refused_with_a_reason(tree: Any, says: str) -> None:
    with pytest.raises(InvalidFilter) as raised:
        compile_filter(tree, LAYER)
    assert says in raised.value.message
    assert raised.value.message.encode()  # can be sent


@pytest.mark.parametrize("name", ["population", "pk", "parent__name", "nope", "a\x01", "Name"])
def test_only_published_fields(name: str) -> None:
    with pytest.raises(UnknownField) as raised:
        compile_filter(op("=", prop(name), 1), LAYER)
    assert raised.value.parameter == "filter"
    assert raised.value.message.isprintable()


def test_bounds() -> None:
    tree: Any = op("isNull", NAME)
    for _ in range(MAX_DEPTH - 1):
        tree = op("not", tree)
    compile_filter(tree, LAYER)
    with pytest.raises(InvalidFilter, match="niveles"):
        compile_filter(op("not", tree), LAYER)
    with pytest.raises(InvalidFilter, match="elementos"):
        compile_filter(op("in", PEOPLE, list(range(MAX_NODES))), LAYER)
    folded: Any = NAME
    for _ in range(MAX_NODES):
        folded = op("casei", folded)
    with pytest.raises(InvalidFilter, match="elementos"):
        compile_filter(op("=", folded, "x"), LAYER)


def test_the_deepest_and_the_widest_run(select: Select) -> None:
    deep: Any = op("=", NAME, "Áncash")
    for _ in range(MAX_DEPTH - 2):
        deep = op("not", deep)
    assert select(deep) == ["91"]
    wide = op("or", *(op("=", PEOPLE, number) for number in range(1_600)))
    assert select(wide) == ["91", "92", "94", "96"]


HOSTILE = [
    "'; DROP TABLE territory_adminunit; --",
    "\\'; DROP TABLE territory_adminunit; --",
    "!bbox!",
    "%s %(a)s %% {0}",
    "$1 $$ $fid",
    "' OR '1'='1",
    "\\",
    "\n\t\r\x1b",
    "\u202e🙂\u0301",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(select: Select, text: str) -> None:
    assert select(op("=", NAME, text)) == []
    assert select(op("like", NAME, text)) == []
    assert select(op("in", NAME, [text])) == []
    assert select(op("=", op("accenti", op("casei", NAME)), text)) == []
    assert select(op("<>", NAME, text)) == KEYS
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM territory_adminunit")


def test_stored_specials_are_found_exactly(select: Select) -> None:
    assert select(op("=", CAPITAL, "!bbox! %s {0}")) == ["96"]
    assert select(op("=", CAPITAL, "a\\b")) == ["93"]
    assert select(op("=", NAME, "100% O'Higgins")) == ["93"]
