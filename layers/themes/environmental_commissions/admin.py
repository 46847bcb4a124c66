"""Commitment 3: the environmental commissions, and what was done with them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from layers.published_admin import PublishedAdmin
from layers.themes.environmental_commissions.source import assign_assistance
from layers.themes.placed_admin import PlacedAdmin
from territory.models import (
    CommissionAssistance,
    CommissionPolicy,
    EnvironmentalCommission,
    GuidelineVersion,
)


@admin.register(EnvironmentalCommission)
class EnvironmentalCommissionAdmin(PlacedAdmin):
    layers = ("environmental_commissions",)
    commitment = 3
    list_display = (
        "name",
        "kind",
        "declared_unit",
        "assisted",
        "assistance",
        "cutoff_date",
        "is_sample",
    )
    list_filter = ("kind", "assistance", "is_sample")
    search_fields = ("name", *PlacedAdmin.search_fields)
    # The register and the list of assistances say it together.
    readonly_fields = ("assistance", *PlacedAdmin.readonly_fields)

    def refresh_derived(self) -> None:
        assign_assistance()


@admin.register(CommissionAssistance)
class CommissionAssistanceAdmin(PlacedAdmin):
    layers = ("commission_assistance", "environmental_commissions")
    commitment = 3
    list_display = (
        "topic",
        "kind",
        "declared_unit",
        "assisted_on",
        "improvement",
        "cutoff_date",
        "is_sample",
    )
    list_filter = ("kind", "is_sample")
    search_fields = ("topic", *PlacedAdmin.search_fields)

    def refresh_derived(self) -> None:
        assign_assistance()


@admin.register(CommissionPolicy)
class CommissionPolicyAdmin(PlacedAdmin):
    layers = ("commission_policies",)
    commitment = 3
    list_display = (
        "name",
        "stage",
        "kind",
        "declared_unit",
        "stage_on",
        "cutoff_date",
        "is_sample",
    )
    list_filter = ("stage", "kind", "is_sample")
    search_fields = ("name", *PlacedAdmin.search_fields)


@admin.register(GuidelineVersion)
class GuidelineVersionAdmin(PublishedAdmin):
    layers = ("environmental_commissions",)
    list_display = ("title", "version", "issued_on", "cutoff_date", "is_sample")
    list_filter = ("is_sample",)
    search_fields = ("title", "version")
    # What was written as a sample can't be turned into a fact by a tick.
    readonly_fields = ("is_sample",)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"commitments": "3"} | super().get_changeform_initial_data(request)
