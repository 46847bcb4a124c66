"""What a WMS says that it draws: its capabilities, read by OWSLib from bytes alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from layers.harvest.pages.gml import scan
from layers.reading.results import SourceError

# A national server lists some hundreds.
_MAX_LISTED = 1_000
_REPORTS = ("ExceptionReport", "ServiceExceptionReport")
_PNG = "image/png"


def wms_in(path: Path, layer: str) -> dict[str, Any]:
    """Layers, and what is said of one of them: where it lies, its CRSs, legend, attribution."""
    from owslib.map.wms130 import WebMapService_1_3_0  # noqa: PLC0415 - readers of files do without

    found = scan(path)
    if found.root in _REPORTS:
        return {"error": " ".join("".join(found.said).split())[:500] or "error sin texto"}
    if found.root != "WMS_Capabilities":
        raise SourceError(
            f"La respuesta es «{found.root[:60]}» y no las capacidades de un WMS 1.3."
        )
    service = WebMapService_1_3_0("http://localhost/", version="1.3.0", xml=path.read_bytes())
    contents = service.contents
    chosen = contents.get(layer) if layer else None
    identification = service.identification
    operations = {each.name: each for each in service.operations}
    formats = [str(each) for each in getattr(operations.get("GetMap"), "formatOptions", [])]
    return {
        "title": str(identification.title or "")[:200],
        "fees": str(identification.fees or "")[:200],
        "access": str(identification.accessconstraints or "")[:200],
        "formats": formats[:50],
        "layers": [_listed(each) for each in list(contents.values())[:_MAX_LISTED]],
        "layer": None if chosen is None else _described(chosen),
        "error": "",
    }


def _listed(layer: Any) -> dict[str, str]:
    return {
        "name": str(layer.id or "")[:300],
        "title": str(layer.title or layer.id or "")[:300],
        "abstract": str(layer.abstract or "")[:1_000],
    }


def _described(layer: Any) -> dict[str, Any]:
    style, legend = _style(layer.styles or {})
    extent = layer.boundingBoxWGS84
    return {
        **_listed(layer),
        "srids": sorted(_srids(layer.crsOptions or [])),
        "extent": [float(each) for each in extent] if extent else None,
        "style": style,
        "legend": legend,
        "attribution": _attribution(layer)[:200],
    }


def _attribution(layer: Any) -> str:
    """The layer's own, or that of the nearest layer above it that has one (OGC 06-042, 7.2.4.8)."""
    above: Any = layer
    while above is not None:
        said: Mapping[str, Any] = getattr(above, "attribution", None) or {}
        if title := str(said.get("title") or ""):
            return title
        above = getattr(above, "parent", None)
    return ""


def _style(styles: Mapping[str, Any]) -> tuple[str, str]:
    """The first style's name, and where its legend is; the first is what it draws by itself."""
    for name, said in styles.items():
        return str(name)[:200], str(said.get("legend") or "")[:2_000]
    return "", ""


def _srids(listed: list[Any]) -> set[int]:
    """EPSG's numbers; ``CRS:84`` is EPSG:4326 with longitude first, asked for as such."""
    numbers = {str(each).rpartition(":")[2] for each in listed if str(each).startswith("EPSG:")}
    return {int(each) for each in numbers if each.isascii() and each.isdecimal()}
