"""``/oai``: the six verbs of OAI-PMH 2.0."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from lxml import etree

from ows.contact import contact
from ows.errors import guarded
from ows.formats.oai import add, base_url, document, oai_fault, response, stamp_text
from ows.methods import offering
from ows.oai import tokens
from ows.oai.arguments import PREFIX, asked_of, span_of
from ows.oai.dublin_core import NAMESPACE, SCHEMA, dublin_core
from ows.oai.faults import Code, Fault
from territory.models.reviewed import ReviewState
from territory.sanitation_studies import harvesting
from territory.sanitation_studies.harvesting import Span

PER_PAGE = 50
# The protocol asks for an address: nobody receives anything at this one (RFC 2606 §2).
_NOBODY = "no-declarado@sitio.invalid"
# Before anything was ever published.
_BEGINNING = "2017-01-01T00:00:00Z"
_MARK = "estudio-"
_NAME = "Territorio Abierto: repositorio de estudios de saneamiento"

Write = Callable[[HttpRequest, Mapping[str, str], etree._Element], None]  # noqa: SLF001


@csrf_exempt  # it changes nothing
@guarded(oai_fault)
@offering("GET", "HEAD", "POST")
def oai(request: HttpRequest) -> HttpResponseBase:
    """An answer of the protocol, its errors too."""
    try:
        asked = asked_of(request)
    except Fault as fault:
        return _refused(request, {}, fault)
    root = document(request, asked)
    try:
        _WRITE[asked["verb"]](request, asked, root)
    except Fault as fault:
        # What was asked isn't repeated where it wasn't understood (§3.2).
        return _refused(request, {} if fault.code == Code.BAD_ARGUMENT else asked, fault)
    return response(root)


def _refused(request: HttpRequest, asked: Mapping[str, str], fault: Fault) -> HttpResponse:
    root = document(request, asked)
    add(root, "error", fault.message).set("code", fault.code)
    return response(root)


def identifier_of(request: HttpRequest, key: int) -> str:
    """``oai:datos.gob.pe:estudio-17``, by the site's own host."""
    return f"oai:{_host(request)}:{_MARK}{key}"


def _host(request: HttpRequest) -> str:
    return request.get_host().partition(":")[0]


def _study(request: HttpRequest, identifier: str) -> Any:
    """Raises Fault (idDoesNotExist)."""
    found = None
    key = identifier.removeprefix(identifier_of(request, 0)[:-1])
    if re.fullmatch(r"[1-9]\d{0,17}", key, re.ASCII):
        found = harvesting.one(int(key))
    if found is None:
        raise Fault(Code.ID_DOES_NOT_EXIST, f"No existe «{identifier[:100]}».")
    return found


def _identify(request: HttpRequest, _asked: Mapping[str, str], root: etree._Element) -> None:
    said = add(root, "Identify")
    first = harvesting.earliest()
    add(said, "repositoryName", _NAME)
    add(said, "baseURL", base_url(request))
    add(said, "protocolVersion", "2.0")
    add(said, "adminEmail", contact().email or _NOBODY)
    add(said, "earliestDatestamp", stamp_text(first) if first else _BEGINNING)
    # Withdrawn studies are told for good, samples go without a word.
    add(said, "deletedRecord", "transient")
    add(said, "granularity", "YYYY-MM-DDThh:mm:ssZ")


def _formats(request: HttpRequest, asked: Mapping[str, str], root: etree._Element) -> None:
    if "identifier" in asked:
        _study(request, asked["identifier"])
    said = add(add(root, "ListMetadataFormats"), "metadataFormat")
    add(said, "metadataPrefix", PREFIX)
    add(said, "schema", SCHEMA)
    add(said, "metadataNamespace", NAMESPACE)


def _sets(_request: HttpRequest, asked: Mapping[str, str], root: etree._Element) -> None:
    if "resumptionToken" in asked:
        # The list is never broken off, so no token is one of it.
        tokens.read(asked["resumptionToken"], "ListSets")
    found = harvesting.sets()
    if not found:
        raise Fault(Code.NO_SET_HIERARCHY, "No hay estudios, ni conjuntos de ellos.")
    said = add(root, "ListSets")
    for name, title in found:
        one = add(said, "set")
        add(one, "setSpec", name)
        add(one, "setName", title)


def _record(request: HttpRequest, asked: Mapping[str, str], root: etree._Element) -> None:
    found = _study(request, asked["identifier"])
    _check_format(asked["metadataPrefix"])
    _add_record(request, add(root, "GetRecord"), found, harvesting.unit_names([found]))


def _check_format(prefix: str) -> None:
    if prefix != PREFIX:
        raise Fault(Code.CANNOT_DISSEMINATE_FORMAT, f"El único formato es {PREFIX}.")


def _list(request: HttpRequest, asked: Mapping[str, str], root: etree._Element) -> None:
    """ListIdentifiers and ListRecords, a page at a time."""
    verb = asked["verb"]
    token = asked.get("resumptionToken")
    place = tokens.read(token, verb) if token else None
    wanted = place.asked if place else {n: v for n, v in asked.items() if n != "verb"}
    _check_format(wanted["metadataPrefix"])
    rows = harvesting.within(Span(*span_of(wanted), wanted.get("set", "")))
    size = place.size if place else rows.count()
    found = harvesting.after(rows, (place.stamp, place.key) if place else None, PER_PAGE)
    if not found:
        if place:
            raise Fault(Code.BAD_RESUMPTION_TOKEN, "De esa lista no queda nada: empiece.")
        raise Fault(Code.NO_RECORDS_MATCH, "Nada responde a lo que se pide.")
    page, has_more = found[:PER_PAGE], len(found) > PER_PAGE
    said = add(root, verb)
    names = harvesting.unit_names(page) if verb == "ListRecords" else {}
    for study in page:
        if verb == "ListRecords":
            _add_record(request, said, study, names)
        else:
            _add_header(request, said, study)
    cursor = place.cursor if place else 0
    if has_more or place:
        last = page[-1]
        nxt = tokens.Place(verb, dict(wanted), last.stamp, last.pk, cursor + len(page), size)
        more = add(said, "resumptionToken", tokens.written(nxt) if has_more else None)
        more.set("completeListSize", str(max(size, cursor + len(page))))
        more.set("cursor", str(cursor))


def _add_header(request: HttpRequest, parent: etree._Element, study: Any) -> bool:
    """Whether the record is there still."""
    header = add(parent, "header")
    is_there = bool(study.state == ReviewState.PUBLISHED)
    if not is_there:
        header.set("status", "deleted")
    add(header, "identifier", identifier_of(request, study.pk))
    add(header, "datestamp", stamp_text(study.stamp))
    for name in harvesting.sets_of(study):
        add(header, "setSpec", name)
    return is_there


def _add_record(
    request: HttpRequest, parent: etree._Element, study: Any, names: Mapping[str, str]
) -> None:
    record = add(parent, "record")
    if _add_header(request, record, study):
        add(record, "metadata").append(dublin_core(request, study, names))


_WRITE: Mapping[str, Write] = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "ListIdentifiers": _list,
    "ListRecords": _list,
    "GetRecord": _record,
}
