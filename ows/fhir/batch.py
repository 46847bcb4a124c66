"""A Bundle of type ``batch`` at the service's root (FHIR R4, 3.1.0.11): each entry on its own.

What an entry asks is asked of the same views as by itself, in the name of whoever sent the bundle,
so that it gets the same answer; one that fails costs the others nothing. Bounded are the entries,
what they are answered together and how long they take: entries beyond that are told to be asked
again.
"""

from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import dataclass, field
from http import HTTPStatus
from time import monotonic
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.encoding import iri_to_uri
from django.utils.http import parse_http_date

from layers import versions
from ows.addresses import readable
from ows.errors import OwsError
from ows.fhir.bodies import missing, read_json, refuse
from ows.fhir.checking import checked
from ows.fhir.service import service
from ows.formats.outcomes import FHIR_JSON, FhirError, Issue, operation_outcome, written
from ows.tags import by_content
from territory.addresses import on_site

MOST_ENTRIES = 100
MOST_ANSWERED_BYTES = 8 * 1024 * 1024
MOST_SECONDS = 20.0
MOST_CHARACTERS = 8_000
_METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH")
_URLS = "ows.fhir.urls"
# Of the bundle's own request; each entry has its own of these, or none.
_NOT_INHERITED = ("HTTP_IF_", "HTTP_RANGE", "HTTP_TRANSFER_ENCODING", "CONTENT_")


@service("POST")
def view(request: HttpRequest) -> HttpResponseBase:
    entries = _entries(read_json(request))
    answered = _Answered(request, monotonic())
    # One state of what is published for all of them.
    with versions.read_once():
        for place, entry in enumerate(entries):
            answered.add(place, entry)
    bundle: dict[str, Any] = {"resourceType": "Bundle", "type": "batch-response"}
    return written(bundle | ({"entry": answered.entries} if answered.entries else {}))


def _entries(bundle: dict[str, Any]) -> list[Any]:
    """The entries of a batch; 400 or 422 for anything else, before one is looked at."""
    if bundle.get("resourceType") != "Bundle":
        raise refuse("structure", "Se espera un recurso Bundle.", at="resourceType")
    kind = bundle.get("type")
    if kind == "transaction":
        text = (
            "Este servicio solo se lee: no ejecuta transacciones. Envíe las consultas en un Bundle "
            "de tipo batch."
        )
        raise refuse("not-supported", text, 422, "Bundle.type")
    if kind != "batch":
        raise refuse("invalid", "El tipo del Bundle tiene que ser batch.", at="Bundle.type")
    entries = bundle.get("entry", [])
    if not isinstance(entries, list):
        raise refuse("structure", "Las entradas del Bundle son una lista.", at="Bundle.entry")
    if len(entries) > MOST_ENTRIES:
        text = f"El lote tiene {len(entries)} entradas: se toman hasta {MOST_ENTRIES}."
        raise refuse("too-costly", text, 422, "Bundle.entry")
    # Each entry is held against FHIR's definitions by itself.
    checked({name: value for name, value in bundle.items() if name != "entry"})
    return entries


@dataclass
class _Answered:
    """The entries' answers so far, in their order."""

    request: HttpRequest
    started: float
    entries: list[dict[str, Any]] = field(default_factory=list)
    size: int = 0

    def add(self, place: int, entry: Any) -> None:
        at = f"Bundle.entry[{place}]"
        inner: HttpRequest = self.request
        try:
            self._check_cost(at)
            inner = _asked(self.request, entry, at)
            response: Any = _READ(inner)
            self.size += len(response.content)
            self._check_size(at)
        except OwsError as error:
            response = operation_outcome(error, inner)
        self.entries.append(_entry(response, is_wanted=inner.method != "HEAD"))

    def _check_size(self, at: str) -> None:
        if self.size > MOST_ANSWERED_BYTES:
            raise _beyond(at, "es demasiado larga")

    def _check_cost(self, at: str) -> None:
        self._check_size(at)
        if monotonic() - self.started > MOST_SECONDS:
            raise _beyond(at, "tarda demasiado")


def _beyond(at: str, why: str) -> FhirError:
    text = f"La respuesta al lote {why}: pida esta entrada por separado, o en un lote menor."
    return refuse("too-costly", text, 422, at)


