"""A study as unqualified Dublin Core (``oai_dc``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest
from lxml import etree

from layers.evidence_files import media_type_of
from ows.formats.exceptions import clean
from territory.addresses import on_site
from territory.sanitation_studies.licences import address_of, permits_copies

NAMESPACE = "http://www.openarchives.org/OAI/2.0/oai_dc/"
SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
_DC = "http://purl.org/dc/elements/1.1/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


def dublin_core(request: HttpRequest, study: Any, names: Mapping[str, str]) -> etree._Element:
    """The record; ``names`` are those of its units."""
    root = etree.Element(f"{{{NAMESPACE}}}dc", nsmap={"oai_dc": NAMESPACE, "dc": _DC, "xsi": _XSI})
    root.set(f"{{{_XSI}}}schemaLocation", f"{NAMESPACE} {SCHEMA}")
    for name, text in _values(request, study, names):
        etree.SubElement(root, f"{{{_DC}}}{name}").text = clean(text)
    return root


def _values(
    request: HttpRequest, study: Any, names: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    def site(path: str) -> str:
        return request.build_absolute_uri(on_site(path))

    page = f"/estudios/{study.pk}/"
    yield "title", study.title
    yield "creator", study.institution
    yield "subject", "saneamiento"
    yield "description", study.abstract
    yield "date", str(study.year)
    yield "type", str(study.get_kind_display())
    yield "identifier", site(page)
    for version in study.public_versions:
        yield "relation", site(f"{page}v{version.number}/")
        if version.file and permits_copies(study.licence):
            yield "identifier", site(f"{page}v{version.number}/archivo/")
            yield "format", media_type_of(version).partition(";")[0]
    if study.source_url:
        yield "source", study.source_url
    for unit in study.units:
        yield "coverage", names.get(unit, unit)
    yield "rights", str(study.get_licence_display())
    if licence := address_of(study.licence):
        yield "rights", licence
