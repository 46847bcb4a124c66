"""Small maps of large layers: what a coarse grid keeps of their rows, chosen beforehand.

Thinning half a million points while a map of the country is drawn means to read and sort them
all. An overview holds, for every cell of a web map's pixels and every class of the layer's
style, the first point; coarser cells are made of finer ones. The points of a level are kept
together, thousands in a row: one by one they take twice as long to read and to draw. Of lines and
areas there are the large ones, and marks for the others (``layers.overview_shapes``).

An overview serves the data version and the classes that it was made of and no other: where it
doesn't fit, the map is drawn from the rows themselves.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.models import F, IntegerField, Sum
from psycopg import sql

from layers import jobs, overview_shapes, registry, tile_choices, versions
from layers.datasets import listing
from layers.drawing import CLASS_COLUMN, GEOMETRY_COLUMN, LABEL_COLUMN, class_of
from layers.expressions import Sql
from layers.geometry_types import GeometryType
from layers.identity import identity, identity_of_table
from layers.layer import Layer
from layers.models import Overview, OverviewPatch
from layers.progress import Progress
from layers.sql import literal_sql
from layers.styles.model import Rule
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))

# Zooms of a web map whose pixel is a level's cell. Below the first the country is a stamp; above
# the last a map holds so small a part of it that its rows are thinned quickly as they are.
COARSEST, FINEST = 3, 7
# A layer with fewer points is drawn about as fast without.
LEAST_POINTS = 50_000
# Lines and areas take as long as they have corners; of fewer shapes nobody counts them.
LEAST_SHAPES, LEAST_CORNERS = 1_000, 500_000
_OVERVIEW_SRID = 4326
_PIXELS_AROUND_THE_WORLD = 256
# The scale of a map whose pixel is the finest cell: a pixel has 0.28 mm (OGC 07-057r7), and the
# equator's degree 111,319.49 m.
_DENOMINATOR = 111_319.49 * 360 / (_PIXELS_AROUND_THE_WORLD << FINEST) / 0.00028
# Points that are kept together lie in a square of so many cells a side: a quarter of a tile.
_PATCH_CELLS = 64


def cell_deg(level: int) -> float:
    """The side of a level's cells: a pixel of that zoom, in degrees of longitude."""
    return 360.0 / (_PIXELS_AROUND_THE_WORLD << level)


def refresh_all() -> list[str]:
    """Makes what is missing or stale; gives the names of the layers that it made something for.

    Beside an overview that is what their dense tiles hold (``layers.tile_choices``).
    """
    return [layer.name for layer in _layers() if _refresh_both(layer)]


def refresh_stale(progress: Progress) -> dict[str, list[str]]:
    """The same as a job; gives the names as ``layers``."""
    made = []
    for layer in _layers():
        if _lacks(layer):
            progress.step(f"Vista general de {layer.title}")
            if _refresh_both(layer):
                made.append(layer.name)
    return {"layers": made}


def stale() -> list[str]:
    """The names of the layers that ``refresh_all`` would make an overview for."""
    return [layer.name for layer in _layers() if _lacks(layer)]


def forget_dataset(table: str) -> None:
    """Leave nothing of an agency's layer that isn't everybody's any more."""
    key = identity_of_table(table)
    OverviewPatch.objects.filter(layer=key).delete()
    Overview.objects.filter(pk=key).delete()
    tile_choices.forget(key)


def refresh(layer: Layer) -> bool:
    """Makes the layer's overview unless it is there already; False where nothing was to do."""
    if not _can_have_one(layer) or _is_fresh(layer):
        return False
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_SQL["lock"])
        if _is_fresh(layer):  # somebody else made it meanwhile
            return False
        # Read before the rows: where they change meanwhile, the overview is stale.
        wanted = _made_of(layer)
        OverviewPatch.objects.filter(layer=identity(layer)).delete()
        Overview.objects.filter(pk=identity(layer)).delete()
        if not _has_enough(layer):
            return False
        _fill(layer)
        Overview.objects.create(layer=identity(layer), **wanted)
    with connection.cursor() as cursor:
        cursor.execute(_SQL["analyze"])
    return True


def refresh_after_commit(names: Iterable[str]) -> None:
    """Makes the overviews of these layers once the changes of their rows are committed.

    An overview that fails is logged: the rows are in, and their maps only slower. What their dense
    tiles hold takes longer to choose: a worker does it.
    """
    wanted = frozenset(names)
    for layer in registry.LAYERS:
        if layer.name in wanted:
            _refresh_later(layer)


def _refresh_later(layer: Layer) -> None:
    def refresh_it() -> None:  # a partial has no name, which Django logs a failure by
        refresh(layer)
        if tile_choices.lacks(layer):
            ask()

    transaction.on_commit(refresh_it, robust=True)


def ask() -> None:
    """Have a worker make what is missing, unless one is asked already."""
    if not jobs.is_waiting("refresh_overviews"):
        jobs.submit("refresh_overviews", by=None, lock="overviews")


def _refresh_both(layer: Layer) -> bool:
    has_overview, has_choices = refresh(layer), tile_choices.refresh(layer)
    return has_overview or has_choices


