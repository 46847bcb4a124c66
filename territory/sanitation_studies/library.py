"""The studies and their versions as everybody reads them."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Func, Prefetch, Q, QuerySet, TextField, Value

from territory.models import SanitationStudy, StudyVersion
from territory.models.reviewed import ReviewState
from territory.sanitation_studies.licences import permits_copies

NUMBER = 15


def studies(kind: str = "", year: int | None = None, unit: str = "") -> QuerySet[SanitationStudy]:
    """The published ones, the latest first, each with its ``public_versions``, the last first.

    ``unit`` is a ubigeo: the studies that speak of it, of what lies in it, or of what it lies in.
    """
    rows: Any = SanitationStudy.objects.published()
    if kind:
        rows = rows.filter(kind=kind)
    if year is not None:
        rows = rows.filter(year=year)
    if unit:
        rows = _about(rows, unit)
    return with_versions(rows)


def titles(unit: str) -> QuerySet[SanitationStudy]:
    """The published studies that speak of a unit, with what a short list says of each."""
    rows: Any = _about(SanitationStudy.objects.published(), unit)
    found: QuerySet[SanitationStudy] = rows.only(
        "title", "institution", "year", "is_sample"
    ).order_by("-year", "title", "pk")
    return found


def with_versions(rows: Any) -> QuerySet[SanitationStudy]:
    """The rows without their geometries, which no page writes out."""
    versions: Any = StudyVersion.objects.published()
    found: QuerySet[SanitationStudy] = (
        rows.select_related("commitment")
        .defer("footprint", "shape")
        .prefetch_related(
            Prefetch("versions", versions.order_by("-number"), to_attr="public_versions")
        )
    )
    return found


def _about(rows: Any, unit: str) -> Any:
    """By the codes themselves: a district's begins with its province's and its department's."""
    above = [unit[:digits] for digits in (2, 4, 6) if digits <= len(unit)]
    if len(unit) == 6:
        return rows.filter(units__overlap=above)
    # Of what lies in it: each code after the beginning or a space.
    named = rows.alias(
        units_text=Func(
            F("units"), Value(" "), function="array_to_string", output_field=TextField()
        )
    )
    return named.filter(Q(units__overlap=above) | Q(units_text__regex=rf"(^| ){unit}"))


def version_of(study: int, number: int) -> StudyVersion | None:
    """A version that is or was public, with its study; what never was published is nobody's."""
    found: Any = StudyVersion.objects.filter(
        study=study, number=number, study__in=SanitationStudy.objects.published().values("pk")
    )
    public = (ReviewState.PUBLISHED, ReviewState.WITHDRAWN)
    version: StudyVersion | None = (
        found.filter(state__in=public).select_related("study__commitment").first()
    )
    return version


def is_served(study: SanitationStudy, version: StudyVersion) -> bool:
    """Whether everybody may take the version's file home."""
    return (
        version.file is not None
        and version.state == ReviewState.PUBLISHED
        and version.cleared_at is not None
        and permits_copies(study.licence)
    )
