"""The collections and their descriptions: every published layer is one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from layers import registry
from layers.bbox import Bbox, outward
from layers.days import STANDARD_TIME
from layers.layer import Layer
from layers.layer_info import LayerInfo
from layers.measuring import Extent
from ows import crs
from ows.api import links
from ows.api.links import Link
from ows.api.media import GEOJSON, HTML, JSON, SCHEMA
from ows.api.pages import Document, answer
from ows.api.resource import resource

_EXTENT_DIGITS = 6
# The calendar of all dates, which is the standard's default.
_GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"


@resource(JSON, HTML)
def collections(request: HttpRequest, media_type: str) -> HttpResponse:
    """OGC 17-069r4, 7.13."""
    found = registry.describe_all(request.user)
    document = {
        "links": [
            *links.self_links(request, media_type, (JSON, HTML)),
            links.link(links.address(request), "root", JSON, _("La portada")),
        ],
        "crs": crs_list(found[0][0]) if found else [crs.OGC_CRS84],
        "collections": [
            {**describe(request, layer, info), "links": _links(request, layer, info)}
            for layer, info in found
        ],
    }
    return answer(request, media_type, document, "ows/collections.html")


@resource(JSON, HTML)
def collection(request: HttpRequest, media_type: str, name: str) -> HttpResponse:
    """OGC 17-069r4, 7.14."""
    layer = registry.get(name, request.user)
    info = registry.describe(layer, request.user)
    document = {
        **describe(request, layer, info),
        "links": [
            *links.self_links(request, media_type, (JSON, HTML)),
            *_links(request, layer, info),
        ],
    }
    return answer(request, media_type, document, "ows/collection.html", {"layer": layer})


def describe(request: HttpRequest, layer: Layer, info: LayerInfo) -> Document:
    """What list and item say alike of a collection; links are theirs to add."""
    document: dict[str, Any] = {
        "id": layer.name,
        "title": info.title,
        "description": info.abstract,
        "attribution": "; ".join(filter(None, dict.fromkeys([info.attribution, info.source]))),
        "keywords": list(layer.keywords),
        "itemType": "feature",
        # Not of the standard; QGIS reads it and so needs not ask.
        "itemCount": info.number_of_features,
        "crs": crs_list(layer),
        "storageCrs": _storage_crs(layer),
    }
    extent: dict[str, Any] = {}
    if layer.has_geometry:
        rectangle = list(rounded_outward(info.stated_extent))
        extent["spatial"] = {"bbox": [rectangle], "crs": crs.OGC_CRS84}
    if info.time_span:
        first, last = info.time_span
        interval = [_instant(first, dt.time.min), _instant(last, dt.time(23, 59, 59))]
        extent["temporal"] = {"interval": [interval], "trs": _GREGORIAN}
    if extent:
        document["extent"] = extent
    return document


def _instant(value: dt.date, clock: dt.time) -> str:
    """RFC 3339, as ``extent.temporal`` has to be (OGC 17-069r4, 7.13.2); a day at Lima's clock."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    moment = dt.datetime.combine(value, clock, STANDARD_TIME).astimezone(dt.UTC)
    return moment.isoformat().replace("+00:00", "Z")


def crs_list(layer: Layer) -> list[str]:
    """The URIs of the CRSs that the layer is offered in, the default first."""
    return [crs.OGC_CRS84, *(crs.uri(srid) for srid in layer.srids)]


def rounded_outward(extent: Extent) -> Extent:
    """The extent to 1e-6 degrees (0.1 m), rounded so that nothing lies beyond it."""
    box = outward(Bbox(*extent), _EXTENT_DIGITS)
    return box.minx, box.miny, box.maxx, box.maxy


def _storage_crs(layer: Layer) -> str:
    """PostGIS keeps 4326 as longitude, latitude: that is CRS84."""
    return crs.OGC_CRS84 if layer.srid == 4326 else crs.uri(layer.srid)


def _links(request: HttpRequest, layer: Layer, info: LayerInfo) -> list[Link]:
    def at(*segments: str, **query: str) -> str:
        return links.address(request, "collections", layer.name, *segments, **query)

    title = info.title
    found = [
        links.link(at(f="json"), "collection", JSON, title),
        links.link(at("items", f="json"), "items", GEOJSON, _("Los elementos en GeoJSON")),
        links.link(at("items", f="html"), "items", HTML, _("Los elementos, en una tabla")),
        *links.file_links(lambda name: at("items", f=name), "items"),
        links.link(
            at("queryables", f="json"), links.QUERYABLES, SCHEMA, _("Los campos para filtrar")
        ),
        links.link(at("schema", f="json"), links.SCHEMA_REL, SCHEMA, _("Los campos")),
    ]
    if layer.has_geometry:
        tiles = at("tiles", f="json")
        found.append(links.link(tiles, links.TILESETS_VECTOR, JSON, _("Mosaicos vectoriales")))
    return found
