"""Mapnik's wheel moves PROJ_LIB and GDAL_DATA for the whole process; ours moves them back."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

# What each library does that needs its own proj.db: 75° W, 10° S is x = 500,000 m in UTM 18 S.
_USES = {
    "mapnik": (
        "from ows.render.mapnik_engine import mapnik",
        "move = mapnik.ProjTransform(mapnik.Projection('epsg:4326'), "
        "mapnik.Projection('epsg:32718'));"
        "assert round(move.forward(mapnik.Coord(-75, -10)).y) == 8894588",
    ),
    "gdal": (
        "from django.contrib.gis.gdal import OGRGeometry, SpatialReference",
        "point = OGRGeometry('POINT (-75 -10)', SpatialReference(4326));"
        "point.transform(SpatialReference(32718)); assert round(point.x) == 500000",
    ),
    "rasterio": (
        "import rasterio.crs, rasterio.warp",
        "x, y = rasterio.warp.transform('EPSG:4326', 'EPSG:32718', [-75], [-10]);"
        "assert round(x[0]) == 500000; assert rasterio.crs.CRS.from_epsg(32718).to_epsg() == 32718",
    ),
    "pyogrio": (
        "import numpy, pyogrio.raw, shapely",
        "pyogrio.raw.write('/vsimem/x.gpkg', numpy.array([shapely.to_wkb(shapely.Point(0, 0))], "
        "dtype=object), [], [], crs='EPSG:32718', geometry_type='Point', driver='GPKG', layer='x');"
        "assert '32718' in pyogrio.read_info('/vsimem/x.gpkg')['crs']",
    ),
    "pyproj": (
        "import pyproj",
        "move = pyproj.Transformer.from_crs(4326, 32718, always_xy=True);"
        "assert round(move.transform(-75, -10)[0]) == 500000",
    ),
    "shapely": ("import shapely", "assert shapely.Point(0, 0).buffer(1).is_valid"),
}

# Of every two libraries either goes first in one of them.
_ORDERS = [
    ("mapnik", "gdal", "rasterio", "pyogrio", "pyproj", "shapely"),
    ("shapely", "pyproj", "pyogrio", "rasterio", "gdal", "mapnik"),
]


@pytest.mark.parametrize("order", _ORDERS, ids="-".join)
def test_every_library_works_beside_mapnik(order: tuple[str, ...]) -> None:
    imports = [_USES[name][0] for name in order]
    uses = [_USES[name][1] for name in (*order, *reversed(order))]
    _run("import django; django.setup()", *imports, *uses)


@pytest.mark.parametrize("value", [None, "/somewhere"])
def test_environment_is_as_before(value: str | None) -> None:
    _run(
        "import os, django; django.setup()",
        "import ows.render.mapnik_engine",
        f"assert os.environ.get('PROJ_LIB') == {value!r}",
        f"assert os.environ.get('GDAL_DATA') == {value!r}",
        PROJ_LIB=value,
        GDAL_DATA=value,
    )


def _run(*lines: str, **variables: str | None) -> None:
    environment = {
        name: text for name, text in os.environ.items() if name not in ("PROJ_LIB", "GDAL_DATA")
    }
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
    environment |= {name: text for name, text in variables.items() if text is not None}
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
