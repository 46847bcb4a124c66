"""A filter of placed rows: those whose position lies outside the unit that they declare."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from territory.boundaries import mismatches


class MismatchFilter(admin.SimpleListFilter):
    """Empty while boundaries forbid to compute a position's district."""

    title = _("posición")
    parameter_name = "posicion"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("fuera", _("fuera de la unidad declarada"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "fuera":
            return queryset
        return queryset.filter(pk__in=mismatches(queryset.model).values("pk"))
