"""The population of the rasters' catalogue, counted as an operator's file is.

What an operator loaded stands until it is removed. Without it the cells are those of the published
raster of population that ``/api/v1/people/`` asks first: the newest, then the finest.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser

from layers.errors import InvalidParameter, StoredFileMissing
from layers.population.importing import Origin, Wanted, remove_population, take
from layers.progress import Progress
from layers.rasters import storage
from layers.rasters.coverage import RasterLayer
from layers.rasters.people import newest_first
from layers.reading.results import Provenance, SourceError
from territory.models import PopulationSource
from territory.population import loaded_population

log = logging.getLogger(__name__)

# A population's raster has one, as the questions of people take it too.
_BAND = "1"


@dataclass(frozen=True)
class Grid:
    """A published raster of population, and what goes with each figure of it."""

    layer: RasterLayer
    said: Provenance

    @property
    def sha256(self) -> str:
        """Of its file, which the storage names by it."""
        return self.layer.raster.key.removesuffix(".tif")


def import_raster_population(
    name: str, covers: Collection[str], *, by: str = "", progress: Progress | None = None
) -> PopulationSource:
    """Load the cells of the published raster ``name``, in the place of whatever is loaded.

    ``covers`` are the units of which it has everybody. Raises InvalidParameter where no such raster
    of population is published, SourceError where its cells can't be counted.
    """
    grids = _grids()
    found = next((grid for grid in grids if grid.layer.name == name), None)
    if found is None:
        known = ", ".join(grid.layer.name for grid in grids) or "ninguno"
        raise InvalidParameter(
            f"No hay un ráster de población publicado «{name[:50]}», con fuente y fecha de corte. "
            f"Los que hay: {known}.",
            parameter="raster",
        )
    return _loaded(found, covers, by, progress)


def follow(progress: Progress) -> dict[str, Any]:
    """Have the loaded population be that of the rasters as they are published now.

    Work of a job, safe to do twice. A raster that can't be counted makes way for the next one, and
    is named in ``refused``. Raises SourceError where none of them can.
    """
    current = loaded_population()
    if current is not None and not current.raster:
        return {"population": current.source, "refused": []}
    refused: list[str] = []
    for grid in _grids():
        try:
            kept = _followed(current, grid, progress)
        except (SourceError, StoredFileMissing) as error:
            log.warning("the people of raster %s can't be counted: %s", grid.layer.name, error)
            refused.append(f"{grid.layer.title} ({grid.layer.name}): {error}")
            continue
        return {"population": kept.source, "refused": refused}
    if current is not None:
        remove_population()
    if refused:
        raise SourceError(" ".join(refused))
    return {"population": "", "refused": []}


def _grids() -> list[Grid]:
    """Those that everybody sees and that say their cut-off date: no figure goes without it."""
    found = []
    for layer in newest_first(AnonymousUser()):
        summary = layer.summary
        if summary is not None and summary.cutoff_date is not None:
            said = Provenance(str(layer.source), summary.source_url, summary.cutoff_date)
            found.append(Grid(layer, said))
    return found


def _followed(current: PopulationSource | None, grid: Grid, progress: Progress) -> PopulationSource:
    """The same cells are read once; what is said of them may have changed."""
    if current is None or current.raster != grid.layer.name:
        return _loaded(grid, (), "", progress)
    if current.sha256 != grid.sha256:
        return _loaded(grid, current.covers, current.imported_by, progress)
    current.source, current.source_url = grid.said.source, grid.said.source_url
    current.cutoff_date = grid.said.cutoff_date
    current.save(update_fields=["source", "source_url", "cutoff_date"])
    return current


def _loaded(
    grid: Grid, covers: Collection[str], by: str, progress: Progress | None
) -> PopulationSource:
    with storage.local(grid.layer.raster.key) as path:
        origin = Origin(path.name, grid.sha256, by, raster=grid.layer.name)
        return take(path, grid.said, Wanted(field=_BAND), covers, origin, progress=progress)
