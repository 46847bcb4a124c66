"""The query of GetFeature and GetPropertyValue: which features, in what order and CRS."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from layers import registry
from layers.bbox import Bbox
from layers.filters.chains import all_given
from layers.layer import GEOMETRY_PROPERTY, Layer
from layers.paging import SortKey
from layers.query import FeatureQuery
from ows.crs import Protocol, WireCrs, parse_bbox_with_crs, parse_crs, urn
from ows.errors import InvalidValue, MissingParameter
from ows.filters.cql2_text import parse_cql2_text
from ows.filters.fes20 import parse_fes20
from ows.kvp import Kvp
from ows.wfs.dialects import check
from ows.wfs.names import (
    GML_ID,
    OptionNotSupported,
    find_layer,
    find_property,
    namespaces_of,
    split_resource_id,
)
from ows.wfs.service import Service

# WFS 2.0 table 8: one of them at most. CQL_FILTER, which is none of the standard's, narrows
# what they choose.
_PREDICATES = ("filter", "bbox", "resourceId")
_ASCENDING = frozenset({"", "asc", "a"})
_DESCENDING = frozenset({"desc", "d"})
_MAX_SORT_KEYS = 10

Namespaces = Mapping[str, str]


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
    namespaces = namespaces_of(kvp)
    layer = _layer(kvp, namespaces, service)
    check(kvp, layer)
    crs = parse_srs_name(kvp, layer)
    names = _properties(kvp, layer, namespaces)
    features = FeatureQuery(
        layer,
        service.user,
        bbox=_bbox(kvp, layer),
        filter=_filter(kvp, layer, namespaces),
        fids=_keys(kvp, layer, service),
        srid=crs.srid,
        sort=_sort(kvp, layer, namespaces),
        fields=None if names is None else tuple(n for n in names if n and n != GEOMETRY_PROPERTY),
        with_geometry=names is None or GEOMETRY_PROPERTY in names,
    )
    return AdHocQuery(features, crs)


def parse_srs_name(kvp: Kvp, layer: Layer) -> WireCrs:
    """SRSNAME, by default the type's own."""
    text = kvp.get("srsName") or urn(layer.srid)
    return parse_crs(text, Protocol.WFS, layer.srids, parameter="srsName")


def _layer(kvp: Kvp, namespaces: Namespaces, service: Service) -> Layer:
    text = kvp.get("typeNames")
    if text is None:
        return _layer_of_ids(kvp, service)
    names = [name for name in re.split(r"[\s,()]+", text) if name]
    if len(names) > 1:
        raise OptionNotSupported("typeNames", "Se atiende un tipo por petición.")
    return find_layer("".join(names), namespaces, service.user)


def _layer_of_ids(kvp: Kvp, service: Service) -> Layer:
    """RESOURCEID alone names the type too: ``districts.150101``.

    Of ids that identify nothing it is any type, of which nothing is found (ISO 19142 §7.2.2).
    """
    given = kvp.names("resourceId")
    found = [split_resource_id(item, service.user) for item in given]
    layers = {item[0].name: item[0] for item in found if item} or {
        layer.name: layer for layer in registry.published(service.user)[:1]
    }
    if not given or not layers:
        raise MissingParameter("typeNames")
    if len(layers) > 1:
        raise OptionNotSupported("resourceId", "Se atiende un tipo por petición.")
    return next(iter(layers.values()))


def _keys(kvp: Kvp, layer: Layer, service: Service) -> tuple[str, ...] | None:
    """The keys of this layer's; an id that identifies nothing finds nothing (ISO 19142 §7.2.2)."""
    if "resourceId" not in kvp:
        return None
    keys = []
    for item in kvp.names("resourceId"):
        found = split_resource_id(item, service.user)
        if found is None:
            continue
        if found[0].name != layer.name:  # WFS 2.0 §7.9.2.4.1
            raise InvalidValue("resourceId", f"«{item[:80]}» no es del tipo {layer.name}.")
        keys.append(found[1])
    return tuple(keys)


def _bbox(kvp: Kvp, layer: Layer) -> Bbox | None:
    """Without a CRS of its own a box is in the type's DefaultCRS, latitude first."""
    text = kvp.get("bbox")
    if text is None:
        return None
    default = parse_crs(urn(layer.srid), Protocol.WFS, layer.srids)
    return parse_bbox_with_crs(text, default, Protocol.WFS, layer.srids)


def _filter(kvp: Kvp, layer: Layer, namespaces: Namespaces) -> dict[str, Any] | None:
    document, text = kvp.get("filter"), kvp.get("cql_filter")
    found: dict[str, Any] | None = all_given(
        None if document is None else parse_fes20(document, layer, namespaces),
        None if text is None else parse_cql2_text(text, ecql=True),
    )
    return found


def _properties(kvp: Kvp, layer: Layer, namespaces: Namespaces) -> set[str | None] | None:
    """PROPERTYNAME's names; None, as ``*``, for all."""
    written = [name.strip("() ") for name in kvp.names("propertyName")]
    if not written or written == ["*"]:
        return None
    found = {find_property(name, layer, namespaces, "propertyName") for name in written}
    return found - {GML_ID}


def _sort(kvp: Kvp, layer: Layer, namespaces: Namespaces) -> tuple[SortKey, ...]:
    """SORTBY: ``name ASC,population D``; what no feature carries gives no order."""
    keys = [_sort_key(item, layer, namespaces) for item in kvp.names("sortBy")]
    if len(keys) > _MAX_SORT_KEYS:
        raise InvalidValue("sortBy", f"Se ordena por {_MAX_SORT_KEYS} propiedades a lo más.")
    return tuple(key for key in keys if key is not None)


def _sort_key(written: str, layer: Layer, namespaces: Namespaces) -> SortKey | None:
    reference, _, order = written.partition(" ")
    order = order.strip().lower()
    if order not in _ASCENDING | _DESCENDING:
        raise InvalidValue("sortBy", f"«{order[:40]}» debe ser ASC o DESC.")
    name = find_property(reference, layer, namespaces, "sortBy")
    if name in (GEOMETRY_PROPERTY, GML_ID):
        raise InvalidValue("sortBy", f"No se ordena por «{name}».")
    return None if name is None else SortKey(name, descending=order in _DESCENDING)
