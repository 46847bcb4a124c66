"""``metadata``: what the service offers, as CapabilityStatement or TerminologyCapabilities."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from ows.fhir import batch, expand, searching
from ows.fhir.bodies import refuse
from ows.fhir.kinds import KINDS, Kind
from ows.fhir.service import FHIR_VERSION, service
from ows.formats.outcomes import written
from territory.addresses import on_site
from territory.models import CodeSystem
from territory.terminology.library import visible

# When what these documents say of the service last changed.
_DATE = "2026-11-30"
_DEFINITION = "http://hl7.org/fhir/OperationDefinition/"
_TITLE = "Territorio Abierto: terminología de salud"
_TOKENS = ("_id", "status", "code", "version")


@service("GET", "HEAD")
def view(request: HttpRequest) -> HttpResponseBase:
    mode = request.GET.get("mode", "full")
    if mode == "terminology":
        return written(_terminology(request))
    if mode not in ("full", "normative"):
        raise refuse("invalid", "«mode» es full, normative o terminology.", at="mode")
    return written(_statement(request))


def _common(request: HttpRequest, kind: str, name: str) -> dict[str, Any]:
    base = request.build_absolute_uri(on_site("/fhir"))
    return {
        "resourceType": kind,
        "url": f"{base}/{kind}/{name}",
        "version": "1.0.0",
        "name": name,
        "title": _TITLE,
        "status": "active",
        "date": _DATE,
        "kind": "instance",
        "software": {"name": "Territorio Abierto"},
        "implementation": {"description": _TITLE, "url": base},
    }


def _statement(request: HttpRequest) -> dict[str, Any]:
    return _common(request, "CapabilityStatement", "territorioAbierto") | {
        "instantiates": ["http://hl7.org/fhir/CapabilityStatement/terminology-server"],
        "fhirVersion": FHIR_VERSION,
        "format": ["application/fhir+json", "json"],
        "rest": [
            {
                "mode": "server",
                "security": {"cors": True},
                "resource": [_resource(kind) for kind in KINDS.values()],
                "interaction": [
                    {
                        "code": "batch",
                        "documentation": f"Hasta {batch.MOST_ENTRIES} entradas; cada una se "
                        "responde como por separado.",
                    }
                ],
            }
        ],
    }


def _resource(kind: Kind) -> dict[str, Any]:
    searched = [*searching.SEARCHED, *(searching.OF_SYSTEMS if kind.name == "CodeSystem" else ())]
    return {
        "type": kind.name,
        "profile": f"http://hl7.org/fhir/StructureDefinition/{kind.name}",
        "interaction": [{"code": "read"}, {"code": "search-type"}],
        "versioning": "no-version",
        "searchParam": [{"name": name, "type": _search_type(name)} for name in searched],
        "operation": [
            {"name": name, "definition": f"{_DEFINITION}{definition}"}
            for name, definition in kind.operations.items()
        ],
    }


def _search_type(name: str) -> str:
    if name in ("url", "system"):
        return "uri"
    return "token" if name in _TOKENS else "string"


def _terminology(request: HttpRequest) -> dict[str, Any]:
    rows = visible(CodeSystem, request.user).order_by("url", "version")
    listed = rows.values_list("url", "version", "language")
    systems = []
    for url, versions in groupby(listed, key=lambda row: row[0]):
        told = [_version(version, language) for _url, version, language in versions]
        systems.append({"uri": url, "version": told})
    return _common(request, "TerminologyCapabilities", "territorioAbiertoTerminology") | {
        "codeSystem": systems,
        "expansion": {
            "hierarchical": False,
            "paging": True,
            "incomplete": False,
            "parameter": [{"name": name} for name in (*expand.PARAMETERS, "tx-resource")],
            "textFilter": "Todas las palabras, sin distinguir acentos ni mayúsculas.",
        },
        "codeSearch": "explicit",
        "validateCode": {"translations": True},
        "translation": {"needsMap": True},
    }


def _version(version: str | None, language: str | None) -> dict[str, Any]:
    found: dict[str, Any] = {"code": version} if version else {}
    if language:
        found["language"] = [language]
    return found | {"isDefault": False} if version else found | {"isDefault": True}
