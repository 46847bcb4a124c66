"""GetLegendGraphic (OGC 05-078r4, SLD profile of WMS, 12.3)."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from django.http import HttpRequest, HttpResponse
from PIL import Image

from layers import registry
from layers.cascade.layer import CascadedLayer
from layers.cascade.listing import legend_of as legend_of_cascade
from layers.layer import AnyUser
from ows.errors import InvalidValue
from ows.kvp import Kvp
from ows.render import image_formats
from ows.render.image_formats import ImageFormat
from ows.render.legend import (
    SYMBOL_HEIGHT_PX,
    SYMBOL_WIDTH_PX,
    Legend,
    draw_legend,
    legend_of,
)
from ows.wms.get_map import parse_background, parse_format
from ows.wms.map_parameters import find_layer, parse_pixel_ratio, parse_style

_MIN_SYMBOL_PX = 8
_MAX_SYMBOL_PX = 128


def parse(kvp: Kvp, user: AnyUser) -> tuple[Legend, ImageFormat]:
    """The legend; WIDTH and HEIGHT are a symbol's size. LANGUAGE has one choice and is ignored.

    Raises OwsError.
    """
    layer = find_layer(kvp.require("layer", "layers"), user, "layer")
    style = parse_style(layer, kvp.get("style", "styles") or "")
    format_ = parse_format(kvp) if "format" in kvp else image_formats.PNG
    name = kvp.get("rule")
    if name is None:
        style = registry.describe(layer, user).legend(style)
    legend = replace(
        legend_of(style, _scale(kvp)),
        symbol_width_px=_symbol_px(kvp, "width", SYMBOL_WIDTH_PX),
        symbol_height_px=_symbol_px(kvp, "height", SYMBOL_HEIGHT_PX),
        background=parse_background(kvp, format_),
        pixel_ratio=parse_pixel_ratio(kvp),
    )
    if name is not None:
        rules = tuple(rule for rule in legend.rules if rule.name == name)
        if not rules:
            raise InvalidValue("rule", f"El estilo no tiene la regla «{name[:80]}».")
        legend = replace(legend, rules=rules)
    return legend, format_


def answer(request: HttpRequest, kvp: Kvp) -> HttpResponse:
    """The legend's image.

    It follows the rows, samples or facts, so it is asked for again like a map: by the tag of its
    bytes, which ``ows.middleware`` gives it.
    """
    layer = find_layer(kvp.require("layer", "layers"), request.user, "layer")
    if isinstance(layer, CascadedLayer):
        return _of_another(layer, kvp)
    legend, format_ = parse(kvp, request.user)
    return HttpResponse(draw_legend(legend, format_), content_type=format_.content_type)


def _of_another(layer: CascadedLayer, kvp: Kvp) -> HttpResponse:
    """The legend that another server gave, as it is, in the format that is asked for."""
    parse_style(layer, kvp.get("style", "styles") or "")
    format_ = parse_format(kvp) if "format" in kvp else image_formats.PNG
    content = legend_of_cascade(layer)
    if content is None:
        raise InvalidValue("layer", f"El servidor que dibuja «{layer.name}» no dio su leyenda.")
    with Image.open(BytesIO(content)) as stored:
        picture = Image.new("RGBA", stored.size, parse_background(kvp, format_) or "#ffffff00")
        picture.alpha_composite(stored.convert("RGBA"))
    return HttpResponse(image_formats.encode(picture, format_), content_type=format_.content_type)


def _scale(kvp: Kvp) -> float | None:
    text = kvp.get("scale")
    if text is None:
        return None
    try:
        # QGIS sends 1.73627e+06, whose plain + arrives as a blank.
        scale = float(text.replace(" ", "+"))
    except ValueError:
        scale = -1.0
    if scale == 0:  # what QGIS sends of a map without one
        return None
    if not 0 < scale < float("inf"):
        raise InvalidValue("scale", f"«{text[:20]}» no es un denominador de escala.")
    return scale


def _symbol_px(kvp: Kvp, name: str, default: int) -> int:
    """A hint, so brought to what can be used rather than refused."""
    return min(max(kvp.integer(name, default), _MIN_SYMBOL_PX), _MAX_SYMBOL_PX)
