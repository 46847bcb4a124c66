"""Searches: by FHIR's parameters, a page at a time.

A parameter that isn't known is left out and said so, unless ``Prefer: handling=strict`` asks for an
error (FHIR R4, 3.1.1.5): clients send what other servers know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict

from ows.fhir import shaping
from ows.fhir.bodies import refuse
from ows.fhir.kinds import Kind, kind_of
from ows.fhir.service import service
from ows.formats.outcomes import Issue, outcome, written
from ows.negotiation import media_type
from territory.addresses import on_site
from territory.models import CodeConcept
from territory.models.terminology import TerminologyStatus
from territory.terminology.library import split, visible

MOST_ON_PAGE, MOST_VALUES, MOST_PARAMETERS, MOST_SORTED = 100, 50, 50, 8
_PAGE = 20
_TEXTS = ("name", "title", "publisher", "description")
_EXACT = {"_id": "slug", "version": "version"}
_MODIFIERS = {"": "istartswith", "exact": "exact", "contains": "icontains"}
_OF_PAGE = frozenset({"_count", "_offset", "_format", "_pretty", "_total"}) | shaping.PARAMETERS
_SORTED = {
    "_id": "slug", "_lastUpdated": "updated_at", "url": "url", "version": "version",
    "name": "name", "title": "title", "status": "status", "date": "dated_on",
}  # fmt: skip
_ORDER = ("url", "-dated_on", "-version", "pk")
SEARCHED = ("_id", "url", "version", "status", *_TEXTS)
# Besides those: of code systems what FHIR calls by another name, and what they define.
OF_SYSTEMS = ("system", "code")


@dataclass
class _Asked:
    """What a search was asked and what of it was understood."""

    kind: Kind
    query: QueryDict
    rows: QuerySet[Any]
    understood: list[tuple[str, str]] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


@service("GET", "HEAD")
def search(request: HttpRequest, kind: str) -> HttpResponseBase:
    return _found(request, kind_of(kind), request.GET)


@service("POST")
def search_by_post(request: HttpRequest, kind: str) -> HttpResponseBase:
    found = media_type(request.headers.get("Content-Type", ""))
    if found is None or found.name != "application/x-www-form-urlencoded":
        text = "Se espera application/x-www-form-urlencoded."
        raise refuse("not-supported", text, 415)
    asked = request.GET.copy()
    asked.update(request.POST)
    return _found(request, kind_of(kind), asked)


def _found(request: HttpRequest, kind: Kind, query: QueryDict) -> HttpResponseBase:
    asked = _Asked(kind, query, visible(kind.model, request.user))
    _filter(asked, is_strict=_is_strict(request))
    wanted = shaping.shape(query)
    count = min(_number(query, "_count", _PAGE), MOST_ON_PAGE)
    if wanted.counts:
        count = 0
    offset = _number(query, "_offset", 0)
    order, total = _order(asked), asked.rows.count()
    base = request.build_absolute_uri(on_site(f"/fhir/{kind.name}"))
    rows = asked.rows.order_by(*order)[offset : offset + count] if count else ()
    # Of many resources each without its concepts: a page asks as many queries however long it is.
    entries = [
        {
            "fullUrl": f"{base}/{row.slug}",
            "resource": wanted.cut(kind.write(row, summary=True)),
            "search": {"mode": "match"},
        }
        for row in rows
    ]
    entries += _remarks(asked)
    bundle: dict[str, Any] = {"resourceType": "Bundle", "type": "searchset", "total": total}
    if count:
        bundle["link"] = list(_links(base, asked, offset, count, total))
    else:
        bundle["link"] = [{"relation": "self", "url": _address(base, asked, [("_count", "0")])}]
    return written(bundle | ({"entry": entries} if entries else {}))


def _is_strict(request: HttpRequest) -> bool:
    """``Prefer: handling=strict`` (RFC 7240)."""
    wishes = request.headers.get("Prefer", "").lower().replace(" ", "").replace(";", ",")
    return "handling=strict" in wishes.split(",")


def _filter(asked: _Asked, *, is_strict: bool) -> None:
    """Rows of any of a parameter's values, which commas separate, for each time it is given."""
    if sum(len(texts) for _name, texts in asked.query.lists()) > MOST_PARAMETERS:
        raise refuse("too-long", f"Son más de {MOST_PARAMETERS} parámetros.")
    for name, texts in asked.query.lists():
        if any("\0" in text for text in (name, *texts)):
            raise refuse("invalid", "Un parámetro tiene el carácter nulo.")
        if name in _OF_PAGE:
            asked.understood += [(name, text) for text in texts if name not in _PLACE]
            continue
        if name == "_sort":
            continue
        plain, _, modifier = name.partition(":")
        test = _test(asked.kind, plain, modifier)
        if test is None:
            _leave_out(asked, name, is_strict=is_strict)
            continue
        for text in texts:
            asked.rows = asked.rows.filter(_any_of(test, text, name))
            asked.understood.append((name, text))


