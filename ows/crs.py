"""The one place that knows how a CRS is written on the wire, and in which order its axes come.

Inside, coordinates are always x/y (east, north). The same CRS has several names, and with
some of them the coordinates of a request or an answer follow the authority's own order
(EPSG:4326: latitude first):

=============================================  ==========  =========  =========
written as                                     WMS 1.3.0   WMS 1.1.1  the others
=============================================  ==========  =========  =========
``EPSG:x``, ``…/gml/srs/epsg.xml#x``           authority   x/y        x/y
``urn:ogc:def:crs:EPSG::x``                    authority   x/y        authority
``http://www.opengis.net/def/crs/EPSG/0/x``    authority   x/y        authority
``[EPSG:x]`` (that URI as a safe CURIE)        authority   x/y        authority
``CRS:84``, its URN, its URI                   x/y         x/y        x/y
=============================================  ==========  =========  =========
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from pyproj import CRS

from layers.bbox import Bbox
from layers.errors import InvalidParameter, UnknownCrs
from layers.filters.literals import shown
from ows import plausible


class Protocol(StrEnum):
    """Who reads or writes the CRS."""

    WMS_1_1_1 = "WMS 1.1.1"
    WMS_1_3_0 = "WMS 1.3.0"
    WFS = "WFS"
    OGC_API = "OGC API"


@dataclass(frozen=True)
class WireCrs:
    """A CRS as a request names it: ``swap`` says that its coordinates come north first.

    ``text`` is the name as it was requested, which an answer repeats.
    """

    srid: int
    swap: bool
    text: str

    def xy(self, first: float, second: float) -> tuple[float, float]:
        """A pair of wire coordinates in x/y order; the same call brings x/y to the wire."""
        return (second, first) if self.swap else (first, second)


OGC_CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CRS84 = WireCrs(4326, swap=False, text=OGC_CRS84)

_FLAGS = re.ASCII | re.IGNORECASE
_EAST_FIRST = re.compile(
    r"(?:EPSG:|https?://www\.opengis\.net/gml/srs/epsg\.xml#)(\d{1,7})", _FLAGS
)
# Old clients write urn:x-ogc and the version of the EPSG database.
_AUTHORITY = re.compile(
    r"(?:urn:(?:x-)?ogc:def:crs:EPSG:[\d.]*:"
    r"|urn:x-ogc:def:crs:EPSG:"
    r"|https?://www\.opengis\.net/def/crs/EPSG/[\d.]+/)(\d{1,7})"
    r"|\[EPSG:(\d{1,7})\]",
    _FLAGS,
)
_CRS84 = re.compile(
    r"CRS:84|OGC:CRS84|CRS84"
    r"|urn:(?:x-)?ogc:def:crs:OGC:[\d.]*:CRS84"
    r"|https?://www\.opengis\.net/def/crs/OGC/[\d.]+/CRS84"
    r"|\[OGC:CRS84\]",
    _FLAGS,
)
# Possessive, since a text of digits and one letter would be tried in every way to cut it.
_NUMBER = re.compile(r"[+-]?(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][+-]?\d++)?", re.ASCII)
_PLUS = re.compile(r"(?<=[eE]) (?=\d)")
_MAX_LENGTH = 200


@lru_cache(maxsize=256)
def north_first(srid: int) -> bool:
    """Whether the authority writes northings (latitudes) before eastings."""
    directions = [axis.direction for axis in CRS.from_epsg(srid).axis_info]
    return directions[:2] == ["north", "east"]


def parse_crs(
    text: str, protocol: Protocol, offered: Collection[int], *, parameter: str = "crs"
) -> WireCrs:
    """The CRS that ``text`` names, in any of the forms above.

    ``offered`` are the SRIDs that may be asked for; raises UnknownCrs, which names
    ``parameter``, for any other and for what is no CRS.
    """
    text = text.strip()
    unknown = UnknownCrs(shown(text), parameter=parameter)
    if len(text) > _MAX_LENGTH:
        raise unknown
    if _CRS84.fullmatch(text):
        srid, by_authority = 4326, False
    elif match := _EAST_FIRST.fullmatch(text):
        srid, by_authority = int(match[1]), protocol is Protocol.WMS_1_3_0
    elif match := _AUTHORITY.fullmatch(text):
        srid, by_authority = int(match[1] or match[2]), protocol is not Protocol.WMS_1_1_1
    else:
        raise unknown
    if srid not in offered:
        raise unknown
    return WireCrs(srid, by_authority and north_first(srid), text)


def urn(srid: int) -> str:
    """``urn:ogc:def:crs:EPSG::<srid>``: authority order."""
    return f"urn:ogc:def:crs:EPSG::{srid}"


def uri(srid: int) -> str:
    """``http://www.opengis.net/def/crs/EPSG/0/<srid>``: authority order."""
    return f"http://www.opengis.net/def/crs/EPSG/0/{srid}"


