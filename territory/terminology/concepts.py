"""Concepts as rows: of a CodeSystem as FHIR writes it, or of whatever else is loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from territory.terminology.faults import NotUnderstood

_PROPERTIES = "http://hl7.org/fhir/concept-properties#"
# Values of ``status`` with which a concept isn't used any more.
_INACTIVE = frozenset({"inactive", "retired"})
_NOT_SELECTABLE, _ABSTRACT, _INACTIVE_FLAG = "notSelectable", "abstract", "inactive"

Json = Mapping[str, Any]


@dataclass(frozen=True)
class ConceptRow:
    """A concept before it has a place; ``parents`` are codes."""

    code: str
    display: str | None = None
    definition: str | None = None
    is_abstract: bool = False
    is_inactive: bool = False
    properties: list[dict[str, Any]] = field(default_factory=list)
    designations: list[dict[str, Any]] = field(default_factory=list)
    extensions: list[dict[str, Any]] = field(default_factory=list)
    parents: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What it is found by."""
        names = [str(found["value"]) for found in self.designations if found.get("value")]
        return " ".join([self.code, self.display or "", *names])


def concept_rows(system: Json) -> Iterator[ConceptRow]:
    """Those of a FHIR CodeSystem, a parent before its children.

    Of a hierarchy written by the property ``child`` the parents are found by a pass before.
    """
    meanings = _meanings(system)
    of_children = _parents_by_child(system)
    stack: list[tuple[Json, str | None]] = [
        (found, None) for found in reversed(system.get("concept") or [])
    ]
    while stack:
        concept, parent = stack.pop()
        row = _row(concept, parent, meanings, of_children)
        yield row
        stack.extend((below, row.code) for below in reversed(concept.get("concept") or []))


def _row(
    concept: Json, parent: str | None, meanings: Mapping[str, str], of_children: Json
) -> ConceptRow:
    code = concept.get("code")
    if not isinstance(code, str) or not code:
        raise NotUnderstood("Un concepto no tiene código.")
    properties = [_property(found) for found in concept.get("property") or []]
    told = [str(found["value"]) for found in properties if meanings.get(found["code"]) == "parent"]
    above = dict.fromkeys([*([parent] if parent is not None else []), *told])
    above |= dict.fromkeys(of_children.get(code, ()))
    return ConceptRow(
        code=code,
        display=concept.get("display"),
        definition=concept.get("definition"),
        is_abstract=_is(properties, meanings, _NOT_SELECTABLE, _ABSTRACT),
        is_inactive=_is(properties, meanings, _INACTIVE_FLAG) or _has_ended(properties, meanings),
        properties=[
            found for found in properties if meanings.get(found["code"]) not in ("parent", "child")
        ],
        designations=list(concept.get("designation") or []),
        extensions=list(concept.get("extension") or []),
        parents=tuple(above),
    )


def _property(found: Json) -> dict[str, Any]:
    """``{"code", "type", "value"}`` of FHIR's ``{"code", "valueCode"}``."""
    for name, value in found.items():
        if name.startswith("value"):
            return {"code": found.get("code"), "type": name.removeprefix("value"), "value": value}
    raise NotUnderstood(f"La propiedad «{found.get('code')}» no tiene valor.")


def _meanings(system: Json) -> dict[str, str]:
    """A property's code → what it means: the last part of FHIR's own address, or the code."""
    found = {}
    for declared in system.get("property") or []:
        code, uri = str(declared.get("code")), str(declared.get("uri") or "")
        found[code] = uri.removeprefix(_PROPERTIES) if uri.startswith(_PROPERTIES) else code
    known = (_NOT_SELECTABLE, _ABSTRACT, _INACTIVE_FLAG, "status", "parent", "child")
    return {code: code for code in known} | found


def _is(properties: list[dict[str, Any]], meanings: Mapping[str, str], *names: str) -> bool:
    return any(
        meanings.get(found["code"]) in names and found["value"] in (True, "true")
        for found in properties
    )


def _has_ended(properties: list[dict[str, Any]], meanings: Mapping[str, str]) -> bool:
    return any(
        meanings.get(found["code"]) == "status" and found["value"] in _INACTIVE
        for found in properties
    )


def _parents_by_child(system: Json) -> dict[str, list[str]]:
    """Code → what names it as its child by a property."""
    found: dict[str, list[str]] = {}
    meanings = _meanings(system)
    stack = list(system.get("concept") or [])
    while stack:
        concept = stack.pop()
        stack.extend(concept.get("concept") or [])
        for told in concept.get("property") or []:
            if meanings.get(told.get("code")) == "child":
                found.setdefault(str(_property(told)["value"]), []).append(str(concept.get("code")))
    return found
