"""The studies as a DCAT 2 catalogue in JSON-LD, page by page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse

from layers.evidence_files import media_type_of
from ows.errors import guarded
from ows.formats.exceptions import problem_json
from ows.kvp import Kvp
from ows.methods import offering
from territory.addresses import on_site
from territory.sanitation_studies import harvesting, library
from territory.sanitation_studies.licences import address_of, permits_copies

PER_PAGE = 100
_MOST_PAGES = 10_000
_MEDIA_TYPE = "application/ld+json"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "hydra": "http://www.w3.org/ns/hydra/core#",
}
_IANA = "https://www.iana.org/assignments/media-types/"
_SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
Site = Callable[[str], str]


@guarded(problem_json)
@offering("GET", "HEAD")
def catalogue(request: HttpRequest) -> HttpResponseBase:
    """A page of the catalogue; ``page`` begins with 1."""
    kvp = Kvp.from_query(request.GET)
    number = kvp.integer("page", 1, minimum=1, maximum=_MOST_PAGES)
    rows = library.studies().order_by("pk")
    first = (number - 1) * PER_PAGE
    found = list(rows[first : first + PER_PAGE + 1])

    def site(path: str) -> str:
        return request.build_absolute_uri(on_site(path))

    page, has_more = found[:PER_PAGE], len(found) > PER_PAGE
    names = harvesting.unit_names(page)
    here = site("/api/v1/studies/dcat/")
    said: dict[str, Any] = {
        "@context": _CONTEXT,
        "@id": here,
        "@type": "dcat:Catalog",
        "dct:title": "Repositorio de estudios de saneamiento",
        "foaf:homepage": {"@id": site("/estudios/")},
        "hydra:totalItems": rows.count(),
        "dcat:dataset": [_dataset(study, names, site) for study in page],
    }
    if has_more:
        said["hydra:next"] = {"@id": f"{here}?page={number + 1}"}
    options = {"ensure_ascii": False}
    return JsonResponse(said, content_type=_MEDIA_TYPE, json_dumps_params=options)


def _dataset(study: Any, names: Mapping[str, str], site: Site) -> dict[str, Any]:
    address = site(f"/estudios/{study.pk}/")
    said: dict[str, Any] = {
        "@id": address,
        "@type": "dcat:Dataset",
        "dct:identifier": str(study.pk),
        "dct:title": study.title,
        "dct:description": study.abstract,
        "dct:creator": {"@type": "foaf:Organization", "foaf:name": study.institution},
        "dct:issued": {"@value": str(study.year), "@type": "xsd:gYear"},
        "dct:type": str(study.get_kind_display()),
        "dct:spatial": [
            {"@type": "dct:Location", "dct:identifier": unit, "dct:title": names.get(unit, unit)}
            for unit in study.units
        ],
        "dcat:landingPage": {"@id": address},
        "dcat:distribution": [
            _distribution(study, version, address) for version in study.public_versions
        ],
    }
    if study.source_url:
        said["dct:source"] = {"@id": study.source_url}
    if licence := address_of(study.licence):
        said["dct:license"] = {"@id": licence}
    return said


def _distribution(study: Any, version: Any, address: str) -> dict[str, Any]:
    said: dict[str, Any] = {
        "@id": f"{address}v{version.number}/",
        "@type": "dcat:Distribution",
        "dct:title": version.title,
        "dcat:accessURL": {"@id": version.address or f"{address}v{version.number}/"},
    }
    if licence := address_of(study.licence):
        said["dct:license"] = {"@id": licence}
    if version.file:
        said["spdx:checksum"] = {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": _SHA256},
            "spdx:checksumValue": version.sha256,
        }
    if version.file and permits_copies(study.licence):
        said["dcat:downloadURL"] = {"@id": f"{address}v{version.number}/archivo/"}
        said["dcat:byteSize"] = version.size
        said["dcat:mediaType"] = {"@id": _IANA + media_type_of(version).partition(";")[0]}
    return said
