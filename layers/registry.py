"""The one door to the layers: existence and permission are asked here and nowhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models import Extent as ExtentAggregate
from django.contrib.postgres.aggregates import ArrayAgg, BoolOr
from django.core.cache import cache
from django.db.models import Count, Max, Min, Q, QuerySet

from layers import versions
from layers.datasets import listing
from layers.errors import LayerNotFound
from layers.layer import PUBLIC, AnyUser, Layer, Summary
from layers.participation.contributions import CONTRIBUTIONS
from layers.participation.processes.layers import LAYERS as PROCESS_LAYERS
from layers.plan.layer import COMMITMENT_TERRITORIES
from layers.plan.making.situations import AFFECTED_REGIONS
from layers.styles.model import Style
from layers.themes import THEMES
from layers.units.layer import UNIT_LAYERS
from layers.zones.layer import INTERVENTION_ZONES
from territory.models import BoundarySource
from territory.models.placed import SAMPLE_PREFIX

# Those that are written in code, in the order in which a catalogue lists them. What agencies make
# of their own files (``layers.datasets``) follows.
LAYERS: tuple[Layer, ...] = (
    *UNIT_LAYERS,
    COMMITMENT_TERRITORIES,
    *(layer for theme in THEMES for layer in theme.layers),
    *PROCESS_LAYERS,
    AFFECTED_REGIONS,
    INTERVENTION_ZONES,
    CONTRIBUTIONS,
)

APPROXIMATE_SUFFIX = " (límites aproximados, no oficiales)"
# Of a layer that only its agency sees so far; whoever opens it in QGIS reads it there.
PRIVATE_SUFFIX = " (aún no publicada)"

Extent = tuple[float, float, float, float]

# The country's extreme points (INEI), within which is what a layer without a row may come to hold.
# West, south, east, north.
COUNTRY_EXTENT: Extent = (-81.3285, -18.3509, -68.6523, -0.0388)
# The first and the last day, or instant, of a layer's rows; both are among them.
TimeSpan = tuple[dt.date, dt.date]


@dataclass(frozen=True)
class LayerInfo:
    """What a layer's present rows say of it.

    ``extent`` is EPSG:4326, x/y order (None: no geometry at all). ``number_of_features``
    counts every row that is served, ``number_of_facts`` leaves samples out. ``source_url`` is
    empty unless all rows with an address have the same. ``time_span``: of the field by which
    rows are chosen in time; None where the layer or its rows have none.
    """

    name: str
    title: str
    abstract: str
    source: str
    source_url: str
    licence: str
    attribution: str
    cutoff_date: dt.date | None
    extent: Extent | None
    number_of_features: int
    number_of_facts: int
    has_samples: bool
    has_approximate_boundaries: bool
    version: int
    time_span: TimeSpan | None = None

    @property
    def stated_extent(self) -> Extent:
        """As services state it: a rectangle is wanted of an empty layer too."""
        return self.extent or COUNTRY_EXTENT

    def legend(self, style: Style) -> Style:
        """What a legend shows of the layer's style: no symbol of what the layer hasn't got.

        Placed rows are all samples or all facts; of planners' zones there may be both.
        """
        if self.has_samples and self.number_of_facts:
            return style
        return style.of(samples=self.has_samples)


def published(user: AnyUser) -> list[Layer]:
    """The layers that this user may see, in catalogue order."""
    own = written(user)
    return [*own, *listing.published(user, own)]


def written(user: AnyUser) -> list[Layer]:
    """Those of them that are written in code, for which nothing has to be asked."""
    return [layer for layer in LAYERS if layer.visible(user)]


def named(names: Collection[str], user: AnyUser) -> list[Layer]:
    """Those of these names, in catalogue order; agencies' are asked for only where one is."""
    found = written(user)
    if not set(names) <= {layer.name for layer in found}:
        found = published(user)
    return [layer for layer in found if layer.name in names]


def get(name: str, user: AnyUser) -> Layer:
    """The layer called ``name``; LayerNotFound also where this user may not see it."""
    for layer in LAYERS:
        if layer.name == name and layer.visible(user):
            return layer
    found = listing.find(name, user)
    if found is None:
        raise LayerNotFound(name)
    return found


def get_edited(name: str, user: AnyUser) -> Layer:
    """As ``get``, of a layer to be changed: to its agency also one that is about to be deleted.

    Nothing of that changes either, but who tries is told why.
    """
    try:
        return get(name, user)
    except LayerNotFound:
        going = listing.find_going(name, user)
        if going is None:
            raise
        return going


def get_drawn(name: str, user: AnyUser) -> Layer:
    """As ``get``, of the layers that a map or a tile can show."""
    layer = get(name, user)
    if not layer.has_geometry:
        raise LayerNotFound(name)
    return layer


def describe(layer: Layer, user: AnyUser) -> LayerInfo:
    """What the layer holds now."""
    return _describe(layer, user, versions.seen(layer, user))


def describe_all(user: AnyUser) -> list[tuple[Layer, LayerInfo]]:
    """Every published layer with what it holds, the versions read together."""
    return [(layer, _describe(layer, user, version)) for layer, version in _published(user)]


def fingerprint(user: AnyUser) -> str:
    """Changes whenever the description of any published layer may have, or differs by user."""
    layers = _published(user)
    return "-".join(f"{item.name}.{version}.{item.audience(user)}" for item, version in layers)


