"""A small city: official districts, stops, and people on a grid, with an oracle of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyproj
import shapely
from django.contrib.gis.geos import GEOSGeometry, Point

from territory.models import (
    AdminUnit,
    BoundarySource,
    PopulationCell,
    PopulationSource,
    TransitRoute,
    TransitStop,
)

WEST, SOUTH, CELL, SIDE = -79.06, -8.14, 1 / 600, 60
GEOD = pyproj.Geod(ellps="WGS84")
TO_EQUAL_AREA = pyproj.Transformer.from_crs(4326, 6933, always_xy=True)
# Two districts side by side: the border is in the middle of the grid.
MIDDLE, EAST, NORTH = WEST + CELL * SIDE / 2, WEST + CELL * SIDE, SOUTH + CELL * SIDE
WESTERN, EASTERN = "130101", "130102"
LAND = {
    WESTERN: shapely.box(WEST, SOUTH, MIDDLE, NORTH),
    EASTERN: shapely.box(MIDDLE, SOUTH, EAST, NORTH),
}


def people() -> Any:
    """By row from the south and column from the west; some cells are empty."""
    values = np.random.default_rng(7).uniform(0, 60, (SIDE, SIDE))
    return np.where(values < 15, 0, values)


def equal_area(shape: Any) -> Any:
    """The shape in EPSG:6933."""

    def moved(corners: Any) -> Any:
        return np.column_stack(TO_EQUAL_AREA.transform(corners[:, 0], corners[:, 1]))

    return shapely.transform(shape, moved)


def cell_shapes() -> Any:
    rows, columns = np.mgrid[0:SIDE, 0:SIDE]
    west, south = WEST + columns * CELL, SOUTH + rows * CELL
    return equal_area(shapely.box(west, south, west + CELL, south + CELL)).ravel()


def reach(places: Iterable[tuple[float, float]], metres: float = 500) -> Any:
    """The union of geodesic circles of 720 corners (pyproj), in EPSG:6933."""
    turns = np.linspace(0, 360, 720, endpoint=False)
    circles = []
    for longitude, latitude in places:
        x, y = np.full(720, longitude), np.full(720, latitude)
        east, north, _back = GEOD.fwd(x, y, turns, np.full(720, metres))
        circles.append(shapely.Polygon(np.column_stack([east, north])))
    return equal_area(shapely.union_all(circles))


def within(area: Any, values: Any = None) -> float:
    """People of the cells by the share of each within the area, cell by cell (shapely)."""
    shapes = cell_shapes()
    shares = shapely.area(shapely.intersection(shapes, area)) / shapely.area(shapes)
    counted = people() if values is None else values
    return float((counted.ravel() * shares).sum())


def make_land() -> None:
    """The two districts are the only drawn ones, INEI's, and their province their union."""
    AdminUnit.objects.exclude(level="department").update(geom=None, boundary_source=None)
    whole = shapely.union_all(list(LAND.values()))
    for ubigeo, land in {**LAND, "1301": whole}.items():
        geom = GEOSGeometry(memoryview(shapely.MultiPolygon([land]).wkb), srid=4326)
        AdminUnit.objects.filter(pk=ubigeo).update(geom=geom, boundary_source=BoundarySource.INEI)
    # A district without a polygon whose capital lies here would hold them back.
    AdminUnit.objects.filter(geom=None).update(capital_point=None)


def make_population(
    *, kind: str = "grid", covers: Sequence[str] = (), values: Any = None, shapes: Any = None
) -> PopulationSource:
    counted = people() if values is None else values
    places = cell_shapes() if shapes is None else shapes
    PopulationSource.objects.all().delete()
    made = PopulationSource.objects.create(
        kind=kind,
        source="Rejilla de prueba",
        source_url="https://example.org/poblacion",
        cutoff_date=dt.date(2025, 1, 1),
        covers=list(covers),
        field="1",
        crs="EPSG:4326 WGS 84",
        file_name="poblacion.tif",
        sha256="0" * 64,
        cells=len(places),
        without_value=0,
        elsewhere=0,
        people=float(counted.sum()),
    )
    PopulationCell.objects.bulk_create(
        PopulationCell(
            population=made,
            people=float(number),
            area_m2=shape.area,
            geom=GEOSGeometry(memoryview(shape.wkb), srid=6933),
        )
        for number, shape in zip(counted.ravel(), places, strict=True)
        if not np.isnan(number)
    )
    return made


def make_stops(places: Sequence[tuple[float, float]], feed: str = "prueba") -> None:
    """Facts of a feed with one route."""
    said = {
        "declared_unit_id": "1301",
        "commitments": [10],
        "source": "Municipalidad",
        "cutoff_date": dt.date(2026, 1, 1),
        "feed": feed,
    }
    TransitRoute.objects.create(route_id="R", name="Ruta", mode="bus", **said)
    for number, (longitude, latitude) in enumerate(places):
        TransitStop.objects.create(
            stop_id=f"S{number}",
            name="Paradero",
            kind="stop",
            geom=Point(longitude, latitude, srid=4326),
            **said,
        )
