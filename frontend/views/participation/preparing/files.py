"""A new record that is an address or a file: what shows a delivery, or a residence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from frontend.access import account
from frontend.received import received_file
from frontend.views.participation.preparing.showing import trail_to
from frontend.views.tracking.forms import EvidenceForm
from layers.errors import TerritorioError
from layers.record_kinds import Kind
from layers.residences import conditions
from layers.residences.conditions import Seen
from layers.tracking import evidence as evidence_door
from territory.models import DeliveryEvidence, ReviewedRecord
from territory.models.residence_conditions import Condition


class PhotoForm(forms.Form):
    """How a residence was on a day."""

    residence = forms.CharField(
        label=_("Residencia"),
        help_text=_("Código modular y anexo de la escuela, por ejemplo «0257048-0»; no cambia."),
        max_length=20,
    )
    condition = forms.ChoiceField(label=_("Estado de conservación"), choices=Condition.choices)
    observed_on = forms.DateField(label=_("Vista el"), widget=forms.DateInput({"type": "date"}))
    title = forms.CharField(label=_("Qué se ve"), max_length=200)
    file = forms.FileField(
        label=_("Foto PNG o JPEG, sin estudiantes ni otras personas, hasta 20 MB"),
        required=False,
        widget=forms.ClearableFileInput({"data-upload": ""}),
    )


def new(request: HttpRequest, kind: Kind, word: str, parent: ReviewedRecord | None) -> HttpResponse:
    """The form; its file is looked at in the sandbox, and private until somebody confirms it."""
    form: forms.Form = (
        EvidenceForm(request.POST or None, request.FILES or None)
        if parent
        else PhotoForm(
            request.POST or None,
            request.FILES or None,
            initial={"residence": request.GET.get("residencia", "")[:20]},
        )
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = _kept(request, form.cleaned_data, parent)
        except TerritorioError as error:
            name = (error.parameter or "").removesuffix("_id")
            name = name if name in form.fields else "file"
            form.add_error(name, error.message)
        else:
            return redirect("site:preparing-record", word, made.pk)
    context = {
        "form": form,
        "kind_title": str(kind.model._meta.verbose_name),
        "trail": trail_to(parent) if parent else [],
        "has_file": True,
    }
    status = 422 if form.errors else 200
    return render(request, "frontend/participation/preparing/new.html", context, status=status)


def _kept(request: HttpRequest, given: dict[str, Any], parent: ReviewedRecord | None) -> Any:
    """Raises TerritorioError."""
    user, file = account(request), received_file(request)
    if parent is None:
        said = Seen(given["residence"], given["title"], given["condition"], given["observed_on"])
        return conditions.add(user, said, file)
    evidence = DeliveryEvidence(commitment=parent.of_commitment, delivery_id=parent.pk)
    return evidence_door.support(
        user, evidence, parent, given["title"], address=given["address"], file=file
    )
