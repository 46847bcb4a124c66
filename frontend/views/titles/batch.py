"""Titles checked by file: the form, and the answers with their signature in a zip."""

from __future__ import annotations

import io
import zipfile

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from frontend.access import account, signed_in
from frontend.csv_imports import content_of
from layers.errors import FeatureNotFound, InvalidParameter, QuotaExceeded
from layers.titles.batch import (
    COLUMNS,
    DAILY_ROWS,
    FORM,
    MOST_ROWS,
    Checked,
    check_file,
    quota_left,
)
from territory.models import TitleCheck
from territory.titles.lookup import NOT_A_CERTIFICATE, register
from territory.titles.signing import key_id, public_key


class BatchForm(forms.Form):
    """What for, and the titles."""

    # Nothing is chosen beforehand: what for is the account's to say.
    purpose = forms.ChoiceField(
        label=_("¿Para qué los consulta?"),
        choices=[("", _("Elija uno")), *TitleCheck.Purpose.choices],
    )
    file = forms.FileField(
        label=_("Archivo CSV"), widget=forms.FileInput(attrs={"accept": ".csv,text/csv"})
    )


@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """The form; what it sends is answered by a file, and kept nowhere."""
    user = account(request)
    if request.method != "POST":
        return _form(request, user, BatchForm())
    form = BatchForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, user, form, status=400)
    try:
        checked = check_file(
            user,
            content_of(request, FORM.most_bytes),
            form.cleaned_data["purpose"],
        )
    except InvalidParameter as error:
        name = error.parameter if error.parameter in form.fields else None
        form.add_error(name, error.message)
        return _form(request, user, form, status=400)
    except FeatureNotFound as error:
        form.add_error(None, error.message)
        return _form(request, user, form, status=404)
    except QuotaExceeded as error:
        form.add_error(None, error.message)
        return _form(request, user, form, status=413)
    return _zip(checked)


def _form(request: HttpRequest, user: User, form: BatchForm, *, status: int = 200) -> HttpResponse:
    files, _others = register()
    context = {
        "form": form,
        "columns": tuple(COLUMNS),
        "most": MOST_ROWS,
        "daily": DAILY_ROWS,
        "left": quota_left(user),
        "files": files,
        "is_sample": any(file.is_sample for file in files),
        "not_a_certificate": NOT_A_CERTIFICATE,
    }
    return render(request, "frontend/titles/batch.html", context, status=status)


def _zip(checked: Checked) -> HttpResponse:
    stamp = timezone.localtime(checked.at).strftime("%Y%m%d-%H%M%S")
    name = f"{'EJEMPLO_' if checked.are_samples else ''}titulos-{stamp}"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}.csv", checked.content)
        if checked.signature:
            archive.writestr(f"{name}.csv.sig", checked.signature)
        archive.writestr("LEEME.txt", _read_me(checked, name))
    headers = {"Content-Disposition": f'attachment; filename="{name}.zip"'}
    return HttpResponse(packed.getvalue(), content_type="application/zip", headers=headers)


def _read_me(checked: Checked, name: str) -> str:
    if checked.are_samples:
        return (
            f"EJEMPLO. {NOT_A_CERTIFICATE}\n\nSe buscó entre títulos inventados: estas respuestas "
            "no se firman.\n"
        )
    return (
        f"{NOT_A_CERTIFICATE}\n\n{name}.csv.sig es la firma Ed25519 de {name}.csv con la clave "
        f"{key_id(public_key())}, que está en /titulos/clave/. Se comprueba en "
        "/titulos/verificar/ o con OpenSSL 3:\n\n"
        f"openssl pkeyutl -verify -pubin -inkey clave.pem -rawin -in {name}.csv "
        f"-sigfile {name}.csv.sig\n"
    )
