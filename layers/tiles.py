"""Vector tiles: a layer's features, and one label point each, encoded by PostGIS."""

from __future__ import annotations

import gzip
import hashlib
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import BigIntegerField, F, QuerySet
from psycopg import sql

from layers import versions
from layers.bbox import Bbox
from layers.errors import InvalidParameter
from layers.expressions import Sql
from layers.fields import FieldType
from layers.filters.chains import all_given
from layers.identity import identity
from layers.kept.keeping import tiles as kept_tiles
from layers.layer import AnyUser, Layer
from layers.models.serving import TileChoice
from layers.periods import latest_only
from layers.query import FeatureQuery
from layers.sql import sql_and_params
from layers.thinning import pixel_side, simplification
from layers.tile_rows import label_fields, published, shape_fields, style_of, tile_rows
from territory.sql import read_statements

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
# Up to this zoom what a dense tile holds is chosen beforehand.
FINEST_CHOSEN = 9

# A feature of a tile is of one dimension (MVT 2.1, 4.3.4): a collection becomes one of each.
_MIXED = (
    '"_part"',
    '(SELECT r.*, ST_CollectionExtract("_geometry", kind) AS "_part"'
    " FROM r, generate_series(1, 3) AS kind"
    ' WHERE NOT ST_IsEmpty(ST_CollectionExtract("_geometry", kind))) AS parts',
)

_SQL = read_statements(Path(__file__).with_name("tile.sql"))


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


def version(layer: Layer, user: AnyUser) -> str:
    """Changes whenever a tile may: with the rows, with who sees them, with the encoding."""
    rows = (identity(layer), versions.seen(layer, user), layer.audience(user))
    parts = (rows, *_SQL.values(), MAX_FEATURES, layer.style)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def label_layer(layer: Layer) -> str:
    """The name, inside a tile, of the points for labels."""
    return f"{layer.name}_labels"


def mvt_tile_once(
    layers: Sequence[Layer],
    user: AnyUser,
    place: Place,
    stamp: str,
    code: object,
    *,
    as_gzip: bool = True,
) -> bytes:
    """The layers' tiles one after the other; kept, and given again while nothing changed.

    ``stamp`` is of the layers (``layers.stamps``), empty where there is none: then the tile stays
    in this process. ``code`` changes with what encodes it. It is kept as gzip; where nothing is
    kept, it is compressed for whoever takes it so alone.
    """

    def make() -> bytes:
        return b"".join(mvt_tile(layer, user, *place) for layer in layers)

    def make_gzip() -> bytes:
        content = make()
        return gzip.compress(content, _GZIP_LEVEL, mtime=0) if content else b""

    keeping = kept_tiles()
    if keeping is None:
        return make_gzip() if as_gzip else make()
    parts = ("mvt", code, stamp, place, [version(layer, user) for layer in layers])
    key = hashlib.sha256(repr(parts).encode()).hexdigest()
    content = keeping.once(key, make_gzip, is_public=bool(stamp))
    return content if as_gzip or not content else gzip.decompress(content)


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
    query = _query(layer, user, (z, x, y), chosen)
    # Half a pixel: screens are often finer than the tile's 256.
    side = repr(pixel_side(layer.srid, 3857, tile_bbox(z, x, y).width / TILE_PX / 2))
    shape = simplification(layer, side).replace("{0}", '"_shape"')
    style = style_of(layer, z)
    part, parts = _MIXED if layer.shape_type.is_mixed else ('"_geometry"', "r")
    known = None if chosen else known_rows(layer, user, (z, x, y))
    rows, params = sql_and_params(tile_rows(query, style, known))
    statement = sql.SQL(_SQL["tile"]).format(
        choice=_choice(rows),
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


def choose(layer: Layer, place: Place) -> list[int]:
    """The keys of what an anonymous visitor's tile holds, of a layer whose keys are numbers."""
    user = AnonymousUser()
    rows, params = sql_and_params(
        tile_rows(_query(layer, user, place, None), style_of(layer, place[0]))
    )
    keys = sql.SQL('SELECT "_fid" FROM ({choice}) AS chosen').format(choice=_choice(rows))
    with connection.cursor() as cursor:
        cursor.execute(keys.as_string(cursor.connection), [*params, MAX_FEATURES])
        return [key for (key,) in cursor.fetchall()]


def _query(
    layer: Layer, user: AnyUser, place: Place, chosen: dict[str, Any] | None
) -> FeatureQuery:
    bbox = tile_bbox(*place)
    return FeatureQuery(
        layer,
        user,
        bbox=buffered(bbox),
        filter=all_given(latest_only(layer, user), chosen),
        srid=3857,
        resolution=bbox.width / TILE_PX,
    )


def _choice(rows: str) -> sql.Composed:
    return sql.SQL(_SQL["choice"]).format(rows=sql.SQL(rows))


def known_rows(layer: Layer, user: AnyUser, place: Place) -> QuerySet[Any] | None:
    """What was chosen of a dense tile beforehand (``layers.tile_choices``); None: nothing was."""
    if place[0] > FINEST_CHOSEN or not may_be_chosen(layer):
        return None
    z, x, y = place
    found = TileChoice.objects.filter(
        layer=identity(layer), z=z, x=x, y=y, made_of=version(layer, user)
    )
    pk = found.values_list("pk", flat=True).first()
    if pk is None:
        return None
    each = Sql("unnest({0})", F("keys"), output_field=BigIntegerField())
    keys = TileChoice.objects.filter(pk=pk).annotate(_key=each).values("_key")
    return layer.rows(user).filter(**{f"{layer.key}__in": keys})


def may_be_chosen(layer: Layer) -> bool:
    """Whether everybody's tiles of the layer are alike, and a list of numbers says what of."""
    return (
        layer.has_geometry
        and layer.same_for_everyone
        and not layer.is_private
        and layer.key_type is FieldType.INTEGER
    )


def buffered(bbox: Bbox) -> Bbox:
    """The tile's square and what lies about it."""
    margin = bbox.width * BUFFER_PX / TILE_PX
    return Bbox(
        bbox.minx - margin, bbox.miny - margin, bbox.maxx + margin, bbox.maxy + margin, bbox.srid
    )
