"""The imports of official boundaries, to look at: what became of each row of each file."""

from __future__ import annotations

import io

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from layers.boundaries.report import write_report
from layers.models import BoundaryImport, BoundaryImportRow
from layers.published_admin import ReadOnlyAdmin


class ReportAdmin(ReadOnlyAdmin):
    """What is reported of the past can't be changed."""


@admin.register(BoundaryImport)
class BoundaryImportAdmin(ReportAdmin):
    """Boundaries come in by ``import_boundaries``."""

    list_display = (
        "imported_at",
        "level",
        "file_name",
        "report_links",
        "new",
        "changed",
        "equal",
        "missing",
        "refused",
        "repaired",
        "removed",
        "dissolved",
    )
    list_display_links = ("imported_at", "file_name")
    list_filter = ("action", "level")
    fields = (
        ("action", "level", "imported_at", "imported_by"),
        ("file_name", "sha256", "crs"),
        ("source", "cutoff_date"),
        ("new", "changed", "equal", "missing"),
        ("refused", "repaired", "removed", "dissolved"),
        "report_links",
    )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.report)
        address = path("<int:number>/informe.csv", view, name="layers_boundaryimport_report")
        return [address, *super().get_urls()]

    @admin.display(description=_("informe"))
    def report_links(self, summary: BoundaryImport) -> SafeString:
        rows = reverse("admin:layers_boundaryimportrow_changelist")
        return format_html(
            '<a href="{}?report__id__exact={}">{}</a> · <a href="{}">CSV</a>',
            rows,
            summary.pk,
            _("filas"),
            reverse("admin:layers_boundaryimport_report", args=[summary.pk]),
        )

    def report(self, request: HttpRequest, number: int) -> HttpResponse:
        """Every row by its fate, as CSV."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        summary = get_object_or_404(BoundaryImport, pk=number)
        text = io.StringIO(newline="")
        write_report(summary.rows.iterator(chunk_size=500), text)
        name = f"limites-{summary.pk}-informe.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        # With a byte order mark, or a spreadsheet in Spanish breaks the accents.
        content = text.getvalue().encode("utf-8-sig")
        return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@admin.register(BoundaryImportRow)
class BoundaryImportRowAdmin(ReportAdmin):
    """The rows of the reports, one import at a time by the link beside it."""

    list_display = ("row", "ubigeo", "name", "outcome", "remark", "column", "value")
    list_display_links = None
    list_filter = ("outcome", "repaired", ("report", admin.RelatedOnlyFieldListFilter))
    search_fields = ("=ubigeo", "name", "value")
    list_select_related = False
