"""GetMap (OGC 06-042, 7.3)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from layers import versions
from layers.layer import AnyUser
from ows import plausible
from ows.errors import InvalidValue, OwsError
from ows.kvp import Kvp
from ows.render import image_formats
from ows.render.composing import draw
from ows.render.image_formats import ImageFormat
from ows.render.picture import Picture
from ows.wms.map_parameters import MapParameters, parse_map
from ows.wms.time import warn_of_defaults

_COLOR = re.compile(r"0x([0-9a-f]{6})", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class GetMap:
    """A GetMap request; ``background`` is "#rrggbb" or None for transparency."""

    map: MapParameters
    format: ImageFormat
    background: str | None

    def picture(self, user: AnyUser) -> Picture:
        """What has to be drawn."""
        return Picture(
            user=user,
            layers=self.map.layers,
            bbox=self.map.bbox,
            width_px=self.map.width_px,
            height_px=self.map.height_px,
            format=self.format,
            background=self.background,
            pixel_ratio=self.map.pixel_ratio,
        )


def parse(kvp: Kvp, user: AnyUser) -> GetMap:
    """The request; raises OwsError and the domain's errors."""
    format_ = parse_format(kvp)
    return GetMap(parse_map(kvp, user), format_, parse_background(kvp, format_))


def parse_format(kvp: Kvp) -> ImageFormat:
    """FORMAT; raises InvalidFormat."""
    name = kvp.require("format")
    format_ = image_formats.find(name)
    if format_ is None:
        raise OwsError(
            f"El formato «{name[:80]}» no se ofrece.", code="InvalidFormat", locator="format"
        )
    return format_


def parse_background(kvp: Kvp, format_: ImageFormat) -> str | None:
    """BGCOLOR as "#rrggbb", white where it is absent; None where TRANSPARENT holds."""
    text = kvp.get("bgcolor") or "0xFFFFFF"
    match = _COLOR.fullmatch(text)
    if match is None:
        raise InvalidValue("bgcolor", f"«{text[:20]}» no es un color 0xRRGGBB.")
    is_transparent = kvp.boolean("transparent") and format_.transparent
    return None if is_transparent else f"#{match[1].lower()}"


def answer(request: HttpRequest, kvp: Kvp) -> HttpResponse:
    """The map, or 304 where the client has it already."""
    asked = parse(kvp, request.user)
    etag = _etag(asked, request.user)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    response = HttpResponse(
        draw(asked.picture(request.user)), content_type=asked.format.content_type
    )
    response["ETag"] = etag
    warn_of_defaults(response, asked.map.layers)
    plausible.hint(response, asked.map.bbox)
    # Kept by clients, but asked for again: data may change at any moment, and 304 is cheap.
    public = all(drawn.layer.same_for_everyone for drawn in asked.map.layers)
    response["Cache-Control"] = "public, no-cache" if public else "no-cache"
    return response


def _etag(asked: GetMap, user: AnyUser) -> str:
    """Changes with the request, the layers' rows, who sees them, and their styles."""
    seen = versions.all_seen((drawn.layer for drawn in asked.map.layers), user)
    layers = [
        (
            drawn.layer.name,
            seen[drawn.layer.name],
            drawn.layer.audience(user),
            drawn.style,
            drawn.filter,
        )
        for drawn in asked.map.layers
    ]
    parts = (
        layers,
        asked.map.bbox,
        asked.map.width_px,
        asked.map.height_px,
        asked.map.pixel_ratio,
        asked.format,
        asked.background,
    )
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'
