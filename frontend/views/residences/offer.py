"""``/residencias/<code>/ofrecer/``: what is unmet is what anybody can offer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from frontend.access import private
from frontend.views.participation.contribute import address_of
from layers.errors import InvalidGeometry, InvalidParameter, TooManyRequests
from layers.participation.admission import admit
from layers.residences.offering import Offered, offer, unmet
from territory.models import ResidenceNeed, RuralResidence, Sector
from territory.models.residences import MOST_THINGS
from territory.participation.proofs import BITS, new_challenge
from territory.residences.shown import find_residence

CITIZEN = "citizen"


class OfferForm(forms.Form):
    """What is asked; ``website`` is for machines that fill in whatever there is."""

    item = forms.ChoiceField(label=_("¿Qué se ofrece?"))
    quantity = forms.IntegerField(label=_("¿Cuántas?"), min_value=1, max_value=MOST_THINGS)
    by = forms.ChoiceField(
        label=_("¿Quién lo ofrece?"),
        choices=[
            ("", _("Una organización o empresa")),
            (CITIZEN, _("Una ciudadana o un ciudadano, sin dar su nombre")),
        ],
        required=False,
    )
    organisation = forms.CharField(
        label=_("¿Qué organización o empresa? (en blanco si es una ciudadana o un ciudadano)"),
        max_length=150,
        required=False,
    )
    sector = forms.ChoiceField(
        label=_("¿De qué sector es? (opcional)"),
        choices=[("", _("No digo")), *Sector.choices],
        required=False,
    )
    website = forms.CharField(required=False, max_length=200)
    challenge = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    nonce = forms.CharField(required=False, max_length=15, widget=forms.HiddenInput)

    def __init__(self, needs: list[ResidenceNeed], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [  # type: ignore[attr-defined]
            (need.item, _choice(need)) for need in needs
        ]

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(
                _("Deje vacío el campo «Sitio web»: es una trampa para envíos automáticos.")
            )
        return ""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        named = given.get("organisation", "")
        if given.get("by") == CITIZEN:
            if named:
                message = _("Una ciudadana o un ciudadano ofrece sin dar nombre: déjelo en blanco.")
                self.add_error("organisation", message)
            given["organisation"] = None
        elif not named and "organisation" not in self.errors:
            self.add_error("organisation", _("Falta el nombre de la organización."))
        return given


def _choice(need: ResidenceNeed) -> str:
    return f"{capfirst(need.get_item_display())}: faltan {need.missing} {need.unit}"


@private
def new(request: HttpRequest, residence: str) -> HttpResponse:
    """The form; what it sends waits for a moderator, and is followed by its code."""
    try:
        found = find_residence(residence)
    except RuralResidence.DoesNotExist:
        raise Http404 from None
    needs = unmet(found)
    if request.method != "POST":
        asked = OfferForm(needs, initial={"item": request.GET.get("bien", "")[:20]})
        return _page(request, found, needs, asked)
    form = OfferForm(needs, request.POST)
    if not form.is_valid():
        return _page(request, found, needs, form, status=400)
    given = form.cleaned_data
    try:
        admit(address_of(request), given["challenge"], given["nonce"])
        received = offer(
            Offered(found, given["item"], given["quantity"], given["organisation"], given["sector"])
        )
    except TooManyRequests as error:
        form.add_error(None, error.message)
        response = _page(request, found, needs, form, status=429)
        response["Retry-After"] = str(error.wait_s)
        return response
    except (InvalidParameter, InvalidGeometry) as error:
        form.add_error(error.parameter if error.parameter in form.fields else None, error.message)
        return _page(request, found, needs, form, status=400)
    return redirect("site:contribution-followed", received.code)


def _page(
    request: HttpRequest,
    found: RuralResidence,
    needs: list[ResidenceNeed],
    form: OfferForm,
    status: int = 200,
) -> HttpResponse:
    context = {
        "residence": found,
        "needs": needs,
        "form": form,
        "challenge": new_challenge(),
        "bits": BITS,
    }
    return render(request, "frontend/residences/offer.html", context, status=status)
