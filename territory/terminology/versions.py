"""Versions of a code system, a value set or a map, as a request sees them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from territory.models import CodeSystem, ConceptMap, ValueSet
from territory.terminology.faults import NotUnderstood

Json = Mapping[str, Any]
_STANDARDS_STATUS = "http://hl7.org/fhir/StructureDefinition/structuredefinition-standards-status"
_SUPPLEMENT = "http://hl7.org/fhir/StructureDefinition/valueset-supplement"
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True)
class Version:
    """What is told of any of them; ``pk`` where it is stored, ``content`` where it was handed in.

    ``stamp`` changes with it: what is made of it is good as long as that doesn't. ``memory`` is
    what was made of it for the request.
    """

    url: str
    version: str | None = None
    name: str | None = None
    title: str | None = None
    status: str | None = None
    experimental: bool | None = None
    language: str | None = None
    dated_on: str | None = None
    extensions: tuple[Json, ...] = ()
    pk: int | None = None
    stamp: str = ""
    content: Json = field(default_factory=dict, repr=False, compare=False)
    memory: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    kind: ClassVar[str] = ""

    @property
    def canonical(self) -> str:
        return f"{self.url}|{self.version}" if self.version else self.url

    @property
    def standards_status(self) -> str | None:
        """``deprecated``, ``withdrawn`` …, where an extension says so."""
        return next(
            (str(e.get("valueCode")) for e in self.extensions if e.get("url") == _STANDARDS_STATUS),
            None,
        )

    @property
    def order(self) -> tuple[Any, ...]:
        """The last of several is the greatest: not retired, then by number, then by day."""
        numbers = tuple(int(n[:18]) for n in _NUMBERS.findall(self.version or ""))
        return (self.status != "retired", numbers, self.dated_on or "", self.version or "")


@dataclass(frozen=True)
class SystemVersion(Version):
    """A version of a code system."""

    case_sensitive: bool | None = None
    completeness: str = "complete"
    supplements: str | None = None
    properties: tuple[Json, ...] = ()
    concept_count: int = 0
    active_count: int = 0

    kind = "CodeSystem"

    @property
    def folds_case(self) -> bool:
        return self.case_sensitive is False


@dataclass(frozen=True)
class SetVersion(Version):
    """A version of a value set; ``contained`` are those that only it may name (``#id``)."""

    compose: Json = field(default_factory=dict, compare=False)
    member_count: int | None = None
    active_count: int | None = None
    expanded_from: Any = None
    contained: Mapping[str, Json] = field(default_factory=dict, compare=False)

    kind = "ValueSet"

    @property
    def supplements(self) -> list[str]:
        """Canonicals of those that its concepts are to be shown with."""
        return [
            str(e["valueCanonical"])
            for e in self.extensions
            if e.get("url") == _SUPPLEMENT and e.get("valueCanonical")
        ]


@dataclass(frozen=True)
class MapVersion(Version):
    """A version of a map between code systems."""

    source_scope: str | None = None
    target_scope: str | None = None
    groups: tuple[Json, ...] = ()

    kind = "ConceptMap"


def stored_system(row: CodeSystem) -> SystemVersion:
    return SystemVersion(
        **_told(row),
        case_sensitive=row.case_sensitive,
        completeness=row.content,
        supplements=row.supplements,
        properties=tuple(row.properties),
        concept_count=row.concept_count,
        active_count=row.active_count,
    )


def stored_set(row: ValueSet) -> SetVersion:
    return SetVersion(
        **_told(row),
        compose=row.compose,
        member_count=row.member_count,
        active_count=row.active_count,
        expanded_from=row.expanded_from,
    )


def stored_map(row: ConceptMap) -> MapVersion:
    return MapVersion(
        **_told(row),
        source_scope=row.source_scope,
        target_scope=row.target_scope,
        groups=tuple(row.groups),
    )


def _told(row: CodeSystem | ValueSet | ConceptMap) -> dict[str, Any]:
    return {
        "url": row.url,
        "version": row.version,
        "name": row.name,
        "title": row.shown_title,
        "status": row.status,
        "experimental": row.experimental,
        "language": row.language,
        "dated_on": row.dated_on.isoformat() if row.dated_on else None,
        "extensions": tuple(row.extensions),
        "pk": row.pk,
        "stamp": f"{row.pk}@{row.updated_at.isoformat()}",
    }


def handed_in(resource: Json) -> SystemVersion | SetVersion | MapVersion | None:
    """Of a FHIR resource; None for another kind than these."""
    told: dict[str, Any] = {
        "url": str(resource.get("url") or ""),
        "version": resource.get("version"),
        "name": resource.get("name"),
        "title": resource.get("title"),
        "status": resource.get("status"),
        "experimental": resource.get("experimental"),
        "language": resource.get("language"),
        "dated_on": str(resource["date"]) if resource.get("date") else None,
        "extensions": tuple(resource.get("extension") or ()),
        "content": resource,
    }
    kind = resource.get("resourceType")
    if kind == "CodeSystem":
        return SystemVersion(
            **told,
            case_sensitive=resource.get("caseSensitive"),
            completeness=str(resource.get("content") or "complete"),
            supplements=resource.get("supplements"),
            properties=tuple(resource.get("property") or ()),
        )
    if kind == "ValueSet":
        if not resource.get("compose") and not resource.get("expansion"):
            raise NotUnderstood("El conjunto de códigos no dice qué reúne (compose).")
        contained = {
            f"#{found.get('id')}": found
            for found in resource.get("contained") or ()
            if found.get("resourceType") == "ValueSet"
        }
        return SetVersion(**told, compose=resource.get("compose") or {}, contained=contained)
    if kind == "ConceptMap":
        return MapVersion(
            **told,
            source_scope=resource.get("sourceUri") or resource.get("sourceCanonical"),
            target_scope=resource.get("targetUri") or resource.get("targetCanonical"),
            groups=tuple(resource.get("group") or ()),
        )
    return None
