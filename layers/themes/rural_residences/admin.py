"""Commitment 8: residences, to look at, and what is said of them; pages change that."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from layers.published_admin import ReadOnlyAdmin, ReviewedAdmin
from territory.models import (
    Alliance,
    Delivery,
    DeliveryEvidence,
    ResidenceCondition,
    ResidenceNeed,
    RuralResidence,
)


@admin.register(RuralResidence)
class RuralResidenceAdmin(ReadOnlyAdmin):
    """They follow from the schools and the list of models of service."""

    list_display = (
        "name",
        "modular_code",
        "annex",
        "service_model",
        "needs",
        "needs_met",
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


@admin.register(Alliance)
class AllianceAdmin(ReviewedAdmin):
    list_display = ("organisation", "need", "stage", "quantity", "agreed_quantity", "state")
    list_filter = ("state", "stage", "is_sample")
    list_select_related = ("need",)
    search_fields = ("organisation", "document")


@admin.register(Delivery)
class DeliveryAdmin(ReviewedAdmin):
    list_display = ("alliance", "quantity", "delivered_on", "state")
    list_filter = ("state", "is_sample")
    list_select_related = ("alliance",)
    search_fields = ("document",)


@admin.register(DeliveryEvidence)
class DeliveryEvidenceAdmin(ReviewedAdmin):
    list_display = ("title", "delivery", "kind", "state", "cleared_at")
    list_filter = ("state", "kind")
    list_select_related = ("delivery",)
    search_fields = ("title", "sha256")


@admin.register(ResidenceCondition)
class ResidenceConditionAdmin(ReviewedAdmin):
    list_display = ("residence_id", "condition", "observed_on", "title", "state", "cleared_at")
    list_filter = ("state", "condition", "is_sample")
    search_fields = ("=residence__modular_code", "title", "sha256")
