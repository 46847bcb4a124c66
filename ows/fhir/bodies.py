"""A request's JSON: bounded, without what no resource holds, and read once."""

from __future__ import annotations

import json
import re
from typing import Any

from django.http import HttpRequest

from ows.formats.outcomes import FhirError, Issue
from ows.negotiation import media_type

MOST_BYTES = 4 * 1024 * 1024
MOST_LEVELS = 60
_JSON = frozenset(
    {"application/fhir+json", "application/json", "text/json", "application/json+fhir"}
)
# A level opens or closes, or a string is passed over whole, be it ended or not.
_LEVELS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)


def refuse(code: str, text: str, status: int = 400, at: str | None = None) -> FhirError:
    return FhirError(Issue("error", code, text, at=at), status)


def missing() -> FhirError:
    return refuse("not-found", "No existe lo que se pide.", 404)


def read_json(request: HttpRequest) -> dict[str, Any]:
    """The body as an object; 400, 413 or 415 with what is wrong with it."""
    found = media_type(request.headers.get("Content-Type", ""))
    if found is None or found.name not in _JSON:
        raise refuse("not-supported", "Se espera un cuerpo en application/fhir+json.", 415)
    if found.parameters.get("fhirversion", "4.0") not in ("4.0", "4.0.1"):
        raise refuse("not-supported", "Se espera un recurso de FHIR 4.0.", 415)
    if found.parameters.get("charset", "utf-8") not in ("utf-8", "utf8"):
        raise refuse("not-supported", "El cuerpo tiene que estar en UTF-8.", 415)
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > MOST_BYTES:
        raise _too_long()
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise _too_long()
    return _object(body)


def _too_long() -> FhirError:
    return refuse("too-long", f"El cuerpo pasa de {MOST_BYTES // 1024 // 1024} MB.", 413)


def _object(body: bytes) -> dict[str, Any]:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse("structure", "El cuerpo no está en UTF-8.") from error
    check_levels(text)
    try:
        found = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise refuse("structure", "El cuerpo no es JSON bien formado.") from error
    if not isinstance(found, dict):
        raise refuse("structure", "Se espera un recurso de FHIR: un objeto de JSON.")
    if "\\ud" in text.lower() and _is_half(found):
        raise refuse("invalid", "Un texto del cuerpo tiene la mitad de un carácter.")
    if "\\u0000" in text:
        raise refuse("invalid", "Un texto del cuerpo tiene el carácter nulo.")
    return found


def _is_half(found: Any) -> bool:
    """Whether a text has one of a pair of surrogates alone, which UTF-8 can't write."""
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _no_number(name: str) -> Any:
    raise ValueError(name)


def check_levels(text: str) -> None:
    """Before it is read: what is nested deeper would cost the reader its stack."""
    level = 0
    for found in _LEVELS.finditer(text):
        mark = found[0]
        if mark in "[{":
            level += 1
            if level > MOST_LEVELS:
                raise refuse("too-long", f"El JSON tiene más de {MOST_LEVELS} niveles.")
        elif mark in "]}":
            level -= 1
