"""One title: the form, and the answer, which repeats nothing of what was asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from frontend.access import private
from frontend.views.participation.contribute import address_of
from layers.errors import FeatureNotFound, InvalidParameter, TooManyRequests
from layers.titles.asking import MOST, admit, look_up, read_title
from territory.models import DegreeKind
from territory.titles.counted import institute
from territory.titles.identifiers import institution_code
from territory.titles.lookup import NOT_A_CERTIFICATE, register

_PARTS = ("institution", "programme", "year", "number")


class TitleForm(forms.Form):
    """What a title is known by in public."""

    institution = forms.CharField(
        label=_("Código modular del instituto (7 dígitos)"),
        max_length=MOST["institution"],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    programme = forms.CharField(
        label=_("Programa de estudios o carrera"),
        max_length=MOST["programme"],
        widget=forms.TextInput(attrs={"list": "programas", "autocomplete": "off"}),
    )
    year = forms.CharField(
        label=_("Año en que el ministerio lo registró"),
        max_length=MOST["year"],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    number = forms.CharField(
        label=_("Número del título o código público"),
        max_length=MOST["number"],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@private
def index(request: HttpRequest) -> HttpResponse:
    """The form, with an institute's counts where an address names one; or an answer."""
    if request.method == "POST":
        return _answer(request, TitleForm(request.POST))
    code = institution_code(request.GET.get("institucion", "")[:20])
    return _form(request, TitleForm(initial={"institution": code}), code)


def _answer(request: HttpRequest, form: TitleForm) -> HttpResponse:
    if not form.is_valid():
        return _form(request, form, status=400)
    try:
        title = read_title({name: form.cleaned_data[name] for name in _PARTS})
        admit(address_of(request), request.user)
        answers = look_up([title])
    except InvalidParameter as error:
        form.add_error(error.parameter, error.message)
        return _form(request, form, status=400)
    except TooManyRequests as error:
        form.add_error(None, error.message)
        response = _form(request, form, status=429)
        response["Retry-After"] = str(error.wait_s)
        return response
    except FeatureNotFound as error:
        form.add_error(None, error.message)
        return _form(request, form, status=404)
    (answer,) = answers.answers
    context = {
        "answer": answer,
        "files": [answer.file] if answer.file else answers.files,
        "others": answers.others,
        "is_sample": answers.are_samples,
        "not_a_certificate": NOT_A_CERTIFICATE,
    }
    return render(request, "frontend/titles/answer.html", context)


def _form(
    request: HttpRequest, form: TitleForm, code: str = "", *, status: int = 200
) -> HttpResponse:
    files, others = register()
    context: dict[str, Any] = {
        "form": form,
        "files": files,
        "others": others,
        "is_sample": any(file.is_sample for file in files),
        "institute": institute(code) if code else None,
        "code": code,
        "DegreeKind": DegreeKind,
        "not_a_certificate": NOT_A_CERTIFICATE,
    }
    return render(request, "frontend/titles/index.html", context, status=status)
