"""What a code is in another catalogue, by the maps that are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from territory.models import ConceptMapping, Equivalence
from territory.terminology.versions import Json, MapVersion

MOST_MATCHES = 500


@dataclass(frozen=True)
class Mapping:
    """One line of a map, or what its group says of a code that no line names."""

    of: MapVersion
    source_system: str
    source_code: str
    target_system: str | None
    target_code: str | None
    target_display: str | None
    equivalence: str
    target_version: str | None = None
    source_display: str | None = None
    comment: str | None = None


@dataclass(frozen=True)
class Question:
    """What is to be translated: a source's code or, backwards, a target's; the other side's system.

    ``code`` is the source's, or the target's where ``is_reverse``.
    """

    system: str
    code: str
    other_system: str | None = None
    is_reverse: bool = False


def translate(maps: Iterable[MapVersion], asked: Question) -> list[Mapping]:
    """The lines that answer, in the order of maps and lines; one statement for all stored maps."""
    known = list(maps)
    stored = {found.pk: found for found in known if found.pk is not None}
    lines: list[Mapping] = _stored(stored, asked)
    for found in known:
        if found.pk is None:
            lines += [line for line in _handed_in(found) if _answers(line, asked)]
    if not lines and not asked.is_reverse:
        lines = [line for found in known for line in _unmapped(found, asked)]
    return lines[:MOST_MATCHES]


def _stored(maps: dict[int, MapVersion], asked: Question) -> list[Mapping]:
    if not maps:
        return []
    mine, other = ("target", "source") if asked.is_reverse else ("source", "target")
    condition = Q(map__in=maps, **{f"{mine}_system": asked.system, f"{mine}_code": asked.code})
    if asked.other_system:
        # A line without a target is of any: it says that there is none.
        condition &= Q(**{f"{other}_system": asked.other_system}) | Q(target_system__isnull=True)
    rows = ConceptMapping.objects.filter(condition).order_by("map", "ordinal")
    return [
        Mapping(
            maps[row.map_id],
            row.source_system,
            row.source_code,
            row.target_system,
            row.target_code,
            row.target_display,
            row.equivalence,
            row.target_version,
            row.source_display,
            row.comment,
        )
        for row in rows[:MOST_MATCHES]
    ]


def _handed_in(found: MapVersion) -> Iterator[Mapping]:
    for line in lines_of(found.groups):
        yield Mapping(
            found,
            line["source_system"],
            line["source_code"],
            line["target_system"],
            line["target_code"],
            line["target_display"],
            line["equivalence"],
            line["target_version"],
            line["source_display"],
            line["comment"],
        )


def lines_of(groups: Iterable[Json]) -> Iterator[dict[str, Any]]:
    """The lines of a FHIR ConceptMap's groups, as ``ConceptMapping`` has them."""
    for group in groups:
        for element in group.get("element") or ():
            for target in element.get("target") or ({"equivalence": "unmatched"},):
                yield {
                    "source_system": str(group.get("source") or ""),
                    "source_version": group.get("sourceVersion"),
                    "source_code": str(element.get("code") or ""),
                    "source_display": element.get("display"),
                    "target_system": group.get("target"),
                    "target_version": group.get("targetVersion"),
                    "target_code": target.get("code"),
                    "target_display": target.get("display"),
                    "equivalence": str(target.get("equivalence") or Equivalence.RELATED),
                    "comment": target.get("comment"),
                }


def _answers(line: Mapping, asked: Question) -> bool:
    """As ``_stored`` asks: a line without a target's system is of any."""
    other: str | None
    if asked.is_reverse:
        mine, code, other = line.target_system, line.target_code, line.source_system
    else:
        mine, code, other = line.source_system, line.source_code, line.target_system
    is_of_other = not asked.other_system or other in (None, asked.other_system)
    return mine == asked.system and code == asked.code and is_of_other


def _unmapped(found: MapVersion, asked: Question) -> Iterator[Mapping]:
    """What a group says of codes that it doesn't name: one code for all, or the same code."""
    for group in found.groups:
        said = group.get("unmapped") or {}
        target = group.get("target")
        fits = group.get("source") == asked.system and asked.other_system in (None, "", target)
        if not fits or said.get("mode") not in ("fixed", "provided"):
            continue
        code = said.get("code") if said["mode"] == "fixed" else asked.code
        equivalence = "relatedto" if said["mode"] == "fixed" else "equal"
        yield Mapping(
            found, asked.system, asked.code, target, code, said.get("display"), equivalence
        )
