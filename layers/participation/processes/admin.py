"""The processes, to look at: they change by their pages, which keep who did it.

Minutes are not listed: what an administrator may see of them is on their session's page.
"""

from __future__ import annotations

from django.contrib import admin

from layers.published_admin import ReviewedAdmin
from territory.models import (
    Agreement,
    Consultation,
    ConsultationVersion,
    Forum,
    ForumSession,
    WrittenGuideline,
)


@admin.register(Forum)
class ForumAdmin(ReviewedAdmin):
    list_display = ("slug", "name", "commitment", "sector", "is_pilot", "state")
    list_filter = ("state", "is_sample", "is_pilot", "commitment")
    list_select_related = ("commitment",)
    search_fields = ("slug", "name")


@admin.register(ForumSession)
class ForumSessionAdmin(ReviewedAdmin):
    list_display = ("forum", "number", "held_on", "title", "state")
    list_filter = ("state", "is_sample")
    list_select_related = ("forum",)
    search_fields = ("title",)


@admin.register(Agreement)
class AgreementAdmin(ReviewedAdmin):
    list_display = ("session", "code", "topic", "owner", "due_on", "progress", "state")
    list_filter = ("state", "progress", "is_sample")
    list_select_related = ("session", "owner")
    search_fields = ("code", "text", "topic")


@admin.register(Consultation)
class ConsultationAdmin(ReviewedAdmin):
    list_display = ("slug", "title", "commitment", "opens_on", "closes_on", "state")
    list_filter = ("state", "is_sample", "commitment")
    list_select_related = ("commitment",)
    search_fields = ("slug", "title")


@admin.register(ConsultationVersion)
class ConsultationVersionAdmin(ReviewedAdmin):
    list_display = ("consultation", "number", "state")
    list_filter = ("state", "is_sample")
    list_select_related = ("consultation",)


@admin.register(WrittenGuideline)
class WrittenGuidelineAdmin(ReviewedAdmin):
    list_display = ("title", "label", "issued_on", "state")
    list_filter = ("state", "is_sample")
    search_fields = ("title", "label")
