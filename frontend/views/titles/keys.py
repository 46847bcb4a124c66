"""The public keys of signed answers, and whether the site signed a file."""

from __future__ import annotations

import base64
import binascii

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from frontend.access import private
from territory.titles.signing import key_id, pem, public_key, public_keys, raw_text, signer_of

# An answer has 500 rows at most.
_MOST_BYTES = 2_000_000
_SIGNATURE_BYTES = 64
_MOST_SIGNATURE = 200


class VerifyForm(forms.Form):
    """A signed file and its signature."""

    file = forms.FileField(label=_("Archivo CSV con las respuestas"), allow_empty_file=True)
    signature = forms.FileField(label=_("Su firma (.sig)"), allow_empty_file=True)


def keys(request: HttpRequest) -> HttpResponse:
    """The key of today, the former ones, and how a signature is verified."""
    shown = [{"id": key_id(key), "pem": pem(key), "raw": raw_text(key)} for key in public_keys()]
    return render(request, "frontend/titles/keys.html", {"keys": shown})


def key_file(request: HttpRequest) -> HttpResponse:
    """The key of today as programs take it."""
    headers = {"Content-Disposition": 'attachment; filename="clave.pem"'}
    content_type = "application/x-pem-file"
    return HttpResponse(pem(public_key()), content_type=content_type, headers=headers)


@private
def verify(request: HttpRequest) -> HttpResponse:
    """Whether the site signed a file as it is; nothing of it is kept."""
    form = VerifyForm(request.POST or None, request.FILES or None)
    context = {"form": form, "asked": False}
    status = 200
    if request.method == "POST":
        if form.is_valid():
            content = _bytes(form.cleaned_data["file"], _MOST_BYTES)
            signature = _signature(form.cleaned_data["signature"])
            signer = signer_of(content, signature) if content and signature else None
            context |= {"asked": True, "signer": key_id(signer) if signer else ""}
        else:
            status = 400
    return render(request, "frontend/titles/verify.html", context, status=status)


def _bytes(file: UploadedFile[bytes], most: int) -> bytes:
    """The content; empty where it is larger than anything that is signed."""
    content = bytes(file.read(most + 1))
    return content if len(content) <= most else b""


def _signature(file: UploadedFile[bytes]) -> bytes:
    """64 bytes, also of a text in base64; empty where it is no signature."""
    content = _bytes(file, _MOST_SIGNATURE)
    if len(content) == _SIGNATURE_BYTES:
        return content
    try:
        decoded = base64.b64decode(content.strip(), validate=True)
    except (binascii.Error, ValueError):
        return b""
    return decoded if len(decoded) == _SIGNATURE_BYTES else b""
