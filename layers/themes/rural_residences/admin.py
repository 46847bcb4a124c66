"""Commitment 8: residences, to look at, and what is said of them; pages change that."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from layers.published_admin import ReadOnlyAdmin, ReviewedAdmin
from territory.models import ResidenceNeed, RuralResidence


@admin.register(RuralResidence)
class RuralResidenceAdmin(ReadOnlyAdmin):
    """They follow from the schools and the list of models of service."""

    list_display = (
        "name",
        "modular_code",
        "annex",
        "service_model",
        "needs",
        "declared_unit",
        "cutoff_date",
        "is_sample",
    )
    list_filter = ("service_model", "need_state", "is_sample")
    list_select_related = ("declared_unit",)
    search_fields = ("name", "=modular_code", "=declared_unit__ubigeo")
    exclude = ("geom",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset(request).defer("declared_unit__geom")
        return found


@admin.register(ResidenceNeed)
class ResidenceNeedAdmin(ReviewedAdmin):
    list_display = ("residence_id", "item", "quantity", "priority", "cutoff_date", "state")
    list_filter = ("state", "item", "priority", "is_sample")
    search_fields = ("=residence__modular_code", "document")
