"""The published EIB services as pages show them: by language, and one of them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from territory.languages import languages
from territory.models import EibSchool, Language
from territory.published import published_rows

_LANGUAGES = ("language_1", "language_2", "language_3")


def speaking(names: Collection[str]) -> Q:
    """The condition that a service has one of the languages, as any of its three."""
    condition = Q()
    for field in _LANGUAGES:
        condition |= Q(**{f"{field}__in": list(names)})
    return condition


def services(names: Collection[str] = ()) -> QuerySet[Any]:
    """The published services, of any of these languages if some are given."""
    rows = published_rows(EibSchool).select_related("declared_unit").defer("declared_unit__geom")
    found: QuerySet[Any] = rows.filter(speaking(names)) if names else rows
    return found.order_by("ugel_code", "name", "modular_code", "annex")


def service_called(modular_code: str, annex: str) -> EibSchool | None:
    """The published service; None where there is none."""
    found: EibSchool | None = services().filter(modular_code=modular_code, annex=annex).first()
    return found


def languages_called(codes: Collection[str]) -> list[Language]:
    """The languages of these codes, by name; unknown codes are left out."""
    known = {language.code for language in languages()}.intersection(codes)
    return list(Language.objects.filter(code__in=known).order_by("name"))