def _asked(outer: HttpRequest, entry: Any, at: str) -> HttpRequest:
    """What an entry asks, as a request of its own; 400 where it asks nothing."""
    if not isinstance(entry, dict):
        raise refuse("structure", "La entrada no es un objeto.", at=at)
    # What is asked is held against the definitions by who reads it.
    try:
        checked({
            "resourceType": "Bundle", "type": "batch",
            "entry": [{name: value for name, value in entry.items() if name != "resource"}],
        })  # fmt: skip
    except FhirError as error:
        issue = Issue("error", error.issue.code, error.issue.text, at=at)
        raise FhirError(issue, error.status) from error
    told = entry.get("request")
    if told is None:
        raise refuse("required", "La entrada no dice qué se pide (request).", at=f"{at}.request")
    method = told["method"]
    if method not in _METHODS:
        text = f"El método es uno de {', '.join(_METHODS)}."
        raise refuse("code-invalid", text, at=f"{at}.request.method")
    path, query = _address(outer, told["url"], f"{at}.request.url")
    body = b""
    if method not in ("GET", "HEAD") and entry.get("resource") is not None:
        body = json.dumps(entry["resource"], ensure_ascii=False).encode()
    return _request(outer, method, (path, query), body, told.get("ifNoneMatch"))


def _address(outer: HttpRequest, url: str, at: str) -> tuple[str, str]:
    """Path below the service and query, of an address relative to it or whole; 400 for others'."""
    if len(url) > MOST_CHARACTERS:
        raise refuse("too-long", f"La dirección pasa de {MOST_CHARACTERS} caracteres.", at=at)
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise refuse("invalid", "No es una dirección.", at=at) from error
    path = parts.path
    if parts.scheme or parts.netloc:
        base = urlsplit(outer.build_absolute_uri(on_site("/fhir/")))
        of_service = (parts.scheme, parts.netloc) == (base.scheme, base.netloc)
        if not of_service or not path.startswith(base.path):
            text = f"La dirección no es de este servicio: es relativa a {base.geturl()}."
            raise refuse("invalid", text, at=at)
        path = path.removeprefix(base.path)
    path = path.lstrip("/")
    if not path:
        text = "La entrada pide el servicio mismo: un lote no contiene otro."
        raise refuse("not-supported", text, at=at)
    return path, parts.query


def _request(
    outer: HttpRequest, method: str, address: tuple[str, str], body: bytes, tag: str | None
) -> HttpRequest:
    path, query = address
    variables = {
        name: value for name, value in outer.META.items() if not name.startswith(_NOT_INHERITED)
    }
    variables |= {
        "REQUEST_METHOD": method,
        # As WSGI has paths: bytes, shown as letters (PEP 3333).
        "PATH_INFO": "/fhir/" + unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": iri_to_uri(query),
        "HTTP_ACCEPT": FHIR_JSON,
        "wsgi.input": io.BytesIO(body),
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": FHIR_JSON,
    }
    if tag:
        variables["HTTP_IF_NONE_MATCH"] = tag
    inner = WSGIRequest(variables)
    inner.user = outer.user
    return inner


def _read(inner: HttpRequest) -> HttpResponseBase:
    """What the service answers at an entry's address."""
    try:
        match = resolve(inner.path_info.removeprefix("/fhir"), _URLS)
    except Resolver404:
        return operation_outcome(missing(), inner)
    return by_content(inner, match.func(inner, *match.args, **match.kwargs))


# An address in a body is no better than one that is asked by itself.
_READ = readable(_read)


def _entry(response: Any, *, is_wanted: bool) -> dict[str, Any]:
    """An entry of the answer, with the resource where it ``is_wanted`` or an error's.

    An error's OperationOutcome is the entry's resource, where HL7's own client looks for it, and
    ``outcome`` besides, where others do.
    """
    status = response.status_code
    told: dict[str, Any] = {"status": f"{status} {HTTPStatus(status).phrase}"}
    if response.has_header("ETag"):
        told["etag"] = response["ETag"]
    if response.has_header("Last-Modified"):
        seconds = parse_http_date(response["Last-Modified"])
        told["lastModified"] = dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat()
    if not response.content or not (is_wanted or status >= 400):
        return {"response": told}
    resource = json.loads(response.content)
    if status >= 400:
        told["outcome"] = resource
    return {"resource": resource, "response": told}
