"""Commitment 4: what was received of extraction, and how the law shares it out."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from layers.published_admin import HTTPS
from layers.themes.count_admin import CountAdmin
from territory.models import CanonSplitRule, ResourceTransfer


@admin.register(ResourceTransfer)
class ResourceTransferAdmin(CountAdmin):
    layers = ("resource_transfers",)
    commitment = 4
    list_filter = ("category", "recipient", "state", "is_sample")


@admin.register(CanonSplitRule)
class CanonSplitRuleAdmin(admin.ModelAdmin):
    """Rules that what was received is held against; those that come with the site stay."""

    formfield_overrides = HTTPS
    list_display = ("kind", "group", "share_pct", "article", "first_year", "last_year")
    list_filter = ("kind", "group", "is_shipped")
    search_fields = ("norm", "article", "text")

    def has_change_permission(
        self, request: HttpRequest, obj: CanonSplitRule | None = None
    ) -> bool:
        shipped = obj is not None and obj.is_shipped
        return not shipped and super().has_change_permission(request, obj)

    def has_delete_permission(
        self, request: HttpRequest, obj: CanonSplitRule | None = None
    ) -> bool:
        shipped = obj is not None and obj.is_shipped
        return not shipped and super().has_delete_permission(request, obj)
