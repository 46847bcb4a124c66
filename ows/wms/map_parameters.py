"""What GetMap and GetFeatureInfo have in common: the layers, the rectangle and its size."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from layers import registry
from layers.bbox import Bbox
from layers.errors import LayerNotFound, UnknownCrs
from layers.layer import OFFERED_SRIDS, AnyUser, Layer
from layers.styles.model import Style
from ows.crs import Protocol, WireCrs, parse_bbox, parse_crs
from ows.errors import InvalidValue, OwsError
from ows.kvp import Kvp
from ows.render.picture import DrawnLayer, pixel_ratio
from ows.wms.selection import check, filters
from ows.wms.time import choose_period, in_period, parse_time

# 64 MB of pixels while it is drawn.
MAX_SIDE_PX = 4096
MAX_LAYERS = 20
# QGIS and GeoServer tell a finer device in three ways, of which QGIS sends all at once.
_DPI_OPTION = re.compile(r"(?:^|;)\s*dpi:([^;]*)", re.IGNORECASE)
_MIN_DPI, _MAX_DPI = 50.0, 600.0


@dataclass(frozen=True)
class MapParameters:
    """A map as requested; ``bbox`` is x/y whatever the axis order of ``crs``."""

    version: str
    layers: tuple[DrawnLayer, ...]
    crs: WireCrs
    bbox: Bbox
    width_px: int
    height_px: int
    pixel_ratio: float


def parse_map(kvp: Kvp, user: AnyUser) -> MapParameters:
    """The parameters of OGC 06-042, 7.3.2; those of version 1.1.1 too (SRS for CRS)."""
    version = parse_version(kvp)
    layers = _layers(kvp, user)
    crs = _crs(kvp, version)
    return MapParameters(
        version=version,
        layers=layers,
        crs=crs,
        bbox=_bbox(kvp, crs),
        width_px=kvp.integer("width", minimum=1, maximum=MAX_SIDE_PX),
        height_px=kvp.integer("height", minimum=1, maximum=MAX_SIDE_PX),
        pixel_ratio=parse_pixel_ratio(kvp),
    )


def parse_version(kvp: Kvp) -> str:
    """The protocol version; 1.1.1, still the default of Leaflet, differs by its axis order.

    It is mandatory (OGC 06-042, 7.3.3.2 and 7.4.3.2): BBOX would be read by a guess without it.
    """
    version = kvp.require("version")
    if version not in ("1.3.0", "1.1.1"):
        raise InvalidValue("version", f"La versión «{version[:20]}» no se atiende: use 1.3.0.")
    return version


def find_layer(name: str, user: AnyUser, parameter: str) -> Layer:
    """The layer called ``name``; raises LayerNotDefined, WMS's word for it."""
    try:
        return registry.get_mapped(name, user)
    except LayerNotFound as error:
        # 400, not 404: of the two only the first lets OWSLib and others show our message.
        raise OwsError(error.message, code="LayerNotDefined", locator=parameter) from None


def parse_style(layer: Layer, name: str) -> Style:
    """The style called ``name``; an empty name is the default."""
    if name in ("", "default"):
        return layer.style
    for style in layer.every_style:
        if style.name == name:
            return style
    raise OwsError(
        f"La capa «{layer.name}» no tiene el estilo «{name[:80]}».",
        code="StyleNotDefined",
        locator="styles",
    )


def parse_pixel_ratio(kvp: Kvp) -> float:
    """The device's pixels per 0.28 mm; what makes no sense is ignored, as it is a vendor's."""
    option = _DPI_OPTION.search(kvp.get("format_options") or "")
    text = kvp.get("dpi", "map_resolution") or (option[1] if option else "")
    try:
        dpi = float(text)
    except ValueError:
        return 1.0
    return pixel_ratio(dpi) if _MIN_DPI <= dpi <= _MAX_DPI else 1.0


def _layers(kvp: Kvp, user: AnyUser) -> tuple[DrawnLayer, ...]:
    for name in ("sld", "sld_body"):
        if name in kvp:
            raise InvalidValue(name, "Este servicio no admite estilos propios (SLD).")
    kvp.require("layers")
    names = kvp.names("layers")
    if len(names) > MAX_LAYERS:
        raise InvalidValue("layers", f"Se admiten {MAX_LAYERS} capas a la vez.")
    layers = [find_layer(name, user, "layers") for name in names]
    check(kvp, layers)
    styles = _styles(kvp, len(layers))
    time = parse_time(kvp)
    drawn = []
    for layer, style, chosen in zip(layers, styles, filters(kvp, layers), strict=True):
        period = choose_period(layer, user, time)
        drawn.append(
            DrawnLayer(
                layer,
                parse_style(layer, style.strip()),
                in_period(chosen, layer, period),
                None if time else period,
            )
        )
    return tuple(drawn)


def _styles(kvp: Kvp, number: int) -> list[str]:
    """One style a layer; an absent parameter is the default of each."""
    if "styles" not in kvp:
        return [""] * number
    styles = (kvp.get("styles") or "").split(",")
    if len(styles) != number:
        raise InvalidValue("styles", f"Debe tener un valor por capa: {number}, no {len(styles)}.")
    return styles


def _crs(kvp: Kvp, version: str) -> WireCrs:
    is_current = version == "1.3.0"
    name = "crs" if is_current else "srs"
    protocol = Protocol.WMS_1_3_0 if is_current else Protocol.WMS_1_1_1
    try:
        return parse_crs(kvp.require(name), protocol, OFFERED_SRIDS, parameter=name)
    except UnknownCrs as error:
        code = "InvalidCRS" if is_current else "InvalidSRS"
        raise OwsError(error.message, code=code, locator=name) from None


def _bbox(kvp: Kvp, crs: WireCrs) -> Bbox:
    bbox = parse_bbox(kvp.require("bbox"), crs)
    if not (bbox.width > 0 and bbox.height > 0):
        raise InvalidValue("bbox", "El rectángulo no tiene área.")
    if not (math.isfinite(bbox.width) and math.isfinite(bbox.height)):
        raise InvalidValue("bbox", "El rectángulo es demasiado grande.")
    return bbox
