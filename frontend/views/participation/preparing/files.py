"""A new record that is an address or a file: what shows a delivery, a residence, a study."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from frontend.access import account
from frontend.received import received_file
from frontend.views.participation.preparing.forms import RecordForm
from frontend.views.participation.preparing.showing import trail_to
from frontend.views.tracking.forms import EvidenceForm
from layers.errors import TerritorioError
from layers.participation.processes.values import InvalidValues
from layers.record_kinds import Kind
from layers.residences import conditions
from layers.residences.conditions import Seen
from layers.sanitation_studies import versions as study_versions
from layers.security_policy import evidence as library
from layers.security_policy.kinds import SECURITY_EVIDENCE
from layers.tracking import evidence as evidence_door
from territory.models import DeliveryEvidence, ReviewedRecord, SanitationStudy
from territory.models.residence_conditions import Condition
from territory.participation.processes.seen import looked_after
from territory.reviewing import Verb


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


class SecurityEvidenceForm(RecordForm):
    """An evidence of the library: what is said of it, and its address or file."""

    def __init__(self, request: HttpRequest) -> None:
        commitments = looked_after(request.user, Verb.PREPARE)
        super().__init__(SECURITY_EVIDENCE, commitments, request.user, request.POST or None)
        for name, field in EvidenceForm.base_fields.items():
            if name != "title":
                self.fields[name] = deepcopy(field)


class StudyVersionForm(EvidenceForm):
    """A version of a study."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["title"].label = _("Qué es, o qué cambia en esta versión")
        self.fields["file"].label = _(
            "O un archivo: PDF, imagen, hoja de cálculo o CSV, hasta 50 MB"
        )


def _form_of(request: HttpRequest, kind: Kind, parent: ReviewedRecord | None) -> forms.Form:
    if kind is SECURITY_EVIDENCE:
        return SecurityEvidenceForm(request)
    if isinstance(parent, SanitationStudy):
        return StudyVersionForm(request.POST or None, request.FILES or None)
    if parent:
        return EvidenceForm(request.POST or None, request.FILES or None)
    return PhotoForm(
        request.POST or None,
        request.FILES or None,
        initial={"residence": request.GET.get("residencia", "")[:20]},
    )


def new(request: HttpRequest, kind: Kind, word: str, parent: ReviewedRecord | None) -> HttpResponse:
    """The form; its file is looked at in the sandbox, and private until somebody confirms it."""
    form = _form_of(request, kind, parent)
    if request.method == "POST" and form.is_valid():
        try:
            made = _kept(request, form, parent)
        except InvalidValues as error:
            for problem in error.problems:
                name = (problem.parameter or "").removesuffix("_id")
                form.add_error(name if name in form.fields else None, problem.message)
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


def _kept(request: HttpRequest, form: forms.Form, parent: ReviewedRecord | None) -> Any:
    """Raises TerritorioError."""
    user, file, given = account(request), received_file(request), form.cleaned_data
    if isinstance(form, SecurityEvidenceForm):
        return library.add(user, form.values(), address=given["address"], file=file)
    if parent is None:
        said = Seen(given["residence"], given["title"], given["condition"], given["observed_on"])
        return conditions.add(user, said, file)
    if isinstance(parent, SanitationStudy):
        return study_versions.add(user, parent, given["title"], address=given["address"], file=file)
    evidence = DeliveryEvidence(commitment=parent.of_commitment, delivery_id=parent.pk)
    return evidence_door.support(
        user, evidence, parent, given["title"], address=given["address"], file=file
    )