def code(srid: int) -> str:
    """``EPSG:<srid>``: x/y, but authority order in WMS 1.3.0."""
    return f"EPSG:{srid}"


def gml_uri(srid: int) -> str:
    """``http://www.opengis.net/gml/srs/epsg.xml#<srid>``, of GML 2 and WFS 1: x/y."""
    return f"http://www.opengis.net/gml/srs/epsg.xml#{srid}"


def parse_bbox(text: str, crs: WireCrs, *, parameter: str = "bbox", wraps: bool = False) -> Bbox:
    """``text`` (4 numbers, or 6 with heights, which are left out) as an x/y Bbox.

    The numbers come in the order of ``crs``. With ``wraps``, a rectangle in degrees whose
    west exceeds its east crosses the antimeridian (OGC API); otherwise, as for north and
    south, that is an error. Raises InvalidParameter, which names ``parameter``.
    """
    return bbox_of(_numbers(text.split(","), parameter), crs, parameter=parameter, wraps=wraps)


def parse_bbox_with_crs(
    text: str,
    default: WireCrs,
    protocol: Protocol,
    offered: Collection[int],
    *,
    parameter: str = "bbox",
) -> Bbox:
    """As ``parse_bbox`` for WFS, whose list may end in the name of its CRS."""
    parts = text.split(",")
    crs = default
    if len(parts) in (5, 7):
        crs = parse_crs(parts.pop(), protocol, offered, parameter=parameter)
    return bbox_of(_numbers(parts, parameter), crs, parameter=parameter)


def bbox_of(
    numbers: Sequence[float], crs: WireCrs, *, parameter: str = "bbox", wraps: bool = False
) -> Bbox:
    """The same from numbers: two corners of two or three coordinates each."""
    if len(numbers) not in (4, 6) or not all(map(math.isfinite, numbers)):
        raise InvalidParameter("Se esperan 4 o 6 números finitos.", parameter=parameter)
    half = len(numbers) // 2
    minx, miny = crs.xy(numbers[0], numbers[1])
    maxx, maxy = crs.xy(numbers[half], numbers[half + 1])
    crosses = wraps and crs.srid == 4326 and -180 <= maxx <= minx <= 180
    if (minx > maxx and not crosses) or miny > maxy:
        raise InvalidParameter(
            "La esquina mínima no puede exceder a la máxima.", parameter=parameter
        )
    box = Bbox(minx, miny, maxx, maxy, crs.srid)
    plausible.check(box, parameter)
    return box


def write_bbox(bbox: Bbox, crs: WireCrs) -> tuple[float, float, float, float]:
    """The rectangle's corners in the order of ``crs``; ``bbox`` must be in its SRID."""
    return (*crs.xy(bbox.minx, bbox.miny), *crs.xy(bbox.maxx, bbox.maxy))


def _numbers(parts: Sequence[str], parameter: str) -> list[float]:
    # A plain + of 1.7e+06 arrives as a blank.
    written = [_PLUS.sub("+", part.strip()) for part in parts]
    if not all(map(_NUMBER.fullmatch, written)):
        raise InvalidParameter("Se esperan 4 o 6 números finitos.", parameter=parameter)
    return [float(part) for part in written]
