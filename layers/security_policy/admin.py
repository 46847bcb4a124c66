"""Evidence and documents, to look at: they change by their pages, which keep who did it."""

from __future__ import annotations

from django.contrib import admin

from layers.published_admin import ReviewedAdmin
from territory.models import (
    InformationSystem,
    PlannedPublication,
    PolicyBasis,
    PolicyDocument,
    SecurityEvidence,
    SystemVersion,
)


@admin.register(SecurityEvidence)
class SecurityEvidenceAdmin(ReviewedAdmin):
    list_display = ("title", "commitment", "method", "institution", "state", "cleared_at")
    list_filter = ("state", "method", "is_sample", "commitment")
    list_select_related = ("commitment",)
    search_fields = ("title", "institution", "sha256")


@admin.register(PolicyDocument)
class PolicyDocumentAdmin(ReviewedAdmin):
    list_display = ("title", "kind", "commitment", "agency", "issued_on", "state")
    list_filter = ("state", "kind", "is_sample", "commitment")
    list_select_related = ("commitment", "agency")
    search_fields = ("title",)


@admin.register(PolicyBasis)
class PolicyBasisAdmin(ReviewedAdmin):
    list_display = ("document", "number", "evidence", "layer", "period", "state")
    list_filter = ("state", "is_sample")
    list_select_related = ("document", "evidence")
    search_fields = ("document__title", "figure")


@admin.register(PlannedPublication)
class PlannedPublicationAdmin(ReviewedAdmin):
    list_display = ("series", "source", "period", "planned_on", "commitment", "state")
    list_filter = ("state", "is_sample", "commitment")
    list_select_related = ("commitment",)
    search_fields = ("series", "source")


@admin.register(InformationSystem)
class InformationSystemAdmin(ReviewedAdmin):
    list_display = ("code", "name", "institution", "commitment", "state")
    list_filter = ("state", "is_sample", "commitment")
    list_select_related = ("commitment",)
    search_fields = ("code", "name")


@admin.register(SystemVersion)
class SystemVersionAdmin(ReviewedAdmin):
    list_display = ("system", "label", "in_use_from", "lag_days", "state")
    list_filter = ("state", "is_sample")
    list_select_related = ("system",)
    search_fields = ("system__code", "label")
