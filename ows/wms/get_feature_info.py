"""GetFeatureInfo (OGC 06-042, 7.4)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from layers.bbox import Bbox
from layers.cascade.layer import CascadedLayer
from layers.encodings.geojson import GeoJSONEncoding
from layers.features import stream
from layers.filters.chains import all_given, joined
from layers.layer import AnyUser
from layers.query import FeatureQuery
from layers.rasters.coverage import RasterLayer
from layers.styles.model import Rule
from ows import plausible
from ows.errors import OwsError
from ows.kvp import Kvp
from ows.negotiation import canonical
from ows.render.picture import DrawnLayer, scale_denominator
from ows.wms import feature_info_formats as formats
from ows.wms.feature_info_formats import Found
from ows.wms.map_parameters import MapParameters, find_layer, parse_map
from ows.wms.raster_info import cell_feature
from ows.wms.time import warn_of_defaults

MAX_FEATURES = 50
# How far from a point or a line a click still counts.
_TOLERANCE_PX = 4.0

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *"

Write = Callable[[HttpRequest, list[Found]], str]

WRITERS: dict[str, Write] = {
    "text/html": formats.write_html,
    "text/plain": formats.write_plain,
    "application/vnd.ogc.gml": formats.write_gml,
    # QGIS takes the last that it can read: JSON keeps the zero of "080101", GML does not.
    "application/geo+json": formats.write_geojson,
    "application/json": formats.write_geojson,
}

_INFO_ALIASES = {
    "application/xhtml+xml": "text/html",
    "application/vnd.geo+json": "application/geo+json",
    "application/vnd.ogc.gml;version=2.1.2": "application/vnd.ogc.gml",
    "geojson": "application/geo+json",
    "json": "application/json",
    "html": "text/html",
    "gml": "application/vnd.ogc.gml",
}


@dataclass(frozen=True)
class GetFeatureInfo:
    """A GetFeatureInfo request; ``column`` and ``row`` count pixels from the top left."""

    map: MapParameters
    layers: tuple[DrawnLayer, ...]
    column: int
    row: int
    feature_count: int
    info_format: str

    @property
    def scale_denominator(self) -> float:
        """As the map of the request has it, so that only what it shows is found."""
        return scale_denominator(self.map.bbox, self.map.width_px, self.map.pixel_ratio)

    def around(self, tolerance_px: float) -> Bbox:
        """The pixel in the map's CRS, with ``tolerance_px`` added on all sides."""
        box = self.map.bbox
        step_x, step_y = box.width / self.map.width_px, box.height / self.map.height_px
        return Bbox(
            box.minx + (self.column - tolerance_px) * step_x,
            box.maxy - (self.row + 1 + tolerance_px) * step_y,
            box.minx + (self.column + 1 + tolerance_px) * step_x,
            box.maxy - (self.row - tolerance_px) * step_y,
            box.srid,
        )


def parse(kvp: Kvp, user: AnyUser) -> GetFeatureInfo:
    """The request; raises OwsError and the domain's errors."""
    map_ = parse_map(kvp, user)
    column, row = ("i", "j") if map_.version == "1.3.0" else ("x", "y")
    return GetFeatureInfo(
        map=map_,
        layers=_queried(kvp, map_, user),
        column=_pixel(kvp, column, map_.width_px),
        row=_pixel(kvp, row, map_.height_px),
        feature_count=min(kvp.integer("feature_count", 1, minimum=1), MAX_FEATURES),
        info_format=_info_format(kvp),
    )


def answer(request: HttpRequest, kvp: Kvp) -> HttpResponse:
    """The features under the pixel, up to ``feature_count`` of each queried layer."""
    asked = parse(kvp, request.user)
    found = [
        Found(drawn.layer, _features(asked, drawn, request.user))
        for drawn in asked.layers
        if drawn.layer.active_at(asked.scale_denominator)
    ]
    text = WRITERS[asked.info_format](request, found)
    response = HttpResponse(text, content_type=f"{asked.info_format}; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    warn_of_defaults(response, asked.layers)
    plausible.hint(response, asked.map.bbox)
    # Geoportals show it in a frame; it holds no script and nothing to act on.
    response["Content-Security-Policy"] = _POLICY
    return response


def _features(asked: GetFeatureInfo, drawn: DrawnLayer, user: AnyUser) -> list[dict[str, Any]]:
    if isinstance(drawn.layer, RasterLayer):
        return cell_feature(drawn.layer, asked.around(0))
    rules = drawn.style.rules_at(asked.scale_denominator)
    if not rules:
        return []
    query = FeatureQuery(
        drawn.layer,
        user,
        bbox=asked.around(_tolerance_px(drawn, asked.map.pixel_ratio)),
        filter=all_given(drawn.filter, _shown(rules)),
        limit=asked.feature_count,
    )
    with stream(query, GeoJSONEncoding()) as rows:
        return [json.loads(row or b"null") for (row,) in rows]


def _shown(rules: Sequence[Rule]) -> Any:
    """The filter of what the rules draw; None where one of them draws every feature."""
    filters = [rule.filter for rule in rules if rule.filter is not None]
    return joined("or", filters) if len(filters) == len(rules) else None


def _tolerance_px(drawn: DrawnLayer, ratio: float) -> float:
    if drawn.layer.shape_type.dimensions == (2,):
        return 0.0
    sizes = [rule.marker.size_px / 2 for rule in drawn.style.rules if rule.marker]
    return max([_TOLERANCE_PX, *sizes]) * ratio


def _queried(kvp: Kvp, map_: MapParameters, user: AnyUser) -> tuple[DrawnLayer, ...]:
    kvp.require("query_layers")
    drawn = {item.layer.name: item for item in map_.layers}
    queried = []
    for name in dict.fromkeys(kvp.names("query_layers")):
        layer = find_layer(name, user, "query_layers")
        if layer.name not in drawn:
            raise OwsError(
                f"La capa «{layer.name}» no está entre las del mapa (LAYERS).",
                code="LayerNotDefined",
                locator="query_layers",
            )
        if isinstance(layer, CascadedLayer):
            raise OwsError(
                f"La capa «{layer.name}» la dibuja otro servidor: aquí no se consulta.",
                code="LayerNotQueryable",
                locator="query_layers",
            )
        queried.append(drawn[layer.name])
    return tuple(queried)


def _pixel(kvp: Kvp, name: str, size_px: int) -> int:
    text = kvp.require(name)
    # Clients of 1.1.1 send 12.5 now and then; its pixel is 12.
    whole = text.split(".", 1)[0] if text.replace(".", "", 1).isdigit() else text
    if not (whole.isascii() and whole.isdigit() and len(whole) < 6 and int(whole) < size_px):
        raise OwsError(
            f"El píxel «{text[:20]}» está fuera de la imagen.", code="InvalidPoint", locator=name
        )
    return int(whole)


def _info_format(kvp: Kvp) -> str:
    name = kvp.require("info_format")
    plain = canonical(name)
    plain = _INFO_ALIASES.get(plain, plain)
    if plain not in WRITERS:
        raise OwsError(
            f"El formato «{name[:80]}» no se ofrece.", code="InvalidFormat", locator="info_format"
        )
    return plain
