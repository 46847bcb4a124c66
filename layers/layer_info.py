"""What one layer tells of itself: its words, and what its present rows say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from layers.layer import Layer, Summary
from layers.measuring import Extent, Measured
from layers.styles.model import Style
from territory.models.placed import SAMPLE_PREFIX

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


def stated_extent(extents: Iterable[Extent]) -> Extent:
    """The rectangle around all of them; the country's where there is none."""
    found = list(extents)
    if not found:
        return COUNTRY_EXTENT
    west, south, east, north = zip(*found, strict=True)
    return min(west), min(south), max(east), max(north)


def summarised(layer: Layer, summary: Summary, version: int) -> LayerInfo:
    """What is remembered of the rows in a summary, where a layer keeps one."""
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


def told(layer: Layer, found: Measured, version: int) -> LayerInfo:
    """What was found in the rows just now."""
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