def _published(user: AnyUser) -> list[tuple[Layer, int]]:
    """The published layers with their versions: one query."""
    with versions.read_once():
        layers = published(user)
        seen = versions.all_seen(layers, user)
    return [(layer, seen[layer.name]) for layer in layers]


def audience(user: AnyUser) -> str:
    """The same for users who see the same rows of every layer; empty for who sees what all do."""
    audiences = {layer.name: layer.audience(user) for layer in published(user)}
    return "-".join(f"{name}.{own}" for name, own in audiences.items() if own != PUBLIC)


def sequence(user: AnyUser) -> int:
    """A number that rises with every change of what this user sees, and with nothing else."""
    own = sum(version for layer, version in _published(user) if layer.version is None)
    return own + listing.sequence(user)


def stated_extent(extents: Iterable[Extent]) -> Extent:
    """The rectangle around all of them; the country's where there is none."""
    found = list(extents)
    if not found:
        return COUNTRY_EXTENT
    west, south, east, north = zip(*found, strict=True)
    return min(west), min(south), max(east), max(north)


def _describe(layer: Layer, user: AnyUser, version: int) -> LayerInfo:
    if layer.summary is not None:
        return _summarised(layer, layer.summary, version)
    # An extent costs 120 ms on a big layer: once per data version, not per request.
    key = f"layer-info:{layer.name}:{version}:{layer.audience(user)}"
    info: LayerInfo | None = cache.get(key)
    if info is None:
        info = _measure(layer, layer.rows(user), version)
        cache.set(key, info, None)
    return info


def _summarised(layer: Layer, summary: Summary, version: int) -> LayerInfo:
    return LayerInfo(
        name=layer.name,
        title=layer.title + PRIVATE_SUFFIX if layer.is_private else layer.title,
        abstract=layer.abstract,
        source=layer.source,
        source_url=summary.source_url,
        licence=layer.licence,
        attribution=layer.attribution or layer.source,
        cutoff_date=summary.cutoff_date,
        extent=summary.extent,
        number_of_features=summary.number_of_features,
        number_of_facts=summary.number_of_features,
        has_samples=False,
        has_approximate_boundaries=False,
        version=version,
    )


def _measure(layer: Layer, rows: QuerySet[Any], version: int) -> LayerInfo:
    aggregates: dict[str, Any] = {"n": Count("pk"), "extent": ExtentAggregate(layer.geom)}
    if layer.sample_path:
        sample = Q(**{layer.sample_path: True})
        aggregates |= {"samples": Count("pk", filter=sample)}
    if layer.boundary_path:
        approximate = Q(**{layer.boundary_path: BoundarySource.APPROXIMATE})
        aggregates["approximate"] = BoolOr(approximate)
    if layer.boundary_origin_path:
        aggregates["origins"] = ArrayAgg(layer.boundary_origin_path, distinct=True, default=[])
    if layer.source_path:
        aggregates["sources"] = ArrayAgg(layer.source_path, distinct=True, default=[])
    if layer.source_url_path:
        aggregates["addresses"] = ArrayAgg(layer.source_url_path, distinct=True, default=[])
    if layer.cutoff_path:
        aggregates["cutoff"] = Max(layer.cutoff_path)
    aggregates |= _time_aggregates(layer)
    found = rows.order_by().aggregate(**aggregates)
    samples = found.get("samples", 0)
    approximate_boundaries = bool(found.get("approximate"))
    source = _joined(found.get("sources", []), found.get("origins", [])) or layer.source
    return LayerInfo(
        name=layer.name,
        title=_title(layer, bool(samples), approximate_boundaries),
        abstract=layer.abstract,
        source=source,
        source_url=_only([url for url in found.get("addresses", []) if url]),
        licence=layer.licence,
        attribution=layer.attribution or source,
        cutoff_date=found.get("cutoff"),
        extent=found["extent"],
        number_of_features=found["n"],
        number_of_facts=found["n"] - samples,
        has_samples=bool(samples),
        has_approximate_boundaries=approximate_boundaries,
        version=version,
        time_span=_time_span(layer, found.get("first"), found.get("last")),
    )


def _time_aggregates(layer: Layer) -> dict[str, Any]:
    if layer.time_field is None:
        return {}
    start = layer.field(layer.time_field).path
    end = layer.field(layer.time_end_field).path if layer.time_end_field else start
    return {"first": Min(start), "last": Max(end)}


def _time_span(layer: Layer, first: dt.date | None, last: dt.date | None) -> TimeSpan | None:
    """A period's end is no longer in it: its last day is the one before."""
    if first is None or last is None:
        return None
    return first, last - dt.timedelta(days=1) if layer.time_end_field else last


def _joined(*lists: list[str]) -> str:
    return "; ".join(dict.fromkeys(text for texts in lists for text in texts if text))


def _only(found: list[str]) -> str:
    return found[0] if len(found) == 1 else ""


def _title(layer: Layer, has_samples: bool, has_approximate_boundaries: bool) -> str:
    """QGIS users read titles: what is a sample or a rough boundary says so there."""
    title = SAMPLE_PREFIX + layer.title if has_samples else layer.title
    return title + APPROXIMATE_SUFFIX if has_approximate_boundaries else title
