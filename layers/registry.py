"""The one door to the layers: existence and permission are asked here and nowhere else."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.core.cache import cache

from layers import versions
from layers.cascade import listing as cascades
from layers.cascade.layer import CascadedLayer
from layers.datasets import listing
from layers.errors import LayerNotFound
from layers.layer import PUBLIC, AnyUser, Layer
from layers.layer_info import LayerInfo, summarised, told
from layers.measuring import measure
from layers.participation.contributions import CONTRIBUTIONS
from layers.participation.processes.layers import LAYERS as PROCESS_LAYERS
from layers.plan.layer import COMMITMENT_TERRITORIES
from layers.plan.making.situations import AFFECTED_REGIONS
from layers.rasters import listing as coverages
from layers.rasters.coverage import RasterLayer
from layers.sanitation_studies.layer import LAYERS as STUDY_LAYERS
from layers.themes import THEMES
from layers.units.layer import UNIT_LAYERS
from layers.zones.layer import INTERVENTION_ZONES

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


def published(user: AnyUser) -> list[Layer]:
    """The layers that this user may see, in catalogue order."""
    own = written(user)
    return [*own, *listing.published(user, (*own, *coverages.LISTS, cascades.LIST))]


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
    """As ``get_drawn``, rasters and cascaded layers too: whatever a map can show."""
    try:
        layer = get_any(name, user)
    except LayerNotFound:  # asked for last, so that no other layer's map costs a question more
        cascaded = cascades.find(name, user)
        if cascaded is None:
            raise
        return cascaded
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
    """Every published layer with what it holds. Few queries, one once all of it is known."""
    found = _published(user)
    infos = _describe(found, user)
    return [(layer, info) for (layer, _), info in zip(found, infos, strict=True)]


def describe_coverages(user: AnyUser) -> list[tuple[RasterLayer, LayerInfo]]:
    """Every published raster with what it holds."""
    return [(layer, describe(layer, user)) for layer in coverages.published(user)]


def describe_cascades(user: AnyUser) -> list[tuple[CascadedLayer, LayerInfo]]:
    """Every layer that another server draws, with what is known of it."""
    return [(layer, describe(layer, user)) for layer in cascades.published(user)]


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


def _describe(layers: Sequence[tuple[Layer, int]], user: AnyUser) -> list[LayerInfo]:
    """What the layers hold in these versions; few queries where any of it isn't known."""
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
        keys[layer.name]: told(layer, measured[layer.name], version) for layer, version in unknown
    }
    cache.set_many(made, None)
    known |= made
    return [
        summarised(layer, layer.summary, version) if layer.summary else known[keys[layer.name]]
        for layer, version in layers
    ]
