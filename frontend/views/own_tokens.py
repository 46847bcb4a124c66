"""``/cuenta/claves/``: the keys by which programs act for the account that is signed in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from frontend.access import account, signed_in
from layers.api_tokens.issuing import (
    DAYS,
    LONGEST_NAME,
    Wanted,
    facilities_of,
    issue,
    revoke,
    tokens_of,
)
from layers.errors import FeatureNotFound, InvalidParameter, QuotaExceeded
from territory.api_tokens import NewToken
from territory.models import FacilityAccount, TokenScope
from territory.models.placed import SAMPLE_PREFIX

PER_PAGE = 25


class TokenForm(forms.Form):
    """What the key is for; the facilities are the account's own."""

    facility = forms.TypedChoiceField(label=_("Establecimiento (código único)"), coerce=int)
    scope = forms.ChoiceField(label=_("Para qué"), choices=TokenScope.choices)
    name = forms.CharField(label=_("Programa o equipo que la usará"), max_length=LONGEST_NAME)
    days = forms.TypedChoiceField(
        label=_("Cuánto dura"), coerce=int, choices=[(days, f"{days} días") for days in DAYS]
    )

    def __init__(self, facilities: list[FacilityAccount], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["facility"]
        field.choices = [(held.pk, _title(held)) for held in facilities]


@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """The account's keys and the form for another, whose text is in the answer to it, once."""
    user = account(request)
    facilities = facilities_of(user)
    if request.method != "POST":
        return _page(request, user, TokenForm(facilities))
    form = TokenForm(facilities, request.POST)
    if not form.is_valid():
        return _page(request, user, form, status=400)
    values = form.cleaned_data
    facility = next(held for held in facilities if held.pk == values.pop("facility"))
    try:
        made = issue(user, Wanted(user, facility=facility, **values))
    except InvalidParameter as error:
        form.add_error(error.parameter, error.message)
        return _page(request, user, form, status=400)
    except QuotaExceeded as error:
        form.add_error(None, error.message)
        return _page(request, user, form, status=413)
    return _page(request, user, TokenForm(facilities), made=made)


@signed_in
def end(request: HttpRequest, key_id: str) -> HttpResponse:
    """End one of the keys that the account may see."""
    try:
        revoke(account(request), key_id)
    except FeatureNotFound as error:
        raise Http404 from error
    return redirect("site:tokens")


def _page(
    request: HttpRequest,
    user: User,
    form: TokenForm,
    *,
    made: NewToken | None = None,
    status: int = 200,
) -> HttpResponse:
    page = Paginator(tokens_of(user), PER_PAGE).get_page(request.GET.get("pagina", 1))
    context = {"form": form, "made": made, "page": page}
    return render(request, "frontend/account/tokens.html", context, status=status)


def _title(held: FacilityAccount) -> str:
    return f"{SAMPLE_PREFIX if held.is_demonstration else ''}{held.facility_code}"
