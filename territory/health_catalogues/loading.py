"""The catalogues and maps that everybody asks for, made of the rows of published files.

A version whose rows stay as they are isn't touched; one whose rows are gone goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from territory.models import (
    CodeState,
    CodeSystem,
    ConceptMap,
    ConceptMapping,
    HealthCode,
    HealthCodeMapping,
    LoadedVersion,
)
from territory.models.placed import SAMPLE_PREFIX
from territory.names import fold
from territory.sql import read_statements
from territory.terminology.concepts import ConceptRow
from territory.terminology.keeping import keep_all
from territory.terminology.loading import replace_concepts, replace_mappings

_SQL = read_statements(Path(__file__).with_suffix(".sql"))
_LONGEST_SLUG = 64
_AT_ONCE = 2000


@dataclass(frozen=True)
class _Version:
    """A version as its rows say it."""

    url: str
    edition: str
    is_sample: bool
    title: str
    state: str
    dated_on: Any
    source: str
    source_url: str | None
    cutoff_date: Any
    digest: str

    @property
    def described(self) -> dict[str, Any]:
        title = f"{SAMPLE_PREFIX}{self.title}" if self.is_sample else self.title
        return {
            "name": _name(self.title),
            "title": title,
            "status": self.state,
            "dated_on": self.dated_on,
            "source": self.source[:200],
            "source_url": self.source_url,
            "cutoff_date": self.cutoff_date,
            "is_sample": self.is_sample,
        }


@transaction.atomic
def load_code_systems() -> None:
    """Make the catalogues those of the rows.

    Call it after these changed, in the same transaction.
    """
    changed = _load(CodeSystem, "system", "code_versions", _fill_system)
    if changed:
        with connection.cursor() as cursor:
            cursor.execute(_SQL["analyze"])
        keep_all()


@transaction.atomic
def load_concept_maps() -> None:
    """Make the maps those of the rows, as above."""
    _load(ConceptMap, "map", "map_versions", _fill_map)


def _load(model: Any, of: str, statement: str, fill: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_SQL[statement])
        versions = [_Version(*row) for row in cursor.fetchall()]
    loaded = {
        (getattr(row, of).url, getattr(row, of).version): row
        for row in LoadedVersion.objects.filter(**{f"{of}__isnull": False}).select_related(of)
    }
    changed = False
    for version in versions:
        known = loaded.pop((version.url, version.edition), None)
        if known is None or known.digest != version.digest:
            _make(model, of, version, fill)
            changed = True
    for gone in loaded.values():
        getattr(gone, of).delete()
        changed = True
    return changed


def _make(model: Any, of: str, version: _Version, fill: Any) -> None:
    row, _made = model.objects.update_or_create(
        url=version.url,
        version=version.edition,
        defaults=version.described,
        create_defaults=version.described | {"slug": _free_slug(model, version)},
    )
    fill(row, version)
    LoadedVersion.objects.update_or_create(**{of: row}, defaults={"digest": version.digest})


def _fill_system(row: CodeSystem, version: _Version) -> None:
    row.case_sensitive = True
    row.save(update_fields=["case_sensitive"])
    replace_concepts(row, _concepts(version))


def _concepts(version: _Version) -> list[ConceptRow]:
    """All of them, since the connection is busy while they go in."""
    rows = HealthCode.objects.filter(
        catalogue_url=version.url, edition=version.edition, is_sample=version.is_sample
    )
    found = rows.order_by("position").values_list(
        "code", "display", "definition", "parent", "code_state"
    )
    return [
        ConceptRow(
            code,
            display,
            definition,
            is_inactive=state == CodeState.INACTIVE,
            parents=(parent,) if parent else (),
        )
        for code, display, definition, parent, state in found.iterator(_AT_ONCE)
    ]


def _fill_map(row: ConceptMap, version: _Version) -> None:
    replace_mappings(row, _mappings(version))
    pairs = ConceptMapping.objects.filter(map=row).order_by()
    named = pairs.values_list("source_system", "source_version", "target_system", "target_version")
    row.groups = [
        {"source": one, "sourceVersion": of_one, "target": other, "targetVersion": of_other}
        for one, of_one, other, of_other in named.distinct()
    ]
    row.save(update_fields=["groups"])


def _mappings(version: _Version) -> Iterator[ConceptMapping]:
    rows = HealthCodeMapping.objects.filter(
        map_url=version.url, edition=version.edition, is_sample=version.is_sample
    )
    for row in rows.order_by("position").iterator(_AT_ONCE):
        yield ConceptMapping(
            source_system=row.source_catalogue,
            source_version=row.source_edition,
            source_code=row.source_code,
            target_system=row.target_catalogue,
            target_version=row.target_edition,
            target_code=row.target_code or None,
            equivalence=row.equivalence,
            comment=row.comment,
        )


def missing_codes(codes: list[tuple[str, str, str]], *, samples: bool) -> set[int]:
    """Which of the codes (address, version, code) no published file has: their places."""
    if not codes:
        return set()
    urls, editions, names = (list(column) for column in zip(*codes, strict=True))
    given: dict[str, Any] = {"urls": urls, "editions": editions, "codes": names, "samples": samples}
    with connection.cursor() as cursor:
        cursor.execute(_SQL["missing_codes"], given)
        return {place - 1 for (place,) in cursor.fetchall()}


def _name(title: str) -> str:
    """FHIR's name of it: letters and digits, a capital first."""
    words = re.findall(r"[a-z0-9]+", fold(title))
    name = "".join(word.capitalize() for word in words)
    return name if name[:1].isalpha() else f"Catalogo{name}"


def _free_slug(model: Any, version: _Version) -> str:
    """Its address on the site, which no other has."""
    plain = re.sub(r"[^a-z0-9.]+", "-", fold(f"{version.title} {version.edition}")).strip("-.")
    slug = plain[:_LONGEST_SLUG] or "catalogo"
    number = 1
    while model.objects.filter(slug=slug).exists():
        number += 1
        ending = f"-{number}"
        slug = plain[: _LONGEST_SLUG - len(ending)] + ending
    return slug
