"""What chooses features of a map: CQL_FILTER, FILTER and FEATUREID, each vendors' words.

What chooses them in words that aren't read is refused by its name: ignored, it would draw
everything to who asked for a part.
"""

from __future__ import annotations

from typing import Any

from layers.cascade.layer import CascadedLayer
from layers.filters.chains import all_given
from layers.filters.compiler import FID_PROPERTY
from layers.layer import Layer
from layers.rasters.coverage import RasterLayer
from ows.errors import InvalidValue
from ows.filters.cql2_text import parse_cql2_text
from ows.filters.fes20 import parse_fes20
from ows.kvp import Kvp

Tree = dict[str, Any]

_IDS = ("featureid", "featureids")
_UNREAD = frozenset(
    {
        "layerdefs",
        "viewparams",
        "elevation",
        "sortby",
        "sort",
        "maxfeatures",
        "count",
        "limit",
        "offset",
        "startindex",
        "propertyname",
        "selection",
        "where",
        "query",
        "ids",
        "id",
        "fid",
        "resourceid",
        "typename",
        "typenames",
        "filter-lang",
        "filter_language",
        "filter-crs",
        "cql",
        "datetime",
        "mosaicrule",
    }
)


def check(kvp: Kvp, layers: list[Layer]) -> None:
    """Raises InvalidValue for what would choose features and isn't read.

    TIME is for layers of periods; beside one, the others are drawn whole (OGC 06-042, C.3.3).
    """
    for name in kvp:
        if name in _UNREAD or name.startswith("dim_"):
            raise InvalidValue(name, f"«{name}» no elige elementos aquí: use CQL_FILTER.")
    if "time" in kvp and all(layer.time_field is None for layer in layers):
        raise InvalidValue("time", "Ninguna de las capas tiene la dimensión TIME.")


def filters(kvp: Kvp, layers: list[Layer]) -> list[Tree | None]:
    """What the request leaves of each layer; None where that is everything."""
    texts = _one_each(kvp, "cql_filter", split(kvp.get("cql_filter") or ""), layers)
    written = kvp.get("filter") or ""
    documents = _one_each(kvp, "filter", _documents(written), layers)
    found = []
    for layer, text, document in zip(layers, texts, documents, strict=True):
        if isinstance(layer, RasterLayer | CascadedLayer):
            _refuse_of_picture(layer, text, document)
        found.append(all_given(_cql(text), _fes(document, layer), _ids(kvp)))
    return found


def _refuse_of_picture(layer: Layer, text: str, document: str) -> None:
    """A raster has no elements to choose from, nor has what another server draws.

    That a filter is given for the others is well.
    """
    kind = "un ráster" if isinstance(layer, RasterLayer) else "la imagen de otro servidor"
    for name, value in (("cql_filter", text), ("filter", document)):
        if value.strip().upper() not in ("", "INCLUDE"):
            raise InvalidValue(name, f"«{layer.name}» es {kind}: no tiene elementos que elegir.")


def _one_each(kvp: Kvp, name: str, values: list[str], layers: list[Layer]) -> list[str]:
    """One value a layer; an absent parameter is an empty value for each."""
    if name not in kvp:
        return [""] * len(layers)
    if len(values) != len(layers):
        raise InvalidValue(name, f"Debe tener un valor por capa: {len(layers)}, no {len(values)}.")
    return values


def split(text: str) -> list[str]:
    """``a = 'x;y';b = 1`` in two: a semicolon inside quotes doesn't separate."""
    parts, quote, start = [], "", 0
    for position, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character == ";":
            parts.append(text[start:position])
            start = position + 1
    return [*parts, text[start:]]


def _documents(text: str) -> list[str]:
    """``(<Filter …>)(<Filter …>)``, as GeoServer and MapServer take it, or one without brackets."""
    if not text.startswith("("):
        return [text]
    return text.removeprefix("(").removesuffix(")").split(")(")


def _cql(text: str) -> Tree | None:
    """GeoServer's ``INCLUDE`` and an empty text leave every feature in."""
    if text.strip().upper() in ("", "INCLUDE"):
        return None
    return parse_cql2_text(text, ecql=True)


def _fes(document: str, layer: Layer) -> Tree | None:
    return parse_fes20(document, layer) if document.strip() else None


def _ids(kvp: Kvp) -> Tree | None:
    """``FEATUREID=districts.150101,…``: of a layer that none of them names nothing is left."""
    ids = kvp.names(*_IDS)
    if not ids:
        return None
    return {"op": "in", "args": [{"property": FID_PROPERTY}, list(ids)]}
