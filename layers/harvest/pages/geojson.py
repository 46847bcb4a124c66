"""Answers of OGC API Features: pages of GeoJSON that name the one that follows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from layers.harvest.pages.page import Form, Look
from layers.reading.results import SourceError
from layers.reading.spatial.opening import Kind

_MAX_SAID = 500


def _object(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise SourceError("La respuesta no es JSON, o está cortada.") from error
    if not isinstance(found, dict):
        raise SourceError("La respuesta no es un objeto JSON.")
    return found


def _link(found: dict[str, Any], relation: str) -> str:
    links = found.get("links")
    for link in links if isinstance(links, list) else ():
        if (
            isinstance(link, dict)
            and link.get("rel") == relation
            and "json" in str(link.get("type") or "json")
        ):
            return str(link.get("href") or "")
    return ""


def look(path: Path) -> Look:
    """What a page says (OGC 17-069r4, 7.15): its features, how many there are, the next page."""
    found = _object(path)
    features = found.get("features")
    if not isinstance(features, list):
        said = found.get("detail") or found.get("description") or found.get("title")
        return Look(error=str(said or "no trae «features»")[:_MAX_SAID])
    matched = found.get("numberMatched")
    keys = [feature.get("id") if isinstance(feature, dict) else None for feature in features]
    has_keys = all(isinstance(key, str | int) for key in keys)
    return Look(
        features=len(features),
        matched=matched if isinstance(matched, int) else None,
        next=_link(found, "next"),
        keys=[str(key) for key in keys] if has_keys else (),
        key_columns=("id",) if has_keys and not _is_property(features) else (),
    )


def _is_property(features: list[Any]) -> bool:
    """Whether ``id`` is also an attribute, which GDAL would else make of the identifier."""
    first = features[0] if features else None
    properties = first.get("properties") if isinstance(first, dict) else None
    return isinstance(properties, dict) and "id" in properties


FORM = Form(look, Kind.GEOJSON, ".geojson")


def collection_in(path: Path) -> dict[str, Any]:
    """What a collection, or a list of them, says of itself."""
    found = _object(path)
    listed = found.get("collections")
    return {
        "title": str(found.get("title") or "")[:200],
        "abstract": str(found.get("description") or "")[:2_000],
        "attribution": str(found.get("attribution") or "")[:200],
        "items": _link(found, "items"),
        "layers": [
            {"name": str(each.get("id")), "title": str(each.get("title") or "")[:200]}
            for each in (listed if isinstance(listed, list) else ())
            if isinstance(each, dict)
        ],
        "error": "" if "id" in found or listed is not None else "no es una colección",
    }
