"""What the published files of a layer cover, where they don't cover the country."""

from __future__ import annotations

from layers.layer import AnyUser, Layer
from layers.layer_info import LayerInfo
from territory.coverage import COUNTRY
from territory.covered import Coverage, CoveredUnit
from territory.models.placed import PublishedRecord


def covered_units(
    layer: Layer, info: LayerInfo, user: AnyUser, coverage: Coverage
) -> tuple[CoveredUnit, ...] | None:
    """The units that the layer's facts are of; None where they are of the whole country.

    Empty where nothing says what they cover. None too of what no official file publishes: units
    themselves, planners' zones, agencies' own layers, and samples, which cover what they show.
    """
    if layer.summary is not None or not info.number_of_facts:
        return None
    model = layer.rows(user).model
    if not issubclass(model, PublishedRecord):
        return None
    return coverage.partial(model, COUNTRY)
