"""A page of a catalogue's records (OGC 07-006r1, 10.8): Dublin Core, without who made them.

Of ``dc:creator``, ``dc:contributor`` and ``dc:publisher`` nothing is read: they name persons.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lxml import etree

from layers.harvest.pages.gml import scan
from layers.reading.results import SourceError

_CSW = "http://www.opengis.net/cat/csw/2.0.2"
_DC, _DCT = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"
_REPORTS = ("ExceptionReport", "ServiceExceptionReport")
_RECORDS = tuple(f"{{{_CSW}}}{kind}" for kind in ("Record", "SummaryRecord", "BriefRecord"))
_WEB = ("http://", "https://")


def records_in(path: Path) -> dict[str, Any]:
    """The records, how many match, and where the next page begins.

    That is 0 where there is none, None where the server doesn't say.
    """
    found = scan(path)
    if found.root in _REPORTS:
        return {"error": " ".join("".join(found.said).split())[:500] or "error sin texto"}
    if found.root != "GetRecordsResponse":
        raise SourceError(f"La respuesta es «{found.root[:60]}» y no los registros de un catálogo.")
    # ``scan`` has refused a document type and great depth.
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    results = etree.parse(str(path), parser).getroot().find(f"{{{_CSW}}}SearchResults")
    if results is None:
        raise SourceError("La respuesta del catálogo no tiene resultados (SearchResults).")
    return {
        "matched": _number(results.get("numberOfRecordsMatched")),
        "next": _number(results.get("nextRecord")),
        "layers": [_record(each) for each in results if each.tag in _RECORDS],
        "error": "",
    }


def _record(record: Any) -> dict[str, str]:
    name = _text(record, f"{{{_DC}}}identifier")
    title = _text(record, f"{{{_DC}}}title") or name
    abstract = _text(record, f"{{{_DCT}}}abstract") or _text(record, f"{{{_DC}}}description")
    told = _text(record, f"{{{_DCT}}}modified") or _text(record, f"{{{_DC}}}date")
    return {
        "name": (name or title)[:300],
        "title": title[:300],
        "abstract": abstract[:1_000],
        "kind": _text(record, f"{{{_DC}}}type")[:60],
        "address": _address(record)[:1_000],
        "told_on": told[:40],
    }


def _address(record: Any) -> str:
    """The first address of the web that leads to the data set; ``dct:references`` or ``dc:URI``."""
    for tag in (f"{{{_DCT}}}references", f"{{{_DC}}}URI"):
        for each in record.findall(tag):
            text = str(each.text or "").strip()
            if text.lower().startswith(_WEB):
                return text
    return ""


def _text(record: Any, tag: str) -> str:
    return " ".join(str(record.findtext(tag) or "").split())


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() else None
