"""Every job, to look at; each has a page where it is followed and cancelled."""

from __future__ import annotations

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import (
    ProcrastinateEvent,
    ProcrastinateJob,
    ProcrastinatePeriodicDefer,
    ProcrastinateWorker,
)

from layers.models import Job
from layers.published_admin import ReadOnlyAdmin

# The queue's own tables say nothing that isn't said here, and not in Spanish.
for _model in (
    ProcrastinateJob,
    ProcrastinateEvent,
    ProcrastinatePeriodicDefer,
    ProcrastinateWorker,
):
    if admin.site.is_registered(_model):
        admin.site.unregister(_model)


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ("title", "state", "step", "by", "created_at", "finished_at", "page")
    list_filter = ("state", "kind")
    list_select_related = ("by",)
    search_fields = ("title", "by__username")
    exclude = ("queue_number",)

    @admin.display(description=_("página"))
    def page(self, job: Job) -> str:
        return format_html('<a href="{}">{}</a>', reverse("site:job", args=[job.pk]), _("seguir"))
