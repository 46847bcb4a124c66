"""Catalogues of health that tests make: invented codes, of an address that exists nowhere."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from typing import Any

from territory.models import CodeSystem, ConceptMap, ConceptMapping, ValueSet
from territory.terminology.concepts import ConceptRow
from territory.terminology.loading import replace_concepts, replace_mappings

BASE = "https://example.org/fhir"
SOURCE = {"source": "Prueba", "source_url": "https://example.org", "cutoff_date": "2019-01-31"}

_PUBLIC = {"status": "active", **SOURCE}


def code_system(
    slug: str, rows: Iterable[ConceptRow | str] = (), version: str | None = "1", **values: Any
) -> CodeSystem:
    """A published version with these concepts; a text is the code of one without more."""
    made = CodeSystem.objects.create(
        slug=f"{slug}-{version}" if version else slug,
        url=f"{BASE}/CodeSystem/{slug}",
        version=version,
        name=slug.title().replace("-", ""),
        **{
            "title": f"Catálogo {slug}",
            "status": "active",
            "case_sensitive": True,
            **SOURCE,
            **values,
        },
    )
    replace_concepts(made, (ConceptRow(r) if isinstance(r, str) else r for r in rows))
    return made


def value_set(slug: str, compose: Mapping[str, Any], **values: Any) -> ValueSet:
    """A published value set."""
    return ValueSet.objects.create(
        slug=slug,
        url=f"{BASE}/ValueSet/{slug}",
        name=slug.title().replace("-", ""),
        compose=compose,
        **{"title": f"Conjunto {slug}", **_PUBLIC, "version": "1", **values},
    )


def concept_map(slug: str, lines: Iterable[Mapping[str, Any]], **values: Any) -> ConceptMap:
    """A published map."""
    made = ConceptMap.objects.create(
        slug=slug,
        url=f"{BASE}/ConceptMap/{slug}",
        name=slug.title().replace("-", ""),
        **{"title": f"Correspondencias {slug}", **_PUBLIC, "version": "1", **values},
    )
    replace_mappings(made, (ConceptMapping(**line) for line in lines))
    return made


def hierarchy(seed: int, size: int = 60) -> dict[str, tuple[str, ...]]:
    """Code → the codes right above it: one, several or none, and never a circle."""
    chance = random.Random(seed)
    codes = [f"C{number:03}" for number in range(size)]
    chance.shuffle(codes)
    above: dict[str, tuple[str, ...]] = {}
    for place, code in enumerate(codes):
        number = min(place, chance.choice([0, 1, 1, 1, 1, 2, 3]))
        above[code] = tuple(chance.sample(codes[:place], number))
    return above


def ancestors(above: Mapping[str, tuple[str, ...]], code: str) -> set[str]:
    """All above a code, walked by hand."""
    found, waiting = set[str](), list(above[code])
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(above[one])
    return found
