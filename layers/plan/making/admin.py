"""What is said of the plan beyond its text: its making, affected regions, links, OGP's record."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet, TextField
from django.http import HttpRequest

from layers.published_admin import HTTPS, PublishedAdmin, ReadOnlyAdmin
from layers.recorded_admin import RecordedAdmin
from territory.models import (
    Alignment,
    OgpReading,
    PlanEvent,
    SevereSituation,
    SituationUnit,
)

# Django knows it of a CharField that may be NULL, not of a TextField.
_UNKNOWN: dict[Any, Any] = {**HTTPS, TextField: {"empty_value": None}}


@admin.register(PlanEvent)
class PlanEventAdmin(RecordedAdmin):
    list_display = ("title", "kind", "theme", "unit", "held_on", "cutoff_date")
    list_filter = ("kind", "theme")
    list_select_related = ("unit",)
    search_fields = ("title",)
    autocomplete_fields = ("unit",)
    formfield_overrides = HTTPS

    def get_queryset(self, request: HttpRequest) -> QuerySet[PlanEvent]:
        return super().get_queryset(request).defer("unit__geom")


class SituationUnitInline(admin.TabularInline):
    model = SituationUnit
    extra = 1
    autocomplete_fields = ("unit",)


@admin.register(SevereSituation)
class SevereSituationAdmin(RecordedAdmin, PublishedAdmin):
    layers = ("affected_regions",)
    list_display = ("title", "source", "cutoff_date")
    search_fields = ("title",)
    inlines = (SituationUnitInline,)
    formfield_overrides: ClassVar[dict[Any, Any]] = _UNKNOWN


@admin.register(Alignment)
class AlignmentAdmin(RecordedAdmin):
    list_display = ("commitment", "framework", "code", "is_proposal", "source", "read_on")
    list_filter = ("framework", "is_proposal")
    list_select_related = ("commitment",)
    formfield_overrides = HTTPS


@admin.register(OgpReading)
class OgpReadingAdmin(ReadOnlyAdmin):
    """To look at: readings come in by ``manage.py import_ogp_record``."""

    list_display = ("code", "commitment", "read_on", "completion", "early_results")
    list_filter = ("read_on",)
    list_select_related = ("commitment",)
