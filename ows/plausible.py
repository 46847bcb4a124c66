"""Rectangles that can't be meant: metres for degrees, northings for eastings.

Such a request finds nothing, and "nothing" is read as "there is none here".
"""

from __future__ import annotations

from django.http import HttpResponseBase

from layers.bbox import Bbox, domain
from layers.errors import InvalidParameter

# A map that was zoomed out or turned around the world shows more than it once; beyond that the
# numbers are no degrees.
_MAX_LON_DEG = 1080.0
_MAX_LAT_DEG = 360.0
_MAX_AROUND_DEG = 20_000.0
# The country's extreme points (INEI), west, south, east, north, and the sea before it.
_PERU = (-86.0, -21.0, -68.0, 1.0)

_SWAPPED = "El BBOX parece tener latitud y longitud en el orden inverso"


def check(box: Bbox, parameter: str) -> None:
    """Raise InvalidParameter, which names ``parameter``, for what can't be in the box's CRS."""
    if box.srid == 4326:
        if _holds_the_world(box):
            return  # a map that is zoomed out as far as it goes
        far_east = max(abs(box.minx), abs(box.maxx)) > _MAX_LON_DEG
        if far_east or max(abs(box.miny), abs(box.maxy)) > _MAX_LAT_DEG:
            raise InvalidParameter(
                "Las coordenadas no son grados: parecen metros. Diga en qué CRS están "
                "(bbox-crs en la OGC API, al final del BBOX en WFS, CRS en WMS).",
                parameter=parameter,
            )
        return
    if _is_near(box):
        return
    turned = Bbox(box.miny, box.minx, box.maxy, box.maxx, box.srid)
    hint = "; en el orden inverso (este, norte) sí cabrían" if _is_near(turned) else ""
    raise InvalidParameter(
        f"Las coordenadas están fuera de donde vale EPSG:{box.srid}{hint}.", parameter=parameter
    )


def hint(response: HttpResponseBase, box: Bbox | None) -> None:
    """Say in the answer's header where a rectangle lies elsewhere and its mirror image here.

    Such a rectangle is possible, in the Antarctic, so it is no error (RFC 7234, 5.5.7: 199).
    """
    if box is None or box.srid != 4326 or _meets_peru(box):
        return
    if _meets_peru(Bbox(box.miny, box.minx, box.maxy, box.maxx)):
        before = response.get("Warning", "")
        response["Warning"] = ", ".join(filter(None, [before, f'199 - "{_SWAPPED}"']))


def _holds_the_world(box: Bbox) -> bool:
    """The whole of it, and not so much around it that they must be metres."""
    holds = box.minx <= -180 and box.maxx >= 180 and box.miny <= -90 and box.maxy >= 90
    return holds and max(map(abs, (box.minx, box.miny, box.maxx, box.maxy))) <= _MAX_AROUND_DEG


def _is_near(box: Bbox) -> bool:
    """Whether it meets the CRS's domain, or the domain as often as a map shows it beside itself."""
    west, south, east, north = domain(box.srid)
    across, up = (east - west, north - south) if box.srid == 3857 else (0.0, 0.0)
    return (
        box.minx <= east + across
        and box.maxx >= west - across
        and box.miny <= north + up
        and box.maxy >= south - up
    )


def _meets_peru(box: Bbox) -> bool:
    west, south, east, north = _PERU
    return box.minx <= east and box.maxx >= west and box.miny <= north and box.maxy >= south
