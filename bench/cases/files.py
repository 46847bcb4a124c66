"""All points as a file: the site's, asked for over HTTP, beside ogr2ogr's from the same PostGIS."""

from __future__ import annotations

import subprocess
import tempfile
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from bench.alternate import alternate
from bench.client import Client
from bench.results import MILLISECONDS, Result, typical_ms
from bench.run import Run

PEER = "ogr2ogr"
_LAYER = "bench_points"
# Ours, the ending by which ogr2ogr knows its own, and what makes that as full as ours: a zip of
# shapefiles for ours, the coordinates in CSV.
_FORMATS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("csv", "csv", ("-lco", "GEOMETRY=AS_XY")),
    ("geojson-file", "geojson", ()),
    ("gpkg", "gpkg", ()),
    ("shp", "shz", ("-lco", "ENCODING=UTF-8")),
)
_GOAL = 1.5


def run(run_: Run) -> list[Result]:
    """Each format once a round and one unmeasured, since a file takes as long as it is large."""
    rounds = max(1, run_.rounds // 2)
    results = []
    with tempfile.TemporaryDirectory() as folder, Client(run_.server.url) as client:
        for name, ending, options in _FORMATS:
            address = f"{run_.server.url}/ogc/collections/{_LAYER}/items?{urlencode({'f': name})}"
            written = partial(_written, Path(folder) / f"peer.{ending}", run_.dsn, options)
            taken = alternate({"ours": partial(client.get, address), "peer": written}, rounds)
            ours, peer = typical_ms(taken["ours"]), typical_ms(taken["peer"])
            case = f"{run_.points:,} features as a file, {name}"
            results.append(Result(case, ours, MILLISECONDS, _GOAL, peer, PEER))
    return results


def _written(path: Path, dsn: str, options: tuple[str, ...]) -> None:
    path.unlink(missing_ok=True)
    subprocess.run(
        ["ogr2ogr", str(path), f"PG:{dsn}", _LAYER, *options], check=True, capture_output=True
    )
