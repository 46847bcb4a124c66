"""What is tracked, to look at: it is changed by its pages, which keep who did it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from layers.published_admin import ReadOnlyAdmin, ReviewedAdmin
from territory.models import ChangeEntry, Evidence, Milestone, ProgressReport, Rating
from territory.reviewing import is_administrator


@admin.register(Milestone)
class MilestoneAdmin(ReviewedAdmin):
    list_display = ("commitment", "code", "title", "state", "planned_end", "actual_end")
    list_filter = ("state", "is_sample", "commitment")
    list_select_related = ("commitment",)
    search_fields = ("code", "title")


@admin.register(ProgressReport)
class ProgressReportAdmin(ReviewedAdmin):
    list_display = ("milestone", "number", "reported_on", "state")
    list_filter = ("state", "is_sample")
    list_select_related = ("milestone",)
    search_fields = ("text",)


@admin.register(Evidence)
class EvidenceAdmin(ReviewedAdmin):
    list_display = ("title", "report", "kind", "state", "cleared_at")
    list_filter = ("state", "kind")
    list_select_related = ("report",)
    search_fields = ("title", "sha256")


@admin.register(Rating)
class RatingAdmin(ReviewedAdmin):
    list_display = ("commitment", "by", "scale", "value", "state", "read_on")
    list_filter = ("by", "scale", "state")
    list_select_related = ("commitment",)


@admin.register(ChangeEntry)
class ChangeEntryAdmin(ReadOnlyAdmin):
    """What became of records, by whom; nobody changes it, here neither.

    Its values are those of drafts too: for who looks after all records alone.
    """

    list_display = ("at", "record", "key", "version", "action", "by", "office")
    list_filter = ("record", "action")
    list_select_related = ("by",)
    search_fields = ("key", "office")
    date_hierarchy = "at"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request.user) and super().has_view_permission(request, obj)
