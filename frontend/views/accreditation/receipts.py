"""Receipts: what they are, the public chain, and whether one or a chain is as it was signed."""

from __future__ import annotations

import json
import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from frontend.access import private
from territory.accreditation.receipts.canonical import encoded
from territory.accreditation.receipts.chain import check_lines, written_links
from territory.accreditation.receipts.checking import MOST_BYTES, check
from territory.accreditation.receipts.length import public
from territory.accreditation.receipts.statements import Refused
from territory.models import AccreditationKey
from territory.titles.signing import key_id, public_keys

_SHOWN = 10
_CODE = re.compile(r"[0-9]{5}|[0-9]{8}")
# Some twenty thousand links; of a longer chain a part is verified after another.
_MOST_CHAIN = 8_000_000
_TOO_LARGE = _("El archivo es demasiado grande: de una cadena larga compruebe una parte cada vez.")


class VerifyForm(forms.Form):
    """A receipt, or a chain."""

    file = forms.FileField(
        label=_("El recibo (.json) o la cadena (.ndjson)"), allow_empty_file=True
    )


def about(request: HttpRequest) -> HttpResponse:
    """What is signed by whom, the keys, and the end of the public chain."""
    links = list(written_links(public().reverse()[:_SHOWN]))
    code = request.GET.get("codigo", "").strip()
    code = code if _CODE.fullmatch(code) else ""
    context = {
        "links": links,
        "length": links[0]["number"] if links else 0,
        "site_keys": [(key_id(key), encoded(key.public_bytes_raw())) for key in public_keys()],
        "number_of_keys": AccreditationKey.objects.count(),
        "code": code,
        "keys": AccreditationKey.objects.filter(code=code) if code else (),
    }
    return render(request, "frontend/accreditation/receipts.html", context)


@private
def verify(request: HttpRequest) -> HttpResponse:
    """Whether a file is a good receipt or chain; nothing of it is kept."""
    form = VerifyForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                context |= _verified(form.cleaned_data["file"])
            except Refused as refused:
                form.add_error("file", _said(refused))
                status = 400
        else:
            status = 400
    return render(request, "frontend/accreditation/verify.html", context, status=status)


def _verified(file: UploadedFile[bytes]) -> dict[str, Any]:
    """Of a receipt ``checked``, of a chain ``chain``."""
    content = bytes(file.read(_MOST_CHAIN + 1))
    if len(content) > _MOST_CHAIN:
        raise Refused("too_large", str(_TOO_LARGE))
    lines = [line for line in content.splitlines() if line.strip()]
    if not lines:
        raise Refused("form", str(_("El archivo está vacío.")))
    given = _json(content) if len(content) <= MOST_BYTES else None
    if isinstance(given, dict) and "query" in given:
        return {"checked": check(given)}
    return {"chain": check_lines(lines)}


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _said(refused: Refused) -> str:
    return f"{refused.member}: {refused.message}" if refused.member else refused.message
