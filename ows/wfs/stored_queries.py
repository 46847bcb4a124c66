"""The stored query that every WFS has, under its two names (WFS 2.0 §7.9.3.6)."""

from __future__ import annotations

from layers.errors import FeatureNotFound
from layers.query import FeatureQuery
from ows.errors import InvalidValue
from ows.kvp import Kvp
from ows.wfs.dialects import check_stored
from ows.wfs.names import split_resource_id
from ows.wfs.query import AdHocQuery, parse_srs_name
from ows.wfs.service import Service

IDENTIFIERS = (
    "urn:ogc:def:query:OGC-WFS::GetFeatureById",
    "http://www.opengis.net/def/query/OGC-WFS/0/GetFeatureById",
)
TITLE = "Un elemento por su identificador"


def check_identifier(identifier: str) -> None:
    """Raises InvalidValue for a query that doesn't exist."""
    if identifier not in IDENTIFIERS:
        raise InvalidValue(
            "storedQuery_Id", f"La consulta almacenada «{identifier[:80]}» no existe."
        )


def parse_feature_by_id(kvp: Kvp, service: Service) -> AdHocQuery:
    """The query for the feature whose gml:id is the parameter ID."""
    check_identifier(kvp.require("storedQuery_Id"))
    check_stored(kvp)
    found = split_resource_id(kvp.require("id"), service.user)
    if found is None:
        raise FeatureNotFound(parameter="id")
    layer, key = found
    crs = parse_srs_name(kvp, layer)
    return AdHocQuery(FeatureQuery(layer, service.user, fids=(key,), srid=crs.srid), crs)
