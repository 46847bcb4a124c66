"""The one door to the layers: existence and permission are asked here and nowhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.core.cache import cache

from layers import versions
from layers.datasets import listing
from layers.errors import LayerNotFound
from layers.layer import PUBLIC, AnyUser, Layer, Summary
from layers.measuring import Extent, Measured, measure
from layers.participation.contributions import CONTRIBUTIONS
from layers.participation.processes.layers import LAYERS as PROCESS_LAYERS
from layers.plan.layer import COMMITMENT_TERRITORIES
from layers.plan.making.situations import AFFECTED_REGIONS
from layers.rasters import listing as coverages
from layers.rasters.coverage import RasterLayer
from layers.sanitation_studies.layer import LAYERS as STUDY_LAYERS
from layers.styles.model import Style
from layers.themes import THEMES
from layers.units.layer import UNIT_LAYERS
from layers.zones.layer import INTERVENTION_ZONES
from territory.models.placed import SAMPLE_PREFIX

# Those that are written in code, in the order in which a catalogue lists them. What agencies make
# of their own files (``layers.datasets``) follows.
LAYERS: tuple[Layer, ...] = (
    *UNIT_LAYERS,
    COMMITMENT_TERRITORIES,
    *(layer for theme in THEMES for layer in theme.layers),
    *PROCESS_LAYERS,
    *STUDY_LAYERS,
    AFFECTED_REGIONS,
    INTERVENTION_ZONES,
    CONTRIBUTIONS,
)

APPROXIMATE_SUFFIX = " (límites aproximados, no oficiales)"
# Of a layer that only its agency sees so far; whoever opens it in QGIS reads it there.
PRIVATE_SUFFIX = " (aún no publicada)"

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
    def licence_in_words(self) -> str:
        """For a person: where the source has declared none, that it hasn't."""
        return self.licence or "no declarada"

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
    return [*own, *listing.published(user, (*own, *coverages.LISTS))]


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


def get_coverage(name: str, user: AnyUser) -> RasterLayer:
    """The raster called ``name``; LayerNotFound also where this user may not see it."""
    if found := coverages.find(name, user):
        return found
    raise LayerNotFound(name)


def get_any(name: str, user: AnyUser) -> Layer:
    """As ``get``, and rasters too."""
    try:
        return get(name, user)
    except LayerNotFound:
        return get_coverage(name, user)


def get_mapped(name: str, user: AnyUser) -> Layer:
    """As ``get_drawn``, and rasters too: whatever a map can show, and a tile of features can't."""
    layer = get_any(name, user)
    if not layer.has_geometry:
        raise LayerNotFound(name)
    return layer


def get_drawn(name: str, user: AnyUser) -> Layer:
    """As ``get``, of the layers that a map or a tile can show."""
    layer = get(name, user)
    if not layer.has_geometry:
        raise LayerNotFound(name)
    return layer


def describe(layer: Layer, user: AnyUser) -> LayerInfo:
    """What the layer holds now."""
    return _describe([(layer, versions.seen(layer, user))], user)[0]


def describe_all(user: AnyUser) -> list[tuple[Layer, LayerInfo]]:
    """Every published layer with what it holds. Two queries, one once all of it is known."""
    found = _published(user)
    infos = _describe(found, user)
    return [(layer, info) for (layer, _), info in zip(found, infos, strict=True)]


def describe_coverages(user: AnyUser) -> list[tuple[RasterLayer, LayerInfo]]:
    """Every published raster with what it holds."""
    return [(layer, describe(layer, user)) for layer in coverages.published(user)]


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


def _describe(layers: Sequence[tuple[Layer, int]], user: AnyUser) -> list[LayerInfo]:
    """What the layers hold in these versions; one query where any of it isn't known."""
    # An extent costs 120 ms on a big layer: once per data version, not per request.
    keys = {
        layer.name: f"layer-info:{layer.name}:{version}:{layer.audience(user)}"
        for layer, version in layers
        if layer.summary is None
    }
    known: dict[str, LayerInfo] = cache.get_many(keys.values())
    unknown = [
        (layer, version)
        for layer, version in layers
        if layer.summary is None and keys[layer.name] not in known
    ]
    measured = measure([layer for layer, _ in unknown], user)
    made = {
        keys[layer.name]: _told(layer, measured[layer.name], version) for layer, version in unknown
    }
    cache.set_many(made, None)
    known |= made
    return [
        _summarised(layer, layer.summary, version) if layer.summary else known[keys[layer.name]]
        for layer, version in layers
    ]


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


def _told(layer: Layer, found: Measured, version: int) -> LayerInfo:
    source = _joined(found.sources, found.origins) or layer.source
    return LayerInfo(
        name=layer.name,
        title=_title(layer, bool(found.samples), found.has_approximate_boundaries),
        abstract=layer.abstract,
        source=source,
        source_url=_only(found.addresses),
        licence=layer.licence,
        attribution=layer.attribution or source,
        cutoff_date=found.cutoff_date,
        extent=found.extent,
        number_of_features=found.rows,
        number_of_facts=found.rows - found.samples,
        has_samples=bool(found.samples),
        has_approximate_boundaries=found.has_approximate_boundaries,
        version=version,
        time_span=_time_span(layer, found.first, found.last),
    )


def _time_span(layer: Layer, first: dt.date | None, last: dt.date | None) -> TimeSpan | None:
    """A period's end is no longer in it: its last day is the one before."""
    if first is None or last is None:
        return None
    return first, last - dt.timedelta(days=1) if layer.time_end_field else last


def _joined(*lists: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(text for texts in lists for text in texts if text))


def _only(found: Sequence[str]) -> str:
    return found[0] if len(found) == 1 else ""


def _title(layer: Layer, has_samples: bool, has_approximate_boundaries: bool) -> str:
    """QGIS users read titles: what is a sample or a rough boundary says so there."""
    title = SAMPLE_PREFIX + layer.title if has_samples else layer.title
    return title + APPROXIMATE_SUFFIX if has_approximate_boundaries else title
