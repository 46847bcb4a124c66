"""Vector tiles: a layer's features, and one label point each, encoded by PostGIS."""

from __future__ import annotations

import gzip
import hashlib
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg import sql

from layers import versions
from layers.bbox import Bbox
from layers.errors import InvalidParameter
from layers.filters.chains import all_given
from layers.kept.keeping import tiles as kept_tiles
from layers.layer import AnyUser, Layer
from layers.periods import latest_only
from layers.query import FeatureQuery
from layers.sql import sql_and_params
from layers.thinning import pixel_side, simplification
from layers.tile_rows import label_fields, published, shape_fields, style_of, tile_rows

# Zoom, column and row.
Place = tuple[int, int, int]

MAX_ZOOM = 22
TILE_PX = 256
# Half the side of the Web Mercator square, metres (OGC 17-083r4, WebMercatorQuad).
HALF_WORLD_M = 20037508.342789244
# What a tile holds beyond its edge, so that outlines and markers are not cut at the seam.
BUFFER_PX = 16
# A tile is compressed once and read often.
_GZIP_LEVEL = 6
# Clients write a tile's corners with as few digits as a hundredth of a pixel needs, or more.
_SAME_PLACE = 1 / (256 * 100)
# About 100 KB of points, compressed. Of a denser tile the rest is left out, never the tile refused.
MAX_FEATURES = 8_000

# A feature of a tile is of one dimension (MVT 2.1, 4.3.4): a collection becomes one of each.
_MIXED = (
    '"_part"',
    '(SELECT r.*, ST_CollectionExtract("_geometry", kind) AS "_part"'
    " FROM r, generate_series(1, 3) AS kind"
    ' WHERE NOT ST_IsEmpty(ST_CollectionExtract("_geometry", kind))) AS parts',
)

_TILE_SQL = (Path(__file__).parent / "tile.sql").read_text(encoding="utf-8")


def tile_bbox(z: int, x: int, y: int) -> Bbox:
    """The tile's square in EPSG:3857; raises InvalidParameter for a tile that can't exist."""
    if not 0 <= z <= MAX_ZOOM:
        raise InvalidParameter(f"El nivel debe estar entre 0 y {MAX_ZOOM}.", parameter="tileMatrix")
    for value, name in ((y, "tileRow"), (x, "tileCol")):
        if not 0 <= value < 2**z:
            raise InvalidParameter(f"Debe estar entre 0 y {2**z - 1}.", parameter=name)
    side = 2 * HALF_WORLD_M / 2**z
    west, north = -HALF_WORLD_M + x * side, HALF_WORLD_M - y * side
    return Bbox(west, north - side, west + side, north, 3857)


def place_of(bbox: Bbox) -> Place | None:
    """The tile that a rectangle is; None where it is none."""
    if bbox.srid != 3857 or not 0 < bbox.width <= 2.01 * HALF_WORLD_M:
        return None
    z = round(math.log2(2 * HALF_WORLD_M / bbox.width))
    side = 2 * HALF_WORLD_M / 2**z
    x, y = round((bbox.minx + HALF_WORLD_M) / side), round((HALF_WORLD_M - bbox.maxy) / side)
    if not (0 <= z <= MAX_ZOOM and 0 <= x < 2**z and 0 <= y < 2**z):
        return None
    tile = tile_bbox(z, x, y)
    corners = zip((bbox.minx, bbox.miny, bbox.maxx, bbox.maxy), _corners(tile), strict=True)
    is_tile = all(abs(given - own) <= side * _SAME_PLACE for given, own in corners)
    return (z, x, y) if is_tile else None


def _corners(bbox: Bbox) -> tuple[float, float, float, float]:
    return bbox.minx, bbox.miny, bbox.maxx, bbox.maxy


def identity(layer: Layer) -> tuple[str, str]:
    """Its name, and of an agency's layer its table: its name may become another's."""
    return layer.name, getattr(layer.rows, "table", "")


def version(layer: Layer, user: AnyUser) -> str:
    """Changes whenever a tile may: with the rows, with who sees them, with the encoding."""
    rows = (*identity(layer), versions.seen(layer, user), layer.audience(user))
    parts = (rows, _TILE_SQL, MAX_FEATURES, layer.style)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def label_layer(layer: Layer) -> str:
    """The name, inside a tile, of the points for labels."""
    return f"{layer.name}_labels"


def mvt_tile_once(
    layers: Sequence[Layer], user: AnyUser, place: Place, stamp: str, code: object
) -> bytes:
    """The layers' tiles one after the other, as gzip; kept, and given again while nothing changed.

    ``stamp`` is of the layers (``layers.stamps``), empty where there is none: then the tile stays
    in this process. ``code`` changes with what encodes it.
    """

    def make() -> bytes:
        content = b"".join(mvt_tile(layer, user, *place) for layer in layers)
        return gzip.compress(content, _GZIP_LEVEL, mtime=0) if content else b""

    keeping = kept_tiles()
    if keeping is None:
        return make()
    parts = ("mvt", code, stamp, place, [version(layer, user) for layer in layers])
    key = hashlib.sha256(repr(parts).encode()).hexdigest()
    return keeping.once(key, make, is_public=bool(stamp))


def mvt_tile(
    layer: Layer, user: AnyUser, z: int, x: int, y: int, chosen: dict[str, Any] | None = None
) -> bytes:
    """The Mapbox Vector Tile of a layer.

    It holds a layer named as ours with the features, and ``<name>_labels`` with one point a
    feature that is labelled at such scales, only in the tile where the point falls: labels taken
    from clipped polygons would be drawn once a tile. Properties: ``fid`` and the fields that the
    style reads there; what a label says is on its point alone. Of rows that are of periods it
    holds the latest. ``chosen`` is a filter (CQL2-JSON).
    """
    bbox = tile_bbox(z, x, y)
    query = FeatureQuery(
        layer,
        user,
        bbox=_buffered(bbox),
        filter=all_given(latest_only(layer, user), chosen),
        srid=3857,
        resolution=bbox.width / TILE_PX,
    )
    # Half a pixel: screens are often finer than the tile's 256.
    side = repr(pixel_side(layer.srid, 3857, bbox.width / TILE_PX / 2))
    shape = simplification(layer, side).replace("{0}", '"_shape"')
    style = style_of(layer, z)
    part, parts = _MIXED if layer.shape_type.is_mixed else ('"_geometry"', "r")
    rows, params = sql_and_params(tile_rows(query, style))
    statement = sql.SQL(_TILE_SQL).format(
        rows=sql.SQL(rows),
        geometry=sql.SQL(f"ST_Transform({shape}, 3857)"),
        part=sql.SQL(part),
        parts=sql.SQL(parts),
        shape_columns=published(shape_fields(layer, style)),
        label_columns=published(label_fields(layer, style)),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            statement.as_string(cursor.connection),
            [*params, MAX_FEATURES, z, x, y, layer.name, label_layer(layer)],
        )
        return bytes(cursor.fetchone()[0])


def _buffered(bbox: Bbox) -> Bbox:
    margin = bbox.width * BUFFER_PX / TILE_PX
    return Bbox(
        bbox.minx - margin, bbox.miny - margin, bbox.maxx + margin, bbox.maxy + margin, bbox.srid
    )
