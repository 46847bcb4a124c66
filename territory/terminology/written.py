"""Stored versions as FHIR writes them: resources of R4, as dictionaries for JSON."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from territory.models import CodeSystem, ConceptEdge, ConceptMap, ConceptMapping, ValueSet
from territory.terminology.versions import Json

# Concepts, or lines of a map, that a resource is written with; of more it is without them.
MOST_WRITTEN = 1_000
SUBSETTED = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
    "code": "SUBSETTED",
}
_TEST_DATA = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ActReason",
    "code": "HTEST",
    "display": "test health data",
}
_PARENT = {
    "code": "parent",
    "uri": "http://hl7.org/fhir/concept-properties#parent",
    "type": "code",
}

Resource = dict[str, Any]


def write_system(row: CodeSystem, *, summary: bool = False) -> Resource:
    """A CodeSystem; its hierarchy by the property ``parent``."""
    is_part = summary or row.concept_count > MOST_WRITTEN
    declared = list(row.properties)
    if all(found.get("code") != "parent" for found in declared) and row.hierarchy_meaning:
        declared.append(_PARENT)
    told = {
        "caseSensitive": row.case_sensitive,
        "hierarchyMeaning": row.hierarchy_meaning,
        "content": row.content,
        "supplements": row.supplements,
        "count": row.concept_count,
        "property": declared or None,
        "concept": None if is_part else _concepts(row) or None,
    }
    return _resource("CodeSystem", row, told, is_part=is_part and row.concept_count > 0)


def write_set(row: ValueSet, *, summary: bool = False) -> Resource:
    """A ValueSet without its expansion, which is asked for by ``$expand``."""
    told = {"immutable": row.immutable, "compose": None if summary else row.compose}
    return _resource("ValueSet", row, told, is_part=summary)


def write_map(row: ConceptMap, *, summary: bool = False) -> Resource:
    """A ConceptMap."""
    is_part = summary or row.mapping_count > MOST_WRITTEN
    told = {
        "sourceUri": row.source_scope,
        "targetUri": row.target_scope,
        "group": None if is_part else _groups(row) or None,
    }
    return _resource("ConceptMap", row, told, is_part=is_part)


def _resource(
    kind: str, row: CodeSystem | ValueSet | ConceptMap, told: Json, *, is_part: bool
) -> Resource:
    tags = [*([SUBSETTED] if is_part else []), *([_TEST_DATA] if row.is_sample else [])]
    meta: Resource = {"lastUpdated": row.updated_at.isoformat()}
    if tags:
        meta["tag"] = tags
    found = {
        "resourceType": kind,
        "id": row.slug,
        "meta": meta,
        "language": row.language,
        "extension": row.extensions or None,
        "url": row.url,
        "version": row.version,
        "name": row.name,
        "title": row.shown_title,
        "status": row.status,
        "experimental": row.experimental,
        "date": row.dated_on.isoformat() if row.dated_on else None,
        "publisher": row.publisher,
        "description": row.description,
        "copyright": row.copyright,
        **told,
    }
    return {name: value for name, value in found.items() if value is not None}


def _concepts(row: CodeSystem) -> list[Resource]:
    concepts = list(row.concepts.order_by("ordinal"))
    codes = {concept.ordinal: concept.code for concept in concepts}
    parents: dict[int, list[str]] = {}
    for parent, child in ConceptEdge.objects.filter(system=row).values_list("parent", "child"):
        parents.setdefault(child, []).append(codes[parent])
    return [
        {
            name: value
            for name, value in (
                ("extension", concept.extensions),
                ("code", concept.code),
                ("display", concept.display),
                ("definition", concept.definition),
                ("designation", concept.designations),
                ("property", _properties(concept.properties, parents.get(concept.ordinal, []))),
            )
            if value
        }
        for concept in concepts
    ]


def _properties(told: list[Resource], parents: list[str]) -> list[Resource]:
    found = [{"code": p["code"], f"value{p['type']}": p["value"]} for p in told]
    return found + [{"code": "parent", "valueCode": code} for code in sorted(parents)]


def _groups(row: ConceptMap) -> list[Resource]:
    """The lines by pair of systems; what a group says of others' codes is the map's own."""
    lines = list(row.mappings.order_by("ordinal"))
    unmapped = {(g.get("source"), g.get("target")): g.get("unmapped") for g in row.groups}
    found = []
    for key, group in groupby(sorted(lines, key=_pair), key=_pair):
        source, source_version, target, target_version = (part or None for part in key)
        told = {
            "source": source,
            "sourceVersion": source_version,
            "target": target,
            "targetVersion": target_version,
            "element": [_element(list(of_code)) for _, of_code in groupby(group, _code)],
            "unmapped": unmapped.get((source, target)),
        }
        found.append({name: value for name, value in told.items() if value is not None})
    return found


def _pair(line: ConceptMapping) -> tuple[str, ...]:
    versions = (line.source_version or "", line.target_system or "", line.target_version or "")
    return (line.source_system, *versions)


def _code(line: ConceptMapping) -> str:
    return line.source_code


def _element(lines: list[ConceptMapping]) -> Resource:
    first = lines[0]
    targets = [
        {
            name: value
            for name, value in (
                ("code", line.target_code),
                ("display", line.target_display),
                ("equivalence", line.equivalence),
                ("comment", line.comment),
            )
            if value is not None
        }
        for line in lines
    ]
    found: Resource = {"code": first.source_code}
    if first.source_display is not None:
        found["display"] = first.source_display
    return found | {"target": targets}
