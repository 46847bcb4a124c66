"""A chain of one operator is a list, however a client nests it, in every language.

AND and OR are associative in OGC 21-065 (CQL2) and in OGC 09-026r2 (FES 2.0).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from layers import registry
from layers.errors import InvalidFilter
from layers.filters.budget import MAX_DEPTH
from layers.filters.compiler import apply_filter
from layers.layer import Layer
from ows.filters.cql2_json import parse_cql2_json
from ows.filters.cql2_text import parse_cql2_text
from ows.filters.fes20 import parse_fes20
from tests.layers.filters.trees import op
from tests.ows.wfs.wire import equal, fes

LONG = 400
CODES = [f"{15_01_01 + number:06}" for number in range(LONG)]
LEAVES = [op("=", {"property": "ubigeo"}, code) for code in CODES]

Parse = Callable[[str, Layer], dict[str, Any]]
LANGUAGES: dict[str, tuple[Parse, Callable[[str], str], Callable[[str, str, str], str]]] = {
    "text": (
        lambda text, _layer: parse_cql2_text(text),
        lambda code: f"ubigeo = '{code}'",
        lambda op, one, other: f"({one} {op.upper()} {other})",
    ),
    "ecql": (
        lambda text, _layer: parse_cql2_text(text, ecql=True),
        lambda code: f"ubigeo = '{code}'",
        lambda op, one, other: f"(({one}) {op} ({other}))",
    ),
    "json": (
        lambda text, _layer: parse_cql2_json(text),
        lambda code: json.dumps(op("=", {"property": "ubigeo"}, code)),
        lambda op, one, other: f'{{"op": "{op}", "args": [{one}, {other}]}}',
    ),
    "fes": (
        lambda text, layer: parse_fes20(fes(text), layer),
        lambda code: equal("ubigeo", code),
        lambda op, one, other: f"<fes:{op.title()}>{one}{other}</fes:{op.title()}>",
    ),
}


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Any:
    return LANGUAGES[request.param]


@pytest.fixture
def districts(admin_user: Any) -> Layer:
    return registry.get("districts", admin_user)


@pytest.mark.parametrize("operator", ["and", "or"])
@pytest.mark.parametrize("leans", ["left", "right"])
def test_a_long_chain_is_no_depth(
    db: None, language: Any, districts: Layer, operator: str, leans: str
) -> None:
    """QGIS nests a FES chain to the left, and a parenthesis for each term in CQL2 text."""
    parse, leaf, join = language
    text = leaf(CODES[0])
    for code in CODES[1:]:
        pair = (text, leaf(code)) if leans == "left" else (leaf(code), text)
        text = join(operator, *pair)
    order = LEAVES if leans == "left" else LEAVES[:0:-1] + LEAVES[:1]
    assert parse(text, districts) == {"op": operator, "args": order}


def test_what_is_no_chain_is_still_depth(db: None, language: Any, districts: Layer) -> None:
    parse, leaf, join = language
    text = leaf("150101")
    for number in range(2 * MAX_DEPTH):
        text = join(("and", "or")[number % 2], text, leaf("150102"))
    with pytest.raises(InvalidFilter, match="niveles"):
        parse(text, districts)


@pytest.mark.parametrize(
    ("tree", "number"),
    [
        (op("or", *LEAVES[:3]), 3),
        (op("and", *(op("<>", {"property": "ubigeo"}, code) for code in CODES[:3])), 1888),
        (op("or", op("=", "150101", {"property": "ubigeo"}), LEAVES[1]), 2),
        (op("or", LEAVES[0], op("isNull", {"property": "ubigeo"}), LEAVES[1]), 2),
        (op("and", LEAVES[0], LEAVES[1]), 0),
    ],
)
def test_a_chain_of_values_is_one_look_up(
    db: None, districts: Layer, admin_user: Any, tree: dict[str, Any], number: int
) -> None:
    """SQL: ``x = 1 OR x = 2`` and ``x IN (1, 2)`` are the same, and so is what they negate."""
    rows = apply_filter(districts.rows(admin_user), tree, districts)
    assert rows.count() == number
    comparisons = len(re.findall(r'" (?:=|<>) 15', str(rows.query)))
    assert comparisons == (2 if number == 0 else 0)


def test_every_district_of_the_country_can_be_named(db: None, admin_user: Any) -> None:
    """1,891 of them (INEI), as QGIS writes an IN by FES: one Or, a comparison for each."""
    layer = registry.get("districts", admin_user)
    keys = list(layer.rows(admin_user).values_list("ubigeo", flat=True))
    document = fes(f"<fes:Or>{''.join(equal('ubigeo', key) for key in keys)}</fes:Or>")
    tree = parse_fes20(document, layer)
    assert apply_filter(layer.rows(admin_user), tree, layer).count() == len(keys) == 1891
