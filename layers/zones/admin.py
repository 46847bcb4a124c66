"""Planners, whom an operator appoints here; zones and their versions, to look at."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from layers.published_admin import ReadOnlyAdmin
from territory.models import AdminUnit, InterventionZone, Planner, ZoneVersion
from territory.roles import may_review
from territory.zones import visible_zones


@admin.register(Planner)
class PlannerAdmin(admin.ModelAdmin):
    """An account becomes a planner by this; a reviewer by the group «Revisores de zonas»."""

    list_display = ("user", "department", "is_demonstration")
    list_filter = ("is_demonstration",)
    list_select_related = ("user", "department")
    search_fields = ("user__username", "department__name")
    # What a demonstration account drew can't become fact by a tick, nor the other way round.
    readonly_fields = ("is_demonstration",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Planner]:
        return super().get_queryset(request).defer("department__geom")

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "department":
            kwargs["queryset"] = AdminUnit.objects.filter(level="department").defer("geom")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ZoneRecordAdmin(ReadOnlyAdmin):
    """Zones change through ``layers.editing`` only, which knows what is allowed."""


@admin.register(InterventionZone)
class InterventionZoneAdmin(ZoneRecordAdmin):
    list_display = ("title", "status", "department", "author", "version", "area_ha", "is_sample")
    list_filter = ("status", "is_sample")
    list_select_related = ("department", "author")
    search_fields = ("title", "author__username")
    exclude = ("geom",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[InterventionZone]:
        """Who may look into the administration sees no more drafts there than elsewhere."""
        seen = visible_zones(request.user).values("pk")
        return super().get_queryset(request).filter(pk__in=seen).defer("geom", "department__geom")


@admin.register(ZoneVersion)
class ZoneVersionAdmin(ZoneRecordAdmin):
    """What became of deleted zones too; for reviewers, since versions were drafts once."""

    list_display = ("pgh_obj_id", "version", "pgh_label", "title", "status", "updated_at", "who")
    list_filter = ("pgh_label", "status")
    search_fields = ("title", "=pgh_obj__id")
    exclude = ("geom",)
    ordering = ("-pgh_id",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_review(request.user) and super().has_view_permission(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("geom")

    @admin.display(description="quién")
    def who(self, version: Any) -> str:
        return str((version.pgh_context or {}).get("name", "—"))
