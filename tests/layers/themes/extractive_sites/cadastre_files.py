"""Files of the mining cadastre, as GDAL and as its tables of vertices write them."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pandas as pd
import shapely

from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Provenance, Reading
from layers.themes.extractive_sites.reader import read_sites

TODAY = dt.date(2026, 1, 31)
INGEMMET = Provenance("INGEMMET", "https://geocatmin.ingemmet.gob.pe", dt.date(2025, 12, 31))
UNITS = {
    "08": "Cusco",
    "0808": "Espinar",
    "080805": "Pallpata",
    "13": "La Libertad",
    "1301": "Trujillo",
    "130101": "Trujillo",
    "16": "Loreto",
}
EXTENTS = {"08": (-73.98, -15.46, -70.35, -11.21), "13": (-79.71, -8.98, -76.89, -6.94)}

# A kilometre's square in Espinar, zone 19.
SQUARE = [(263000, 8354000), (263000, 8355000), (264000, 8355000), (264000, 8354000)]
GOOD: dict[str, Any] = {
    "CODIGOU": "010231924",
    "CONCESION": "SAN JOSÉ Nº 2",
    "TIT_CONCES": "COMPAÑÍA MINERA S.A.",
    "HECTAGIS": "99.9876",
    "ESTADO": "T",
    "D_ESTADO": "D.M. Titulado D.L. 708",
    "SUSTANCIA": "M",
    "LEYENDA": "TITULADO",
    "CARTA": "30-T",
    "ZONA": "19",
    "HASDATUM": "100",
    "DEPA": "CUSCO",
    "PROVI": "ESPINAR",
    "DISTRI": "PALLPATA",
    "FEC_DENU": "15/03/2010",
}


def context(*, samples: bool = False) -> Context:
    return Context(Directory(UNITS), TODAY, samples, INGEMMET, department_extents=EXTENTS)


def geojson(*rows: dict[str, Any], epsg: int | None = 32719, square: Any = SQUARE) -> bytes:
    """As GDAL writes it; without a CRS GeoJSON means degrees."""
    features = [
        {
            "type": "Feature",
            "properties": {k: v for k, v in (GOOD | row).items() if k != "square"},
            "geometry": row.get(
                "square", {"type": "Polygon", "coordinates": [[*square, square[0]]]}
            ),
        }
        for row in rows
    ]
    collection: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    if epsg:
        name = f"urn:ogc:def:crs:EPSG::{epsg}"
        collection["crs"] = {"type": "name", "properties": {"name": name}}
    return json.dumps(collection).encode()


def vertices(*rows: dict[str, Any], datum: str = "WGS84", square: Any = SQUARE) -> bytes:
    """A row for each corner."""
    lines = [
        GOOD | {"DATUM": datum} | row | {"VERTICE": number, "ESTE": x, "NORTE": y}
        for row in rows
        for number, (x, y) in enumerate(row.get("square", square), start=1)
    ]
    frame = pd.DataFrame(lines).drop(columns="square", errors="ignore")
    written: str = frame.to_csv(index=False, sep=";")
    return written.encode("utf-8-sig")


def read(data: bytes, *, samples: bool = False) -> Reading:
    return read_sites(data, context(samples=samples))


def sites(reading: Reading) -> pd.DataFrame:
    return reading.frames["extractive_sites"]


def corners(reading: Reading, row: int = 2) -> Any:
    shape = shapely.from_wkb(sites(reading).loc[row]["geom"])
    assert (shape.geom_type, shapely.get_srid(shape)) == ("MultiPolygon", 4326)
    return shapely.get_coordinates(shape)