_PLACE = ("_count", "_offset")


def _any_of(test: Callable[[str], Q], text: str, name: str) -> Q:
    values = text.split(",")
    if len(values) > MOST_VALUES:
        raise refuse("too-long", f"«{name}» tiene más de {MOST_VALUES} valores.", at=name)
    any_of = Q(pk__in=[])
    for value in values:
        any_of |= test(value)
    return any_of


def _leave_out(asked: _Asked, name: str, *, is_strict: bool) -> None:
    shown = name[:40]
    if is_strict:
        raise refuse("not-supported", f"No se puede buscar por «{shown}».", at=shown)
    asked.ignored.append(shown)


def _order(asked: _Asked) -> list[str]:
    """As ``_sort`` says, and then as always, so that pages never overlap."""
    texts = asked.query.getlist("_sort")
    if not texts:
        return list(_ORDER)
    found, names = [], texts[-1].split(",")
    if len(names) > MOST_SORTED:
        raise refuse("too-long", f"«_sort» nombra más de {MOST_SORTED}.", at="_sort")
    for name in names:
        field_name = _SORTED.get(name.removeprefix("-"))
        if field_name is None:
            shown = name[:40]
            raise refuse("not-supported", f"No se puede ordenar por «{shown}».", at="_sort")
        found.append(f"-{field_name}" if name.startswith("-") else field_name)
    asked.understood.append(("_sort", texts[-1]))
    return [*found, *_ORDER]


def _remarks(asked: _Asked) -> list[dict[str, Any]]:
    """What wasn't understood, as an entry that is no match."""
    if not asked.ignored:
        return []
    issues = [
        Issue("warning", "not-supported", f"No se puede buscar por «{name}»: no se tomó.", at=name)
        for name in asked.ignored[:20]
    ]
    return [{"resource": outcome(issues), "search": {"mode": "outcome"}}]


def _address(base: str, asked: _Asked, place: list[tuple[str, str]]) -> str:
    return f"{base}?{urlencode([*asked.understood, *place])}"


def _links(
    base: str, asked: _Asked, offset: int, count: int, total: int
) -> Iterator[dict[str, str]]:
    def link(relation: str, place: int) -> dict[str, str]:
        pages = [("_count", str(count)), ("_offset", str(place))]
        return {"relation": relation, "url": _address(base, asked, pages)}

    yield link("self", offset)
    yield link("first", 0)
    if offset + count < total:
        yield link("next", offset + count)
    if offset:
        yield link("previous", max(0, offset - count))
    yield link("last", max(0, (total - 1) // count * count))


def _test(kind: Kind, name: str, modifier: str) -> Callable[[str], Q] | None:
    if name in _TEXTS and modifier in _MODIFIERS:
        return lambda value: Q(**{f"{name}__{_MODIFIERS[modifier]}": value})
    if modifier:
        return None
    if name in _EXACT:
        return lambda value: Q(**{_EXACT[name]: value})
    is_system = kind.name == "CodeSystem"
    if name == "url" or (name == "system" and is_system):
        return _canonical
    if name == "status":
        return _status
    if name == "code" and is_system:
        concepts = CodeConcept.objects.filter(system=OuterRef("pk"))
        return lambda value: Q(Exists(concepts.filter(code=value.rpartition("|")[2])))
    return None


def _canonical(value: str) -> Q:
    """``address``, or ``address|version``."""
    url, version = split(value)
    return Q(url=url, version=version) if version else Q(url=url)


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
