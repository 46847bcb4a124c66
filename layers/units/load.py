"""Loading the units and their boundaries."""

from __future__ import annotations

from pathlib import Path

from django.contrib.gis.geos import GEOSGeometry
from django.db import connection, transaction

from layers import versions
from layers.loading.swap import Swapped, swap_rows
from layers.registry import LAYERS
from layers.units.reader import FIELDS, read_departments, read_provenance, read_units
from territory.boundaries import recompute_approximate, refresh_territories
from territory.map_points import refresh_map_points
from territory.models import AdminUnit, BoundarySource
from territory.residences.derived import refresh_residences
from territory.ugel.areas import refresh_ugel_areas


def load_units(folder: Path) -> Swapped:
    """Load ``units.csv``; polygons stay as they are."""
    provenance = read_provenance(folder / "provenance.csv")["units.csv"]
    with transaction.atomic():
        swapped = swap_rows(
            AdminUnit,
            read_units(folder / "units.csv", provenance),
            columns=FIELDS,
            key=("ubigeo",),
            scope={},
        )
        refresh_map_points()
        refresh_residences()
        versions.bump(*(layer.name for layer in LAYERS))
    return swapped


def load_boundaries(folder: Path) -> None:
    """Give departments their Natural Earth polygons and compute the rest; INEI's stay."""
    outlines = read_provenance(folder / "provenance.csv")["departments.geojson"]
    origin = f"{outlines['source']} ({outlines['package']} {outlines['version']})"
    with transaction.atomic():
        for ubigeo, geometry in read_departments(folder / "departments.geojson"):
            AdminUnit.objects.filter(pk=ubigeo).exclude(boundary_source=BoundarySource.INEI).update(
                geom=GEOSGeometry(geometry, srid=4326),
                boundary_source=BoundarySource.NATURAL_EARTH,
                boundary_origin=origin,
            )
        recompute_approximate()
        refresh_territories()
        refresh_ugel_areas()
        versions.bump(*(layer.name for layer in LAYERS))
        with connection.cursor() as cursor:
            # The first requests come before autovacuum does.
            cursor.execute("ANALYZE territory_adminunit")
