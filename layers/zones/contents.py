"""What of each theme lies within a zone, with what keeps the number from being all there is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import GEOSGeometry

from layers import themes
from layers.layer import Layer
from territory.coverage import COUNTRY
from territory.covered import Coverage, CoveredUnit, published_coverage
from territory.models import AdminUnit
from territory.models.placed import SAMPLE_PREFIX, PlacedRecord
from territory.zones.contents import Inside, has_positions, things_inside

CONTENTS_NOTE = (
    "Solo se cuenta lo que tiene una posición propia; de lo que ocupa una línea o una superficie, "
    "lo que cae adentro aunque sea en parte."
)


@dataclass(frozen=True)
class ThemeContents:
    """A layer's number within a zone, as it may be shown.

    ``count`` is None where it isn't known (nothing published covers the zone) or isn't given
    (fewer than ``fewer_than``, which is 0 elsewhere). ``is_partial`` where the published files
    don't cover all of the departments that the zone touches: it is of ``covers``, the units there
    that they do cover; empty where nothing says which those are.
    """

    layer: str
    title: str
    count: int | None
    has_more: bool = False
    fewer_than: int = 0
    is_sample: bool = False
    is_partial: bool = False
    covers: tuple[CoveredUnit, ...] = ()
    sources: tuple[str, ...] = ()
    cutoff_date: dt.date | None = None

    @property
    def is_known(self) -> bool:
        """Whether anything can be said of it."""
        return self.count is not None or bool(self.fewer_than)


def contents_of(shape: GEOSGeometry, units: Iterable[AdminUnit]) -> list[ThemeContents]:
    """What of every theme with positions lies within a shape (EPSG:4326) that touches the units.

    Three queries, however many themes.
    """
    layers = dict(_layers())
    departments = sorted({unit.pk[:2] for unit in units}) or [COUNTRY]
    found = things_inside(shape, layers)
    coverage = published_coverage()
    return [_contents(layers[item.model], item, departments, coverage) for item in found]


def _layers() -> Iterator[tuple[type[PlacedRecord], Layer]]:
    """Of each model whose rows have positions the layer that shows them."""
    for theme in themes.THEMES:
        for layer in theme.layers:
            model = layer.rows(AnonymousUser()).model
            if model in theme.records and has_positions(model):
                yield model, layer


def _contents(
    layer: Layer, inside: Inside, departments: list[str], coverage: Coverage
) -> ThemeContents:
    title = str(layer.title)
    if inside.is_sample:
        # Samples cover what they show.
        return _shown(layer.name, f"{SAMPLE_PREFIX}{title}", inside)
    parts = [coverage.partial(inside.model, department) for department in departments]
    partial = [part for part in parts if part is not None]
    covers = tuple(unit for part in partial for unit in part)
    if partial and not covers and len(partial) == len(parts) and inside.count == 0:
        return ThemeContents(layer.name, title, None)
    if partial:
        whole = [
            CoveredUnit(code, coverage.names[code])
            for code, part in zip(departments, parts, strict=True)
            if part is None
        ]
        return _shown(layer.name, title, inside, is_partial=True, covers=(*whole, *covers))
    return _shown(layer.name, title, inside)


def _shown(
    name: str,
    title: str,
    inside: Inside,
    *,
    is_partial: bool = False,
    covers: tuple[CoveredUnit, ...] = (),
) -> ThemeContents:
    fewer_than = inside.model.smallest_count if inside.count is None else 0
    return ThemeContents(
        name,
        title,
        inside.count,
        inside.has_more,
        fewer_than,
        inside.is_sample,
        is_partial,
        covers,
        inside.sources,
        inside.cutoff_date,
    )
