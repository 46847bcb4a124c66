"""Which features the dense tiles of large layers hold, chosen beforehand.

A tile of the whole country reads, blocks and sorts half a million rows to give eight thousand of
them. Their keys are kept, tile by tile, down to where a tile has few rows: with them it holds what
it would hold without, byte by byte (docs/decisions/chosen-tiles.md).

A choice serves the data version and the style that it was made of and no other.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction

from layers import tiles
from layers.features import select
from layers.identity import identity
from layers.layer import Layer
from layers.models.serving import TileChoice
from layers.query import FeatureQuery
from layers.tiles import Place

# Of a layer with fewer features no tile is worth it.
LEAST_FEATURES = 50_000
# A tile of fewer rows chooses among them about as fast.
LEAST_ROWS = 20_000
# One at a time; tiles are made meanwhile.
_LOCK = "LOCK TABLE layers_tilechoice IN SHARE ROW EXCLUSIVE MODE"
_WORLD: Place = (0, 0, 0)
_USER = AnonymousUser()


def refresh(layer: Layer) -> bool:
    """Chooses for the layer's dense tiles unless it is done; False where nothing was to do."""
    if not lacks(layer):
        return False
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_LOCK)
        if not lacks(layer):  # somebody else did it meanwhile
            return False
        # Read before the rows: where they change meanwhile, the choice is stale.
        made_of = tiles.version(layer, _USER)
        forget(identity(layer))
        TileChoice.objects.bulk_create(_choices(layer, made_of))
    return True


def lacks(layer: Layer) -> bool:
    """Whether ``refresh`` would do something."""
    if not tiles.may_be_chosen(layer):
        return False
    z, x, y = _WORLD
    done = TileChoice.objects.filter(layer=identity(layer), z=z, x=x, y=y)
    if done.filter(made_of=tiles.version(layer, _USER)).exists():
        return False
    rows = layer.rows(_USER)
    number = layer.summary.number_of_features if layer.summary else rows.count()
    return number >= LEAST_FEATURES


def forget(kept_under: str) -> None:
    """Leave nothing of what was chosen of a layer (``layers.identity``)."""
    TileChoice.objects.filter(layer=kept_under).delete()


def _choices(layer: Layer, made_of: str) -> Iterator[TileChoice]:
    for z, x, y in _dense(layer, _WORLD):
        keys = tiles.choose(layer, (z, x, y))
        yield TileChoice(layer=identity(layer), z=z, x=x, y=y, made_of=made_of, keys=keys)


def _dense(layer: Layer, place: Place) -> Iterator[Place]:
    """The tile, and those within it that hold many rows."""
    yield place
    z, x, y = place
    if z == tiles.FINEST_CHOSEN:
        return
    for finer in ((z + 1, 2 * x + right, 2 * y + down) for right in (0, 1) for down in (0, 1)):
        if _number_of_rows(layer, finer) > LEAST_ROWS:
            yield from _dense(layer, finer)


def _number_of_rows(layer: Layer, place: Place) -> int:
    """How many rows lie about in a tile, by their rectangles; no more are counted than matter."""
    bbox = tiles.buffered(tiles.tile_bbox(*place))
    rows = select(FeatureQuery(layer, _USER, bbox=bbox, srid=3857)).order_by()
    return rows.values("pk")[: LEAST_ROWS + 1].count()
