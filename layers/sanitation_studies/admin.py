"""Studies and their versions, to look at: they change by their pages, which keep who did it."""

from __future__ import annotations

from django.contrib import admin

from layers.published_admin import ReviewedAdmin
from territory.models import SanitationStudy, StudyVersion


@admin.register(SanitationStudy)
class SanitationStudyAdmin(ReviewedAdmin):
    list_display = ("title", "institution", "year", "kind", "licence", "state")
    list_filter = ("state", "kind", "licence", "is_sample")
    search_fields = ("title", "institution")
    # The map gives them.
    exclude = ("footprint", "shape")


@admin.register(StudyVersion)
class StudyVersionAdmin(ReviewedAdmin):
    list_display = ("study", "number", "title", "kind", "state", "cleared_at")
    list_filter = ("state", "kind", "is_sample")
    list_select_related = ("study",)
    search_fields = ("study__title", "title", "sha256")
