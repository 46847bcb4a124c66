"""The layer tree of the capabilities document (OGC 06-042, 7.2.4.6)."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from lxml import etree

from layers import registry
from layers.bbox import Bbox, image, outward
from layers.cascade.layer import CascadedLayer
from layers.encodings.base import coordinate_digits
from layers.layer import OFFERED_SRIDS, AnyUser, Layer
from layers.layer_info import LayerInfo, stated_extent
from layers.measuring import Extent
from layers.periods import latest, periods_of
from layers.styles.model import Style
from ows.crs import Protocol, code, parse_crs, write_bbox
from ows.render.legend import legend_of, measure
from ows.wms.capabilities_contact import metadata_addresses
from ows.wms.names import online_resource, wms

_PRECISION_M = 0.01


def root_layer(request: HttpRequest, href: str) -> etree._Element:
    """The nameless layer that holds the published ones and what they have in common."""
    described = [item for item in registry.describe_all(request.user) if item[0].has_geometry]
    described += registry.describe_coverages(request.user)
    described += registry.describe_cascades(request.user)
    extents = [info.extent for _layer, info in described if info.extent]
    return wms(
        "Layer",
        wms("Title", "Territorio Abierto"),
        *(wms("CRS", name) for name in _crs_names(OFFERED_SRIDS)),
        *_boxes(stated_extent(extents), OFFERED_SRIDS),
        *(_layer(layer, info, request, href) for layer, info in described),
    )


def _layer(layer: Layer, info: LayerInfo, request: HttpRequest, href: str) -> etree._Element:
    element = wms(
        "Layer",
        wms("Name", layer.name),
        wms("Title", info.title),
        wms("Abstract", _abstract(info)),
        wms("KeywordList", *(wms("Keyword", word) for word in layer.keywords)),
        *_boxes(info.stated_extent, layer.srids),
        *_dimensions(layer, request.user),
        wms("Attribution", wms("Title", info.attribution)),
        *metadata_addresses(layer, request),
        *(_style(layer, style, info, href) for style in layer.every_style),
        **_abilities(layer),
    )
    if layer.min_scale is not None:
        element.append(wms("MinScaleDenominator", f"{layer.min_scale:g}"))
    if layer.max_scale is not None:
        element.append(wms("MaxScaleDenominator", f"{layer.max_scale:g}"))
    return element


def _abilities(layer: Layer) -> dict[str, str]:
    """What another server draws is passed on once (7.2.4.7.2), and nothing is asked of it here."""
    if isinstance(layer, CascadedLayer):
        return {"queryable": "0", "cascaded": "1"}
    return {"queryable": "1"}


def _abstract(info: LayerInfo) -> str:
    """What the layer is, where it comes from and how old it is."""
    parts = [info.abstract]
    if info.source:
        parts.append(f"Fuente: {info.source}.")
    if info.cutoff_date:
        parts.append(f"Fecha de corte: {info.cutoff_date:%d/%m/%Y}.")
    parts.append(f"Licencia: {info.licence_in_words}.")
    return " ".join(parts)


def _dimensions(layer: Layer, user: AnyUser) -> list[etree._Element]:
    """The periods of its rows (C.2), the latest of which is drawn unless TIME names another.

    Each by its first day: a year alone is ISO 8601 too, and QGIS can't read it.
    """
    periods = periods_of(layer, user)
    default = latest(layer, user)
    if default is None:
        return []
    element = wms(
        "Dimension",
        ",".join(period.start.isoformat() for period in periods),
        units="ISO8601",
        default=default.start.isoformat(),
        multipleValues="0",
        nearestValue="0",
        current="1",
    )
    element.set("name", "time")
    return [element]


def _style(layer: Layer, style: Style, info: LayerInfo, href: str) -> etree._Element:
    size = _legend_size(layer, style, info)
    if size is None:
        return wms("Style", wms("Name", style.name), wms("Title", style.title))
    width, height = size
    legend = {
        "SERVICE": "WMS",
        "VERSION": "1.3.0",
        "REQUEST": "GetLegendGraphic",
        "LAYER": layer.name,
        "STYLE": style.name,
        "FORMAT": "image/png",
    }
    return wms(
        "Style",
        wms("Name", style.name),
        wms("Title", style.title),
        wms(
            "LegendURL",
            wms("Format", "image/png"),
            online_resource(href + urlencode(legend)),
            width=str(width),
            height=str(height),
        ),
    )


def _legend_size(layer: Layer, style: Style, info: LayerInfo) -> tuple[int, int] | None:
    """Width and height of the legend, pixels; None where another server gave none."""
    if isinstance(layer, CascadedLayer):
        return layer.remote.legend
    return measure(legend_of(info.legend(style)))


def _crs_names(srids: tuple[int, ...]) -> list[str]:
    return [*(code(srid) for srid in srids), "CRS:84"]


def _boxes(extent: Extent, srids: tuple[int, ...]) -> list[etree._Element]:
    """The extent in degrees, then in every CRS and in that CRS's axis order."""
    geographic = Bbox(*extent)
    rounded = outward(geographic, coordinate_digits(4326))
    boxes = [
        wms(
            "EX_GeographicBoundingBox",
            wms("westBoundLongitude", _text(rounded.minx, 4326)),
            wms("eastBoundLongitude", _text(rounded.maxx, 4326)),
            wms("southBoundLatitude", _text(rounded.miny, 4326)),
            wms("northBoundLatitude", _text(rounded.maxy, 4326)),
        )
    ]
    for name in _crs_names(srids):
        crs = parse_crs(name, Protocol.WMS_1_3_0, srids)
        box = image(geographic, crs.srid)
        if box is None:
            continue
        corners = write_bbox(outward(_widened(box), coordinate_digits(crs.srid)), crs)
        minx, miny, maxx, maxy = (_text(value, crs.srid) for value in corners)
        boxes.append(wms("BoundingBox", CRS=name, minx=minx, miny=miny, maxx=maxx, maxy=maxy))
    return boxes


def _widened(box: Bbox) -> Bbox:
    """By what two projections of a point may differ: PROJ's and that of PostGIS."""
    if box.srid == 4326:
        return box
    return Bbox(
        box.minx - _PRECISION_M,
        box.miny - _PRECISION_M,
        box.maxx + _PRECISION_M,
        box.maxy + _PRECISION_M,
        box.srid,
    )


def _text(value: float, srid: int) -> str:
    return f"{value:.{coordinate_digits(srid)}f}"
