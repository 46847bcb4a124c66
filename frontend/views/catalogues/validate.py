"""``/catalogos/validar/``: a facility's own codes held against a published catalogue."""

from __future__ import annotations

import io
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from frontend.access import private
from frontend.csv_imports import content_of
from layers.errors import InvalidParameter
from layers.health_catalogues.local_codes import (
    COLUMNS,
    FORM,
    MOST_ROWS,
    Answer,
    check_file,
    notes_of,
    write_answers,
)
from territory.health_catalogues.browsing import version, versions
from territory.health_catalogues.validating import MOST_NEAREST

_SHOWN = 200


class LocalCodesForm(forms.Form):
    """Against which version, and the codes."""

    system = forms.ChoiceField(label=_("Catálogo y versión"))
    file = forms.FileField(
        label=_("Archivo CSV"), widget=forms.FileInput(attrs={"accept": ".csv,text/csv"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["system"]
        field.choices = [("", _("Elija uno")), *((row.slug, str(row)) for row in versions())]


@private
def index(request: HttpRequest) -> HttpResponse:
    """The form, and what is said of the codes that it sends, which are kept nowhere."""
    if request.method != "POST":
        return _page(request, LocalCodesForm(initial={"system": request.GET.get("catalogo", "")}))
    form = LocalCodesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=400)
    system = version(form.cleaned_data["system"])
    assert system is not None
    try:
        answer = check_file(system, content_of(request, FORM.most_bytes))
    except InvalidParameter as error:
        form.add_error("file", error.message)
        return _page(request, form, status=400)
    return _file(answer) if "csv" in request.POST else _page(request, form, answer)


def _page(
    request: HttpRequest,
    form: LocalCodesForm,
    answer: Answer | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    wrong = answer.wrong if answer else []
    context = {
        "form": form,
        "columns": COLUMNS,
        "most": MOST_ROWS,
        "most_nearest": MOST_NEAREST,
        "answer": answer,
        "wrong": [(row, notes_of(row)) for row in wrong[:_SHOWN]],
        "has_more": len(wrong) > _SHOWN,
        "has_samples": any(row.is_sample for row in versions()),
    }
    return render(request, "frontend/catalogues/validate.html", context, status=status)


def _file(answer: Answer) -> HttpResponse:
    out = io.StringIO()
    write_answers(answer, out)
    mark = "EJEMPLO-" if answer.system.is_sample else ""
    # With a byte order mark, or a spreadsheet in Spanish breaks the accents.
    response = HttpResponse(
        out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{mark}codigos_validados.csv"'
    return response
