"""The publications of official files: what was refused, and the way back."""

from __future__ import annotations

import io

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from layers.loading import importing, snapshots
from layers.loading.sources import find
from layers.models import Snapshot
from layers.published_admin import ReadOnlyAdmin
from layers.publishing.permissions import is_administrator
from layers.reading.results import SourceError, write_errors


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnlyAdmin):
    """To look at and to return to; files come in by ``import_source``."""

    list_display = (
        "source",
        "feed",
        "coverage",
        "file_name",
        "cutoff_date",
        "published_at",
        "published_by",
        "system_user",
        "number_of_rows",
        "refused_rows",
        "is_current",
        "report_link",
    )
    list_filter = ("source", "feed", "is_current")
    list_select_related = ("published_by",)
    fields = (*list_display, "sha256")
    actions = ("return_to", "replace_by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Snapshot]:
        return super().get_queryset(request).defer("content", "report")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.report)
        address = path("<int:number>/informe.csv", view, name="layers_snapshot_report")
        return [address, *super().get_urls()]

    @admin.display(description=_("informe"))
    def report_link(self, snapshot: Snapshot) -> str:
        address = reverse("admin:layers_snapshot_report", args=[snapshot.pk])
        return format_html('<a href="{}">{}</a>', address, _("lo rechazado (CSV)"))

    @admin.display(description=_("cubre"))
    def coverage(self, snapshot: Snapshot) -> str:
        return ", ".join(snapshot.covers)

    def report(self, request: HttpRequest, number: int) -> HttpResponse:
        """The refused cells and those left out, as CSV."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        snapshot = get_object_or_404(Snapshot.objects.defer("content"), pk=number)
        text = io.StringIO(newline="")
        errors, notices = (snapshots.refused(snapshot, name) for name in ("errors", "notices"))
        write_errors(errors, text, notices)
        name = f"{snapshot.source}-{snapshot.pk}-informe.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        # With a byte order mark, or a spreadsheet in Spanish breaks the accents.
        content = text.getvalue().encode("utf-8-sig")
        return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)

    @admin.action(description=_("Volver a esta publicación"), permissions=["return"])
    def return_to(self, request: HttpRequest, chosen: QuerySet[Snapshot]) -> None:
        self._return(request, chosen, replace_others=False)

    @admin.action(
        description=_("Volver a esta publicación y retirar las que cubren parte de lo mismo"),
        permissions=["return"],
    )
    def replace_by(self, request: HttpRequest, chosen: QuerySet[Snapshot]) -> None:
        self._return(request, chosen, replace_others=True)

    def _return(
        self, request: HttpRequest, chosen: QuerySet[Snapshot], *, replace_others: bool
    ) -> None:
        if chosen.count() != 1:
            self.message_user(request, _("Elija una sola publicación."), messages.ERROR)
            return
        snapshot = chosen.get()
        source = find(snapshot.source)
        by = snapshots.Publisher(User.objects.get(username=request.user.get_username()))
        try:
            published = importing.return_to(
                source,
                snapshot,
                by=by,
                replace_others=replace_others,
            )
        except SourceError as error:
            self.message_user(request, str(error), messages.ERROR)
            return
        self.message_user(request, f"{snapshot}: {published}.")

    def has_return_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request.user)
