"""A small catalogue that everybody sees: analyses, in two versions, with what they map to."""

from __future__ import annotations

from typing import Any

import pytest

from territory.terminology.concepts import ConceptRow
from territory.terminology.keeping import keep_all
from tests.terminology import BASE, code_system, concept_map, value_set

ANALYSES, LOCAL = f"{BASE}/CodeSystem/analyses", f"{BASE}/CodeSystem/local"


@pytest.fixture
def catalogue() -> None:
    kind = [{"code": "section", "type": "code"}]
    rows = [
        ConceptRow("A", "Análisis", is_abstract=True),
        ConceptRow("A1", "Hemoglobina", parents=("A",), properties=_section("sangre")),
        ConceptRow(
            "A2",
            "Glucosa en ayunas",
            "Medida tras ocho horas sin comer.",
            parents=("A",),
            properties=_section("sangre"),
            designations=[{"language": "qu", "value": "Misk'i yawar"}],
        ),
        ConceptRow("A3", "Sedimento", parents=("A",), is_inactive=True),
        ConceptRow("B", "Imágenes"),
    ]
    told = {"properties": kind, "hierarchy_meaning": "is-a", "language": "es"}
    code_system("analyses", rows[:3], version="2018", **told)
    code_system("analyses", rows, version="2019", **told)
    code_system("local", ["h1", "g1", "x1"], version=None)
    value_set("blood", {"include": [_of("section", "=", "sangre")]})
    value_set("all", {"include": [{"system": ANALYSES}]})
    lines: list[dict[str, Any]] = [
        _line("h1", "A1", "equivalent"),
        _line("g1", "A2", "wider"),
        _line("g1", "A3", "inexact"),
        _line("x1", None, "unmatched"),
    ]
    concept_map("to-local", lines)
    keep_all()


def _section(value: str) -> list[dict[str, Any]]:
    return [{"code": "section", "type": "Code", "value": value}]


def _of(name: str, op: str, value: str) -> dict[str, Any]:
    return {"system": ANALYSES, "filter": [{"property": name, "op": op, "value": value}]}


def _line(source: str, target: str | None, equivalence: str) -> dict[str, Any]:
    return {
        "source_system": LOCAL,
        "source_code": source,
        "target_system": ANALYSES,
        "target_code": target,
        "equivalence": equivalence,
    }
