"""Resources read by their address and searched for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict

from ows.errors import OwsError
from ows.fhir.bodies import missing, refuse
from ows.fhir.kinds import KINDS, Kind
from ows.fhir.service import service
from ows.formats.outcomes import written
from ows.negotiation import media_type
from territory.addresses import on_site
from territory.models import CodeConcept
from territory.models.terminology import TerminologyStatus
from territory.terminology.library import visible

MOST_ON_PAGE = 100
_PAGE = 20
_TEXTS = ("name", "title", "publisher", "description")
_EXACT = {"_id": "slug", "url": "url", "version": "version"}
_MODIFIERS = {"": "istartswith", "exact": "exact", "contains": "icontains"}
_OF_PAGE = frozenset({"_count", "_offset", "_format", "_pretty", "_summary", "_total"})
SEARCHED = (*_EXACT, "status", *_TEXTS)


@service("GET", "HEAD")
def read(request: HttpRequest, kind: str, slug: str) -> HttpResponseBase:
    of = _kind(kind)
    row = visible(of.model, request.user).filter(slug=slug).first()
    if row is None:
        raise missing()
    return written(of.write(row))


@service("GET", "HEAD")
def search(request: HttpRequest, kind: str) -> HttpResponseBase:
    return _found(request, _kind(kind), request.GET)


@service("POST")
def search_by_post(request: HttpRequest, kind: str) -> HttpResponseBase:
    found = media_type(request.headers.get("Content-Type", ""))
    if found is None or found.name != "application/x-www-form-urlencoded":
        text = "Se espera application/x-www-form-urlencoded."
        raise refuse("not-supported", text, 415)
    return _found(request, _kind(kind), request.POST)


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise refuse("not-supported", f"Aquí no hay recursos «{name[:40]}».", 404)
    return KINDS[name]


def _found(request: HttpRequest, kind: Kind, asked: QueryDict) -> HttpResponseBase:
    if any("\0" in text for _name, texts in asked.lists() for text in texts):
        raise refuse("invalid", "Un parámetro tiene el carácter nulo.")
    rows = visible(kind.model, request.user)
    for name, texts in asked.lists():
        if name not in _OF_PAGE:
            rows = _filtered(rows, kind, name, texts)
    count = min(_number(asked, "_count", _PAGE), MOST_ON_PAGE)
    offset = _number(asked, "_offset", 0)
    total = rows.count()
    shown = rows.order_by("url", "-dated_on", "-version", "pk")[offset : offset + count]
    base = on_site(f"/fhir/{kind.name}")
    entries = [
        {
            "fullUrl": f"{base}/{row.slug}",
            "resource": kind.write(row, summary=True),
            "search": {"mode": "match"},
        }
        for row in (shown if count else ())
    ]
    bundle: dict[str, Any] = {"resourceType": "Bundle", "type": "searchset", "total": total}
    bundle["link"] = list(_links(base, asked, offset, count, total))
    return written(bundle | ({"entry": entries} if entries else {}))


def _links(base: str, asked: QueryDict, offset: int, count: int, total: int) -> Any:
    plain = [(n, t) for n, texts in asked.lists() for t in texts if n not in ("_offset", "_count")]

    def link(relation: str, place: int) -> dict[str, str]:
        pages = [("_count", str(count)), ("_offset", str(place))]
        return {"relation": relation, "url": f"{base}?{urlencode([*plain, *pages])}"}

    yield link("self", offset)
    if count and offset + count < total:
        yield link("next", offset + count)
    if count and offset:
        yield link("previous", max(0, offset - count))


def _filtered(rows: QuerySet[Any], kind: Kind, name: str, texts: list[str]) -> QuerySet[Any]:
    """Rows of any of a parameter's values, which commas separate, for each time it is given."""
    plain, _, modifier = name.partition(":")
    test = _test(kind, plain, modifier)
    if test is None:
        shown = name[:40]
        raise refuse("not-supported", f"No se puede buscar por «{shown}».", at=shown)
    for text in texts:
        any_of = Q(pk__in=[])
        for value in text.split(",")[:50]:
            any_of |= test(value)
        rows = rows.filter(any_of)
    return rows


def _test(kind: Kind, name: str, modifier: str) -> Callable[[str], Q] | None:
    if name in _TEXTS and modifier in _MODIFIERS:
        return lambda value: Q(**{f"{name}__{_MODIFIERS[modifier]}": value})
    if modifier:
        return None
    if name in _EXACT:
        return lambda value: Q(**{_EXACT[name]: value})
    if name == "status":
        return _status
    if name == "code" and kind.name == "CodeSystem":
        concepts = CodeConcept.objects.filter(system=OuterRef("pk"))
        return lambda value: Q(Exists(concepts.filter(code=value.rpartition("|")[2])))
    return None


def _status(value: str) -> Q:
    if value not in (*TerminologyStatus.values, "unknown"):
        raise refuse("code-invalid", f"«{value[:40]}» no es un estado de publicación.", at="status")
    return Q(status=value)


def _number(asked: QueryDict, name: str, default: int) -> int:
    text = asked.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise refuse("invalid", f"El parámetro «{name}» es un número entero desde 0.", at=name)
    return int(text)


@service("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
def nothing(_request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """Whatever has no address: a resource of another kind, an operation that isn't offered."""
    del rest
    error: OwsError = refuse("not-supported", "Este servicio no ofrece lo que se pide.", 404)
    raise error
