"""The query of GetFeature and GetPropertyValue: which features, in what order and CRS."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from layers.bbox import Bbox
from layers.layer import GEOMETRY_PROPERTY, Layer
from layers.paging import SortKey
from layers.query import FeatureQuery
from ows.crs import Protocol, WireCrs, parse_bbox_with_crs, parse_crs, urn
from ows.errors import InvalidValue, MissingParameter
from ows.filters.cql2_text import parse_cql2_text
from ows.filters.fes20 import parse_fes20
from ows.kvp import Kvp
from ows.wfs.names import (
    GML_ID,
    OptionNotSupported,
    find_layer,
    find_property,
    parse_namespaces,
    split_resource_id,
)
from ows.wfs.service import Service

# WFS 2.0 table 8: one of them at most. CQL_FILTER, which is none of the standard's, narrows
# what they choose.
_PREDICATES = ("filter", "bbox", "resourceId")
_ASCENDING = frozenset({"", "asc", "a"})
_DESCENDING = frozenset({"desc", "d"})
_MAX_SORT_KEYS = 10


@dataclass(frozen=True)
class AdHocQuery:
    """All the features that match; ``crs`` says how to write their coordinates."""

    features: FeatureQuery
    crs: WireCrs


def parse_query(kvp: Kvp, service: Service) -> AdHocQuery:
    """Raises OwsError or a domain error that names the parameter at fault."""
    given = [name for name in _PREDICATES if name in kvp]
    if len(given) > 1:
        raise InvalidValue(given[1], f"{given[0]} y {given[1]} no se usan a la vez.")
    layer = _layer(kvp, service)
    crs = parse_srs_name(kvp, layer)
    names = _properties(kvp, layer)
    features = FeatureQuery(
        layer,
        service.user,
        bbox=_bbox(kvp, layer),
        filter=_filter(kvp, layer),
        fids=_keys(kvp, layer, service),
        srid=crs.srid,
        sort=_sort(kvp, layer),
        fields=None if names is None else tuple(n for n in names if n != GEOMETRY_PROPERTY),
        with_geometry=names is None or GEOMETRY_PROPERTY in names,
    )
    return AdHocQuery(features, crs)


def parse_srs_name(kvp: Kvp, layer: Layer) -> WireCrs:
    """SRSNAME, by default the type's own."""
    text = kvp.get("srsName") or urn(layer.srid)
    return parse_crs(text, Protocol.WFS, layer.srids, parameter="srsName")


def _layer(kvp: Kvp, service: Service) -> Layer:
    namespaces = parse_namespaces(kvp.get("namespaces", "namespace") or "")
    text = kvp.get("typeNames", "typeName")
    if text is None:
        return _layer_of_ids(kvp, service)
    names = [name for name in re.split(r"[\s,()]+", text) if name]
    if len(names) > 1:
        raise OptionNotSupported("typeNames", "Se atiende un tipo por petición.")
    return find_layer("".join(names), namespaces, service.user)


def _layer_of_ids(kvp: Kvp, service: Service) -> Layer:
    """RESOURCEID alone names the type too: ``districts.150101``."""
    found = [split_resource_id(item, service.user) for item in kvp.names("resourceId")]
    layers = {item[0].name: item[0] for item in found if item}
    if not found:
        raise MissingParameter("typeNames")
    if len(layers) > 1:
        raise OptionNotSupported("resourceId", "Se atiende un tipo por petición.")
    if not layers:
        raise InvalidValue("resourceId", "Ningún tipo tiene un elemento así.")
    return next(iter(layers.values()))


def _keys(kvp: Kvp, layer: Layer, service: Service) -> tuple[str, ...] | None:
    if "resourceId" not in kvp:
        return None
    keys = []
    for item in kvp.names("resourceId"):
        name, dot, key = item.partition(".")
        if not dot or name != layer.name:  # WFS 2.0 §7.9.2.4.1
            raise InvalidValue("resourceId", f"«{item[:80]}» no es del tipo {layer.name}.")
        keys.append(key)
    return tuple(keys)


def _bbox(kvp: Kvp, layer: Layer) -> Bbox | None:
    """Without a CRS of its own a box is in the type's DefaultCRS, latitude first."""
    text = kvp.get("bbox")
    if text is None:
        return None
    default = parse_crs(urn(layer.srid), Protocol.WFS, layer.srids)
    return parse_bbox_with_crs(text, default, Protocol.WFS, layer.srids)


def _filter(kvp: Kvp, layer: Layer) -> dict[str, Any] | None:
    trees = []
    if (document := kvp.get("filter")) is not None:
        trees.append(parse_fes20(document, layer))
    if (text := kvp.get("cql_filter")) is not None:
        trees.append(parse_cql2_text(text, ecql=True))
    return {"op": "and", "args": trees} if len(trees) > 1 else next(iter(trees), None)


def _properties(kvp: Kvp, layer: Layer) -> set[str] | None:
    """PROPERTYNAME's names; None, as ``*``, for all."""
    written = [name.strip("() ") for name in kvp.names("propertyName")]
    if not written or written == ["*"]:
        return None
    return {find_property(name, layer, "propertyName") for name in written} - {GML_ID}


def _sort(kvp: Kvp, layer: Layer) -> tuple[SortKey, ...]:
    """SORTBY: ``name ASC,population D``."""
    keys = [_sort_key(item, layer) for item in kvp.names("sortBy")]
    if len(keys) > _MAX_SORT_KEYS:
        raise InvalidValue("sortBy", f"Se ordena por {_MAX_SORT_KEYS} propiedades a lo más.")
    return tuple(keys)


def _sort_key(written: str, layer: Layer) -> SortKey:
    reference, _, order = written.partition(" ")
    order = order.strip().lower()
    if order not in _ASCENDING | _DESCENDING:
        raise InvalidValue("sortBy", f"«{order[:40]}» debe ser ASC o DESC.")
    name = find_property(reference, layer, "sortBy")
    if name in (GEOMETRY_PROPERTY, GML_ID):
        raise InvalidValue("sortBy", f"No se ordena por «{name}».")
    return SortKey(name, descending=order in _DESCENDING)
