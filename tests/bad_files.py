"""Files as they arrive: cut, locked, of another kind, hostile, or merely odd; each built here."""

from __future__ import annotations

import io
import json
import sqlite3
import struct
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pyogrio
import shapely

from tests.layers.reading.dbf_file import dbf
from tests.old_workbooks import SheetError, Uncalculated, compound, ods, xls
from tests.workbooks import Cell, Raw, xlsx

HEADER = ("tipo", "ubigeo", "territorio", "nombre", "fuente", "fecha_corte", "longitud", "latitud")
ROWS = (
    ("CAR", "08", "CUSCO", "CAR Cusco ñandú", "Oficio 1-2020", "31/12/2020", "-71,97", "-13,52"),
    ("CAR", "21", "PUNO", "CAR Puno", "Oficio 2-2020", "31/12/2020", "-70,02", "-15,84"),
)
NAME, POINT = "CAR Cusco ñandú", (-71.97, -13.52)
# As large as takes no time to build, and unpacks to more than any file of data may.
_BOMB_BYTES = 60_000_000
_VBA = b"\xd0\xcf\x11\xe0" + bytes(600)


def text(
    separator: str = ";",
    rows: Sequence[Sequence[str]] = ROWS,
    header: Sequence[str] = HEADER,
    before: str = "",
) -> str:
    """The table as CSV; ``before`` is what stands above its header."""
    return before + "".join(f"{separator.join(line)}\n" for line in (header, *rows))


def csv(encoding: str = "utf-8", **how: object) -> Callable[[], bytes]:
    return lambda: text(**how).encode(encoding)  # type: ignore[arg-type]


def sheet(*lines: Sequence[Cell]) -> list[Sequence[Cell]]:
    return [*lines, list(HEADER), *map(list, ROWS)]


def zipped(**members: bytes) -> bytes:
    """A zip; in a member's name ``__`` stands for a slash and ``_`` for a point."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return content.getvalue()


def members(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return content.getvalue()


def locked(content: bytes) -> bytes:
    """The zip with every member marked as encrypted (APPNOTE 4.4.4, bit 0)."""
    data = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(mark, place + 4)
    return bytes(data)


def linked(name: str = "capa.gpkg") -> bytes:
    """A zip whose member is a link to a file of the system."""
    info = zipfile.ZipInfo(name)
    info.external_attr = (0o120777 << 16) | 0
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    return content.getvalue()


def macro_workbook() -> bytes:
    content = io.BytesIO(xlsx(sheet()))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/vbaProject.bin", _VBA)
    return content.getvalue()


def locked_workbook() -> bytes:
    """A workbook with a password: its package lies encrypted within ([MS-OFFCRYPTO])."""
    return compound("EncryptedPackage", bytes(range(256)) * 20)


def written(driver: str, suffix: str, wkb: Sequence[object] | None = None) -> bytes:
    """A layer of two points, as GDAL writes it; a shapefile as a zip."""
    points = [shapely.Point(-71.97, -13.52), shapely.Point(-70.02, -15.84)] if wkb is None else wkb
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"capa{suffix}"
        pyogrio.raw.write(
            path,
            shapely.to_wkb(np.array(points, dtype=object)),
            [np.array([NAME, "CAR Puno"][: len(points)], dtype=object)],
            fields=["nombre"],
            driver=driver,
            geometry_type="Point",
            crs="EPSG:4326",
        )
        if suffix == ".shp":
            return members({each.name: each.read_bytes() for each in Path(folder).iterdir()})
        return path.read_bytes()


def geopackage(*statements: str) -> bytes:
    """A GeoPackage to which somebody did something more."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "capa.gpkg"
        path.write_bytes(written("GPKG", ".gpkg"))
        database = sqlite3.connect(path)
        database.create_function("ST_IsEmpty", 1, lambda _value: 0)
        for name in ("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            database.create_function(name, 1, lambda _value: 0.0)
        database.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            database.execute(statement)
        database.commit()
        database.close()
        return path.read_bytes()


def geojson(features: Sequence[object] | None = None) -> bytes:
    if features is None:
        features = [
            {
                "type": "Feature",
                "properties": {"nombre": NAME},
                "geometry": {"type": "Point", "coordinates": list(POINT)},
            }
        ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def cut_shapefile() -> bytes:
    """Its .shp announces more than it brings."""
    with zipfile.ZipFile(io.BytesIO(written("ESRI Shapefile", ".shp"))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return members(files | {"capa.shp": files["capa.shp"][:-20]})


def table_without_shapes() -> bytes:
    return dbf([("NOMBRE", "C", 20)], [{"NOMBRE": "Cusco"}])


def loose_shapes() -> bytes:
    return struct.pack(">i20xi", 9994, 50) + bytes(72)


def kml(before: str = "", name: str = NAME) -> bytes:
    lon, lat = POINT
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<kml xmlns="http://www.opengis.net/kml/2.2">'
        f"<Document><Placemark><name>{name}</name><Point><coordinates>{lon},{lat}</coordinates>"
        "</Point></Placemark></Document></kml>"
    ).encode()


ENTITIES = '<!DOCTYPE kml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
HTML = b"<!doctype html><title>502 Bad Gateway</title><h1>Bad Gateway</h1>"
VRT = b'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource>'
VRT += b"</OGRVRTLayer></OGRVRTDataSource>"


def document() -> bytes:
    return members({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>"})


def wide() -> bytes:
    """Ten thousand columns."""
    header = ";".join(f"c{number}" for number in range(10_000))
    return f"{header}\n{';'.join('1' * 10_000)}\n".encode()


def bomb(name: str) -> bytes:
    return members({name: bytes(_BOMB_BYTES)})


def errors(build: Callable[[list[Sequence[object]]], bytes]) -> bytes:
    """A table two of whose cells show no value: an error, and a formula nobody calculated."""
    return build(
        [
            ["nombre", "longitud", "latitud", "hogares"],
            ["Cusco", -71.97, -13.52, SheetError("#DIV/0!")],
            ["Puno", -70.02, -15.84, Uncalculated("A1*2")],
            ["Tacna", -70.25, -18.01, 12.0],
        ]
    )


def xlsx_errors() -> bytes:
    return xlsx(
        [
            ["nombre", "longitud", "latitud", "hogares"],
            ["Cusco", -71.97, -13.52, Raw('<c t="e"><f>1/0</f><v>#DIV/0!</v></c>')],
            ["Puno", -70.02, -15.84, Raw("<c><f>A1*2</f></c>")],
            ["Tacna", -70.25, -18.01, 12.0],
        ]
    )


def xls_errors() -> bytes:
    return errors(xls)  # type: ignore[arg-type]


def ods_errors() -> bytes:
    return errors(lambda rows: ods(rows, tail=1_048_000))  # type: ignore[arg-type]
