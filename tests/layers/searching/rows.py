"""Rows to be found, and what a search finds of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import AnonymousUser

from layers.searching import Hit, best_of, search
from territory.models import RuralSchool, SanitationProject

ANYBODY = AnonymousUser()

PUBLISHED: dict[str, Any] = {
    "source": "Prueba",
    "cutoff_date": dt.date(2025, 1, 1),
    "declared_unit_id": "240101",
}


def project(cui: str, name: str, **values: Any) -> SanitationProject:
    row = {"cui": cui, "name": name, "commitments": [14], "selected_by": "function"}
    return SanitationProject.objects.create(**row, **(PUBLISHED | values))


def school(code: str, name: str, **values: Any) -> RuralSchool:
    return RuralSchool.objects.create(
        modular_code=code, annex="0", name=name, commitments=[8], **PUBLISHED, **values
    )


def found(text: str, kind: str = "", user: Any = ANYBODY, limit: int = 10) -> list[Hit]:
    return best_of(search(text, user, limit, kind), limit)


def titles(text: str, kind: str = "") -> list[str]:
    return [hit.title for hit in found(text, kind)]
