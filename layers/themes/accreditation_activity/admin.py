"""Commitment 13: accreditation of insured people."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from layers.published_admin import ReadOnlyAdmin
from territory.models import (
    AccreditationActivity,
    AccreditationDay,
    AccreditationKey,
    AccreditationReceipt,
)
from territory.models.accreditation import NUMBERS


@admin.register(AccreditationDay)
class AccreditationDayAdmin(ReadOnlyAdmin):
    """The days as they were published; they change by publishing others."""

    list_display = ("facility_code", "insurer_code", "day", *NUMBERS, "feed", "is_sample")
    list_filter = ("feed", "is_sample")
    search_fields = ("=facility_code", "=insurer_code")
    exclude = ("geom",)
    show_full_result_count = False


@admin.register(AccreditationActivity)
class AccreditationActivityAdmin(ReadOnlyAdmin):
    """The sums, which follow from the days."""

    list_display = (
        "facility_name",
        "facility_code",
        "insurer_name",
        "first_on",
        "last_on",
        *NUMBERS,
        "is_sample",
    )
    list_filter = ("insurer_kind", "is_sample")
    list_select_related = ("declared_unit",)
    search_fields = ("facility_name", "=facility_code", "=insurer_code")
    exclude = ("geom",)


@admin.register(AccreditationKey)
class AccreditationKeyAdmin(admin.ModelAdmin):
    """Keys are registered, given an end and revoked; never changed, never deleted."""

    list_display = ("code", "name", "key_id", "valid_from", "valid_until", "revoked_at")
    list_filter = ("kind",)
    search_fields = ("=code", "name", "=key_id")

    def get_readonly_fields(self, request: HttpRequest, obj: AccreditationKey | None = None) -> Any:
        return ("kind", "code", "public_key", "key_id", "valid_from") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(AccreditationReceipt)
class AccreditationReceiptAdmin(ReadOnlyAdmin):
    """The receipts as they were signed."""

    list_display = ("number", "facility_code", "insurer_code", "outcome", "received_at")
    search_fields = ("=facility_code", "=insurer_code", "=number")
    show_full_result_count = False
