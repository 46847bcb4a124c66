"""The library of evidence, and the documents that stand on it, as everybody reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from territory.changes import last_public_change
from territory.models import PolicyBasis, PolicyDocument, SecurityEvidence

# Whose matters these are.
NUMBERS = (16, 17, 18)


@dataclass(frozen=True)
class News:
    """Something of these that became public or changed: ``anchor`` is its place on its page."""

    title: str
    text: str
    anchor: str
    at: Any
    commitment: str


def evidence(commitment: int | None = None, method: str = "") -> QuerySet[SecurityEvidence]:
    """The published evidence of a commitment or all, with the documents that name each."""
    rows: Any = SecurityEvidence.objects.published().select_related("commitment")
    if commitment is not None:
        rows = rows.filter(commitment__number=commitment)
    if method:
        rows = rows.filter(method=method)
    used = PolicyBasis.objects.published().select_related("document").order_by("document", "number")
    found: QuerySet[SecurityEvidence] = rows.prefetch_related(
        Prefetch("used_in", queryset=used, to_attr="public_uses")
    )
    return found


def documents(commitment: int | None = None, kind: str = "") -> QuerySet[PolicyDocument]:
    """The published bulletins and proposals, the latest first, each with its ``public_basis``."""
    rows: Any = PolicyDocument.objects.published()
    if commitment is not None:
        rows = rows.filter(commitment__number=commitment)
    if kind:
        rows = rows.filter(kind=kind)
    found: QuerySet[PolicyDocument] = rows.select_related(
        "commitment", "agency", "consultation"
    ).prefetch_related(Prefetch("basis", queryset=basis(), to_attr="public_basis"))
    return found


def basis() -> QuerySet[PolicyBasis]:
    """What published documents stand on: figures, and evidence that is public itself."""
    rows: Any = PolicyBasis.objects.published()
    public = SecurityEvidence.objects.published().order_by().values("pk")
    shown = rows.filter(evidence=None) | rows.filter(evidence__in=public)
    found: QuerySet[PolicyBasis] = shown.select_related(
        "evidence", "document__commitment"
    ).order_by("document", "number")
    return found


def news(most: int) -> list[News]:
    """Evidence and documents, what changed last first. Two queries."""
    found = [
        News(row.title, row.shows, f"evidencia-{row.pk}", row.at, row.commitment.short_title)
        for row in _changed(SecurityEvidence, most)
    ]
    found += [
        News(row.title, row.summary, f"documento-{row.pk}", row.at, row.commitment.short_title)
        for row in _changed(PolicyDocument, most)
    ]
    return sorted(found, key=lambda item: item.at, reverse=True)[:most]


def _changed(model: Any, most: int) -> Any:
    rows = model.objects.published().select_related("commitment")
    dated = rows.annotate(at=last_public_change(model)).exclude(at=None)
    return dated.order_by("-at", "pk")[:most]
