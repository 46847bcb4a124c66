"""The coarse terrain that the site ships: Peru on cells of 5 minutes of arc."""

from __future__ import annotations

import csv
from pathlib import Path

from layers.models.rasters import CoverageKind, CoverageState
from layers.rasters import storage
from layers.rasters.registering import Said, register, set_state
from layers.reading.rasters.converting import describe

NAME = "terrain"
FILE = "terrain.tif"
# Held against the altitudes that INEI's directory has of the districts' capitals.
ACCURACY = (
    "Relieve grueso: cada celda es de 5 minutos de arco (unos 9 km) y guarda la altitud en pasos "
    "de 28 m. Frente a las altitudes del INEI de las capitales distritales, el error mediano es de "
    "227 m. No sirve para obras ni para estimar peligros."
)


def load_terrain(folder: Path) -> None:
    """Publish the file of the fixtures, or put it in the place of an earlier one."""
    path = folder / FILE
    row = _provenance(folder)
    said = Said(
        title="Altitud (relieve grueso)",
        kind=CoverageKind.TERRAIN,
        source=row["source"],
        cutoff_date=None,
        unit="m",
        abstract="Altitud sobre el nivel del mar en todo el Perú.",
        accuracy=ACCURACY,
        licence=row["licence"],
        attribution="Mapzen Terrain Tiles, por el paquete pvlib",
        titles=("Altitud",),
        keywords=("altitud", "relieve", "terreno"),
    )
    coverage = register(path, describe(path), said, name=NAME, original_name=FILE)
    if not coverage.is_public:
        set_state(coverage, CoverageState.PUBLISHED)


def keep_file(folder: Path) -> None:
    """The file again where the storage lost it: it is on the disk, not in the database."""
    storage.keep(folder / FILE)


def _provenance(folder: Path) -> dict[str, str]:
    with (folder / "provenance.csv").open(encoding="utf-8", newline="") as file:
        return next(row for row in csv.DictReader(file) if row["file"] == FILE)
