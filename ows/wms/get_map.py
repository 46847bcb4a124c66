"""GetMap (OGC 06-042, 7.3)."""

from __future__ import annotations

import hashlib
import re
import time
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from layers import stamps, tiles, versions
from layers.cascade.layer import CascadedLayer
from layers.identity import identity
from layers.kept.keeping import tiles as kept_tiles
from layers.layer import AnyUser, Layer
from ows import kept, plausible
from ows.errors import InvalidValue, OwsError
from ows.kvp import Kvp
from ows.render import image_formats
from ows.render.composing import draw
from ows.render.image_formats import ImageFormat
from ows.render.picture import Picture
from ows.tags import code_version
from ows.wms.map_parameters import MapParameters, parse_map
from ows.wms.time import warn_of_defaults

# For so long another server's picture is given again without asking it, seconds.
CASCADED_S = 600
# Pixels of a tile, on an ordinary screen and on a finer one.
_TILE_SIZES = ((256, 256), (512, 512))
_COLOR = re.compile(r"0x([0-9a-f]{6})", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class GetMap:
    """A GetMap request; ``background`` is "#rrggbb" or None for transparency."""

    map: MapParameters
    format: ImageFormat
    background: str | None

    @property
    def tile(self) -> tiles.Place | None:
        """The tile of the web grid that it is; None where it is none.

        What somebody's filter chooses is nobody else's tile, but for the present period.
        """
        size = self.map.width_px, self.map.height_px
        chosen = any(item.filter and not item.default_period for item in self.map.layers)
        return tiles.place_of(self.map.bbox) if size in _TILE_SIZES and not chosen else None

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
    # Before anything else is read of the rows, the present period too.
    names = stamps.names_of(kvp.names("layers")) if kept_tiles() else None
    stamp = stamps.read(names) if names else ""
    asked = parse(kvp, request.user)
    etag = _etag(asked, request.user)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    content = drawn_once(asked, request.user, stamp)
    response = HttpResponse(content, content_type=asked.format.content_type)
    if names and asked.tile:
        kept.keep(response, names, stamp)
    response["ETag"] = etag
    warn_of_defaults(response, asked.map.layers)
    plausible.hint(response, asked.map.bbox)
    # Kept by clients, but asked for again: data may change at any moment, and 304 is cheap.
    public = all(drawn.layer.same_for_everyone for drawn in asked.map.layers)
    response["Cache-Control"] = "public, no-cache" if public else "no-cache"
    return response


def drawn_once(asked: GetMap, user: AnyUser, stamp: str) -> bytes:
    """The picture; a tile's is kept, and given again while nothing of it changed.

    ``stamp`` is of its layers, empty where there is none: then the tile stays in this process.
    """
    tiles_ = kept_tiles()
    if tiles_ is None or asked.tile is None:
        return draw(asked.picture(user))
    parts = ("map", code_version(), stamp, asked.tile, *_made_of(asked, user))
    key = hashlib.sha256(repr(parts).encode()).hexdigest()
    return tiles_.once(key, lambda: draw(asked.picture(user)), is_public=bool(stamp))


def _etag(asked: GetMap, user: AnyUser) -> str:
    """Changes with the request, the layers' rows, who sees them, and their styles."""
    parts = (asked.map.bbox, *_made_of(asked, user))
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _lasting(layer: Layer) -> int:
    """Of what another server draws nobody tells when it changes: it is asked again after a while.

    The number of the span of time that is going on.
    """
    return int(time.time() // CASCADED_S) if isinstance(layer, CascadedLayer) else 0


def _made_of(asked: GetMap, user: AnyUser) -> tuple[object, ...]:
    """All but the place."""
    seen = versions.all_seen((drawn.layer for drawn in asked.map.layers), user)
    layers = [
        (
            drawn.layer.name,
            identity(drawn.layer),
            seen[drawn.layer.name],
            drawn.layer.audience(user),
            drawn.style,
            drawn.filter,
            _lasting(drawn.layer),
        )
        for drawn in asked.map.layers
    ]
    return (
        layers,
        asked.map.width_px,
        asked.map.height_px,
        asked.map.pixel_ratio,
        asked.format,
        asked.background,
    )
