"""Answers of ArcGIS REST: an error may come with status 200, and a page may be cut silently."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from layers.harvest.pages.page import Form, Look
from layers.reading.results import SourceError
from layers.reading.spatial.opening import Kind

_MAX_SAID = 500
# Of a layer of which only the keys are asked for; a national one has some hundred thousand.
MAX_KEYS = 1_000_000
_MAX_FIELDS = 500


def _object(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise SourceError("La respuesta no es JSON, o está cortada.") from error
    if not isinstance(found, dict):
        raise SourceError("La respuesta no es un objeto JSON.")
    return found


def _error(found: dict[str, Any]) -> str:
    """The service's own words for what it couldn't do, with its code."""
    error = found.get("error")
    if error is None:
        return ""
    if not isinstance(error, dict):
        return str(error)[:_MAX_SAID] or "error sin texto"
    details = error.get("details")
    listed = details if isinstance(details, list) else [details]
    words = [str(error.get("message") or ""), *(str(each) for each in listed if each)]
    code = error.get("code")
    return f"{' '.join(filter(None, words)) or 'error sin texto'} ({code})"[:_MAX_SAID]


def look(path: Path) -> Look:
    """What a query's answer says: its features, whether it was cut, its error."""
    found = _object(path)
    if said := _error(found):
        return Look(error=said)
    features = found.get("features")
    if not isinstance(features, list):
        raise SourceError("La respuesta no trae «features».")
    properties = found.get("properties")
    beside = properties if isinstance(properties, dict) else {}
    key = str(found.get("objectIdFieldName") or _key_field(found.get("fields")))
    return Look(
        features=len(features),
        is_cut=bool(found.get("exceededTransferLimit") or beside.get("exceededTransferLimit")),
        key_columns=(key,) if key else (),
        is_apart=False,
        more={"ids": _ids_of(features, key)},
    )


FORM = Form(look, Kind.ESRI_JSON, ".json")


def _ids_of(features: list[Any], key: str) -> list[int]:
    found = []
    for feature in features:
        attributes = feature.get("attributes") if isinstance(feature, dict) else None
        value = attributes.get(key) if isinstance(attributes, dict) else None
        if isinstance(value, int):
            found.append(value)
    return found


def _key_field(fields: Any) -> str:
    listed = fields if isinstance(fields, list) else []
    named = (f for f in listed if isinstance(f, dict) and f.get("type") == "esriFieldTypeOID")
    return next((str(field.get("name")) for field in named), "")


def layer_in(path: Path) -> dict[str, Any]:
    """What a layer says of itself; ``layers`` of a service, where it is none."""
    found = _object(path)
    if said := _error(found):
        return {"error": said}
    fields = [f for f in found.get("fields") or () if isinstance(f, dict)][:_MAX_FIELDS]
    most = found.get("maxRecordCount")
    return {
        "layers": [
            {"name": str(each.get("id")), "title": str(each.get("name") or "")[:200]}
            for each in (found.get("layers") or ())
            if isinstance(each, dict)
        ],
        "title": str(found.get("name") or "")[:200],
        "abstract": str(found.get("description") or "")[:2_000],
        "attribution": str(found.get("copyrightText") or "")[:200],
        "geometry": str(found.get("geometryType") or ""),
        "key": str(found.get("objectIdField") or _key_field(fields)),
        "most": most if isinstance(most, int) and most > 0 else None,
        "names": [str(field.get("name")) for field in fields],
        "titles": {str(field.get("name")): str(field.get("alias") or "")[:200] for field in fields},
    }


def ids_in(path: Path) -> dict[str, Any]:
    """The keys of all features, in order, each once, and the name of their column."""
    found = _object(path)
    if said := _error(found):
        return {"error": said, "ids": [], "key": ""}
    listed = found.get("objectIds")
    if listed is None and "objectIds" in found:
        listed = []  # a layer without features
    if not isinstance(listed, list) or not all(isinstance(each, int) for each in listed):
        raise SourceError("La respuesta no trae «objectIds».")
    if len(listed) > MAX_KEYS:
        raise SourceError(f"La capa tiene más de {MAX_KEYS} elementos.")
    return {
        "error": "",
        "ids": sorted(set(listed)),
        "key": str(found.get("objectIdFieldName") or ""),
        "is_cut": bool(found.get("exceededTransferLimit")),
    }
