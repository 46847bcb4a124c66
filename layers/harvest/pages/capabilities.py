"""What a service says that it can: its capabilities, read by OWSLib from bytes alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from layers.harvest.pages.gml import scan
from layers.reading.results import SourceError

# A national server lists some hundreds.
_MAX_LISTED = 1_000
_REPORTS = ("ExceptionReport", "ServiceExceptionReport")


def wfs_in(path: Path, version: str, layer: str) -> dict[str, Any]:
    """Layers, and what is said of one of them; whether answers may be paged."""
    from owslib.wfs import WebFeatureService  # noqa: PLC0415 - readers of files do without

    found = scan(path)
    if found.root in _REPORTS:
        return {"error": " ".join("".join(found.said).split())[:500]}
    if found.root != "WFS_Capabilities":
        raise SourceError(f"La respuesta es «{found.root[:60]}» y no las capacidades de un WFS.")
    given = found.attributes.get("version", version)
    service = WebFeatureService("http://localhost/", given, xml=path.read_bytes())
    if service is None:
        raise SourceError(f"El servicio habla WFS {given[:20]}, que no se conoce.")
    identification = getattr(service, "identification", None)
    contents = service.contents
    chosen = contents.get(layer) or _by_local_name(contents, layer)
    constraints = getattr(service, "constraints", {}) or {}
    return {
        "version": given,
        "layers": [
            {"name": str(each.id), "title": str(each.title or "")[:200]}
            for each in list(contents.values())[:_MAX_LISTED]
        ],
        "name": str(chosen.id) if chosen is not None else "",
        "title": str(getattr(chosen, "title", "") or "")[:200],
        "abstract": str(getattr(chosen, "abstract", "") or "")[:2_000],
        "fees": str(getattr(identification, "fees", "") or "")[:200],
        "access": str(getattr(identification, "accessconstraints", "") or "")[:200],
        "srid": _srid(chosen),
        "most": _most(constraints.get("CountDefault")),
        "error": "",
    }


def _by_local_name(contents: Mapping[str, Any], layer: str) -> Any:
    """The one layer that is called so within its workspace: servers write the prefix or not."""
    local = layer.rpartition(":")[2]
    found = [each for name, each in contents.items() if name.rpartition(":")[2] == local]
    return found[0] if len(found) == 1 else None


def _srid(chosen: Any) -> int | None:
    """EPSG's number of the CRS that the layer is given in unless another is asked for."""
    listed = getattr(chosen, "crsOptions", None) or []
    code = getattr(listed[0], "code", None) if listed else None
    text = str(code or "")
    return int(text) if text.isdecimal() else None


def _most(constraint: Any) -> int | None:
    """How many features an answer has at most, where the service says so."""
    values = getattr(constraint, "values", None) or [getattr(constraint, "defaultValue", "")]
    text = str(values[0] or "") if values else ""
    return int(text) if text.isdecimal() and int(text) else None
