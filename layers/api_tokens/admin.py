"""Who acts for which facility, and everybody's keys: made (shown once) and ended."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from layers.api_tokens.issuing import DAYS, LONGEST_NAME, Wanted, issue
from layers.errors import EditNotAllowed, InvalidParameter, QuotaExceeded
from territory import api_tokens
from territory.models import ApiToken, FacilityAccount, HealthFacility, TokenScope


class FacilityAccountForm(forms.ModelForm):
    """The code is of the register, an example's of the examples."""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        code, is_sample = values.get("facility_code"), bool(values.get("is_demonstration"))
        rows = HealthFacility.objects.filter(code=code, is_sample=is_sample)
        if code and not rows.exists():
            self.add_error(
                "facility_code", _("Ningún establecimiento del registro tiene ese código.")
            )
        return values


@admin.register(FacilityAccount)
class FacilityAccountAdmin(admin.ModelAdmin):
    """An account reports for a facility by this; without it its keys open nothing."""

    form = FacilityAccountForm
    list_display = ("user", "facility_code", "is_demonstration")
    list_filter = ("is_demonstration",)
    list_select_related = ("user",)
    search_fields = ("user__username", "=facility_code")
    autocomplete_fields = ("user",)


class ApiTokenForm(forms.Form):
    """A key for another's account; what it is for and how long it lasts."""

    facility = forms.ModelChoiceField(
        label=_("Cuenta y establecimiento"),
        queryset=FacilityAccount.objects.select_related("user"),
    )
    scope = forms.ChoiceField(label=_("Para"), choices=TokenScope.choices)
    name = forms.CharField(label=_("Programa o equipo que la usa"), max_length=LONGEST_NAME)
    days = forms.TypedChoiceField(
        label=_("Dura"), coerce=int, choices=[(days, f"{days} días") for days in DAYS]
    )


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin):
    """Keys are made and ended, never changed or taken away: their rows say what there was."""

    list_display = (
        "key_id",
        "name",
        "user",
        "scope",
        "facility_code",
        "is_sample",
        "created_at",
        "expires_at",
        "last_used_at",
        "revoked_at",
    )
    list_filter = ("scope", "is_sample")
    list_select_related = ("user",)
    search_fields = ("key_id", "name", "user__username", "=facility_code")
    actions = ("end",)
    exclude = ("digest",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Of the list it is asked for its action; of a key it shows it, and changes nothing.
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The form; the key itself is in the answer to it, once, and in no other."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ApiTokenForm(request.POST or None)
        made = None
        if request.method == "POST" and form.is_valid():
            values = form.cleaned_data
            facility: FacilityAccount = values.pop("facility")
            try:
                made = issue(request.user, Wanted(facility.user, facility=facility, **values))  # type: ignore[arg-type]
            except InvalidParameter as error:
                form.add_error(error.parameter, error.message)
            except (EditNotAllowed, QuotaExceeded) as error:
                form.add_error(None, error.message)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Agregar clave de acceso"),
            "form": form,
            "made": made,
        }
        response = TemplateResponse(request, "admin/territory/apitoken/add.html", context)
        response["Cache-Control"] = "private, no-store"
        return response

    @admin.action(description=_("Revocar las claves elegidas"), permissions=["change"])
    def end(self, request: HttpRequest, chosen: QuerySet[ApiToken]) -> None:
        for token in chosen:
            api_tokens.revoke(token, request.user)  # type: ignore[arg-type]
        self.message_user(request, _("Las claves elegidas ya no valen."))
