"""The kinds of resource that are served, each with its rows and how they are written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ows.fhir.bodies import refuse
from territory.models import CodeSystem, ConceptMap, ValueSet
from territory.terminology.written import write_map, write_set, write_system


@dataclass(frozen=True)
class Kind:
    """A type of FHIR; ``operations``: name → the part of its definition's address."""

    name: str
    model: type[Any]
    write: Callable[..., dict[str, Any]]
    operations: dict[str, str]


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "CodeSystem",
            CodeSystem,
            write_system,
            {
                "lookup": "CodeSystem-lookup",
                "validate-code": "CodeSystem-validate-code",
                "subsumes": "CodeSystem-subsumes",
            },
        ),
        Kind(
            "ValueSet",
            ValueSet,
            write_set,
            {"expand": "ValueSet-expand", "validate-code": "ValueSet-validate-code"},
        ),
        Kind("ConceptMap", ConceptMap, write_map, {"translate": "ConceptMap-translate"}),
    )
}


def kind_of(name: str) -> Kind:
    """404 for what isn't served."""
    if name not in KINDS:
        raise refuse("not-supported", f"Aquí no hay recursos «{name[:40]}».", 404)
    return KINDS[name]