def mapnik_table(layer: Layer, rules: Sequence[Rule], pixel_deg: float) -> str | None:
    """As ``layers.drawing.mapnik_table``, of the overview; None where it can't serve.

    ``pixel_deg`` is the side of the map's pixel in degrees. The cells are no larger.
    """
    if not _can_have_one(layer) or pixel_deg < cell_deg(FINEST):
        return None
    if any(rule.label for rule in rules):  # it holds no texts
        return None
    made_of = Overview.objects.filter(pk=identity(layer), classes=_digest(layer, rules))
    version = made_of.values_list("version", flat=True).first()
    if version is None or version != _version(layer):
        return None
    level = max(COARSEST, math.ceil(math.log2(cell_deg(0) / pixel_deg)))
    is_together = _is_of_points(layer) and all(map(_is_plain, rules))
    statement = "mapnik_table" if is_together else "mapnik_table_of_parts"
    return _as_text(statement, layer=sql.Literal(identity(layer)), level=sql.Literal(level))


def _layers() -> tuple[Layer, ...]:
    """All that everybody may see: those written in code, and those that agencies published."""
    return (*registry.LAYERS, *listing.published(AnonymousUser()))


def _can_have_one(layer: Layer) -> bool:
    return (
        math.isfinite(least(layer.shape_type))
        and layer.srid == _OVERVIEW_SRID
        and layer.same_for_everyone
    )


def _is_of_points(layer: Layer) -> bool:
    return layer.shape_type is GeometryType.POINT


def least(kind: GeometryType) -> float:
    """A layer of that kind with fewer features has no overview."""
    if kind is GeometryType.POINT:
        return LEAST_POINTS
    return LEAST_SHAPES if kind.dimensions in ((1,), (2,)) else math.inf


def _is_plain(rule: Rule) -> bool:
    """Whether its symbol is of one piece.

    Of many points in a row Mapnik draws all outlines before all fills, so that none would be
    seen between symbols that overlap.
    """
    marker = rule.marker
    return marker is not None and marker.stroke is None and not marker.fill.hatch


def _made_of(layer: Layer) -> dict[str, int | str]:
    return {"version": _version(layer), "classes": _digest(layer, _rules(layer))}


def _version(layer: Layer) -> int:
    return versions.seen(layer, AnonymousUser())


def _lacks(layer: Layer) -> bool:
    lacks_overview = _can_have_one(layer) and not _is_fresh(layer) and _has_enough(layer)
    return lacks_overview or tile_choices.lacks(layer)


def _has_enough(layer: Layer) -> bool:
    rows = layer.rows(AnonymousUser())
    number = layer.summary.number_of_features if layer.summary else rows.count()
    if number < least(layer.shape_type) or _is_of_points(layer):
        return number >= least(layer.shape_type)
    corners = Sql("ST_NPoints({0})", F(layer.geom), output_field=IntegerField())
    return (rows.aggregate(all=Sum(corners))["all"] or 0) >= LEAST_CORNERS


def _is_fresh(layer: Layer) -> bool:
    return Overview.objects.filter(pk=identity(layer), **_made_of(layer)).exists()


def _rules(layer: Layer) -> tuple[Rule, ...]:
    """Those that a map draws by which an overview serves: of a closer one's there may be more."""
    return layer.style.rules_at(_DENOMINATOR)


def _digest(layer: Layer, rules: Sequence[Rule]) -> str:
    """The filters decide a feature's class, and their order."""
    filters = repr([rule.filter for rule in rules])
    kind = "" if _is_of_points(layer) else layer.geometry_type
    return hashlib.sha256(f"{kind}{filters}".encode()).hexdigest()


def _fill(layer: Layer) -> None:
    located = layer.rows(AnonymousUser()).filter(**{f"{layer.geom}__isnull": False})
    rows = located.order_by().annotate(
        _key=F(layer.key), _geometry=F(layer.geom), _class=class_of(layer, _rules(layer))
    )
    source = sql.SQL(literal_sql(rows.values("_key", "_geometry", "_class")))
    if _is_of_points(layer):
        _fill_with_points(layer, source)
        return
    cells = {level: cell_deg(level) for level in range(FINEST, COARSEST - 1, -1)}
    (dimension,) = layer.shape_type.dimensions
    overview_shapes.fill(dimension, source, identity(layer), cells, _PATCH_CELLS)


def _fill_with_points(layer: Layer, source: sql.Composable) -> None:
    with connection.cursor() as cursor:
        for level in range(FINEST, COARSEST - 1, -1):
            cell = {"cell": sql.Literal(cell_deg(level))}
            if level == FINEST:
                cursor.execute(_as_text("choose", rows=source, **cell), None)
            else:
                cursor.execute(_SQL["analyze_choice"])
                cursor.execute(_as_text("coarsen", **cell), None)
            side = sql.Literal(_PATCH_CELLS * cell_deg(level))
            place = {"layer": sql.Literal(identity(layer)), "level": sql.Literal(level)}
            cursor.execute(_as_text("keep", side=side, **place), None)
        cursor.execute(_SQL["forget"])


def _as_text(name: str, **parts: sql.Composable) -> str:
    columns = {
        "geom": sql.Identifier(GEOMETRY_COLUMN),
        "class": sql.Identifier(CLASS_COLUMN),
        "label": sql.Identifier(LABEL_COLUMN),
    }
    return sql.SQL(_SQL[name]).format(**columns, **parts).as_string(None)
