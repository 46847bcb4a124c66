"""Commitments 9 and 10: routes and stops."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from layers.themes.placed_admin import PlacedAdmin
from territory.models import TransitRoute, TransitStop
from territory.models.transport import OTHER_CITIES
from territory.population import refresh_near_stops


class FeedAdmin(PlacedAdmin):
    """Rows of a feed: their texts can be mended; none is added beside what the feed holds."""

    commitment = OTHER_CITIES
    exclude = ("geom",)
    readonly_fields = (*PlacedAdmin.readonly_fields, "feed")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(TransitRoute)
class TransitRouteAdmin(FeedAdmin):
    layers = ("transit_routes",)
    list_display = ("name", "agency", "mode", "feed", "declared_unit", "cutoff_date", "is_sample")
    list_filter = ("feed", "mode", "is_sample")
    search_fields = ("name", "agency", *PlacedAdmin.search_fields)
    readonly_fields = (*FeedAdmin.readonly_fields, "route_id", "path_source")


@admin.register(TransitStop)
class TransitStopAdmin(FeedAdmin):
    layers = ("transit_stops",)
    list_display = ("name", "kind", "feed", "declared_unit", "cutoff_date", "is_sample")
    list_filter = ("feed", "kind", "is_sample")
    search_fields = ("name", "=stop_id", *PlacedAdmin.search_fields)
    readonly_fields = (*FeedAdmin.readonly_fields, "stop_id")

    def refresh_derived(self) -> None:
        refresh_near_stops()
