"""The mining cadastre: its files, its states, and where its polygons are."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Provenance, Reading, SourceError
from layers.reading.utm import Datum, epsg_of
from layers.themes.extractive_sites.columns import FILE
from layers.themes.extractive_sites.reader import read_sites
from tests.territory.shapes import FIXTURES

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


def by_hand(x: float, y: float, zone: int, datum: Datum) -> tuple[float, float]:
    """UTM to WGS 84 written out.

    Snyder's series (USGS Professional Paper 1395, 8), and the shift between geocentric
    coordinates (EPSG guidance note 7-2, 2.4.3.1).
    """
    a, f = (6378388.0, 1 / 297) if datum is Datum.PSAD56 else (6378137.0, 1 / 298.257223563)
    e2 = f * (2 - f)
    ep2, e1 = e2 / (1 - e2), (1 - (1 - e2) ** 0.5) / (1 + (1 - e2) ** 0.5)
    mu = ((y - 1e7) / 0.9996) / (a * (1 - e2 / 4 - 3 * e2**2 / 64 - 5 * e2**3 / 256))
    phi = (
        mu
        + (3 * e1 / 2 - 27 * e1**3 / 32) * np.sin(2 * mu)
        + (21 * e1**2 / 16 - 55 * e1**4 / 32) * np.sin(4 * mu)
        + (151 * e1**3 / 96) * np.sin(6 * mu)
    )
    c, t = ep2 * np.cos(phi) ** 2, np.tan(phi) ** 2
    w = (1 - e2 * np.sin(phi) ** 2) ** 0.5
    n, r = a / w, a * (1 - e2) / w**3
    d = (x - 500_000) / (n * 0.9996)
    lat = phi - (n * np.tan(phi) / r) * (
        d**2 / 2
        - (5 + 3 * t + 10 * c - 4 * c**2 - 9 * ep2) * d**4 / 24
        + (61 + 90 * t + 298 * c + 45 * t**2 - 252 * ep2 - 3 * c**2) * d**6 / 720
    )
    away = d - (1 + 2 * t + c) * d**3 / 6
    away += (5 - 2 * c + 28 * t - 3 * c**2 + 8 * ep2 + 24 * t**2) * d**5 / 120
    lon = np.radians(zone * 6 - 183) + away / np.cos(phi)
    if datum is Datum.PSAD56:
        n = a / (1 - e2 * np.sin(lat) ** 2) ** 0.5
        gx = n * np.cos(lat) * np.cos(lon) - 279
        gy = n * np.cos(lat) * np.sin(lon) + 175
        gz = n * (1 - e2) * np.sin(lat) - 379
        a, f = 6378137.0, 1 / 298.257223563
        e2, p = f * (2 - f), np.hypot(gx, gy)
        lon, lat = np.arctan2(gy, gx), np.arctan2(gz, p * (1 - e2))
        for _ in range(5):
            n = a / (1 - e2 * np.sin(lat) ** 2) ** 0.5
            lat = np.arctan2(gz + e2 * n * np.sin(lat), p)
    return float(np.degrees(lon)), float(np.degrees(lat))


def test_a_good_row() -> None:
    reading = read(geojson({}))
    assert (reading.errors, reading.notices) == ((), ())
    row = sites(reading).loc[2].to_dict()
    assert list(row) == list(FILE.fields)
    assert row.pop("geom")
    assert row == {
        "code": "010231924",
        "name": "SAN JOSÉ Nº 2",
        "holder": "COMPAÑÍA MINERA S.A.",
        "area_ha": Decimal("99.9876"),
        "state_code": "T",
        "state": "D.M. Titulado D.L. 708",
        "status": "titled",
        "substance": "M",
        "legend": "TITULADO",
        "map_sheet": "30-T",
        "utm_zone": 19,
        "datum": "WGS84",
        "position_accuracy_m": None,
        "filed_on": dt.date(2010, 3, 15),
        "declared_ubigeo": "080805",
        "named_units": ["080805"],
        "commitments": [4],
        "source": "INGEMMET",
        "source_url": "https://geocatmin.ingemmet.gob.pe",
        "cutoff_date": dt.date(2025, 12, 31),
        "is_sample": False,
    }


@pytest.mark.parametrize("datum", list(Datum))
@pytest.mark.parametrize(
    ("zone", "square", "place"),
    [
        (17, [(700000, 9100000), (700000, 9101000), (701000, 9101000)], "LA LIBERTAD"),
        (18, [(819000, 8497000), (819000, 8498000), (820000, 8498000)], "CUSCO"),
        (19, SQUARE, "CUSCO"),
    ],
)
def test_positions_against_the_formulas(zone: int, square: Any, place: str, datum: Datum) -> None:
    row = {"ZONA": str(zone), "DEPA": place, "PROVI": "", "DISTRI": ""}
    expected = [by_hand(x, y, zone, datum) for x, y in square]
    by_file = read(geojson(row, epsg=epsg_of(zone, datum), square=square))
    by_row = read(vertices(row, datum=datum.value, square=square))
    for reading in (by_file, by_row):
        assert reading.errors == ()
        # 1e-8 degrees are a millimetre.
        assert np.allclose(corners(reading)[:-1], expected, rtol=0, atol=2e-8)
        site = sites(reading).loc[2]
        assert site["datum"] == datum
        assert site["position_accuracy_m"] == (16 if datum is Datum.PSAD56 else None)


def test_the_datums_lie_hundreds_of_metres_apart() -> None:
    one, other = (corners(read(vertices({}, datum=datum)))[0] for datum in ("WGS84", "psad-56"))
    metres = np.hypot(*((one - other) * 111_000 * np.array([np.cos(np.radians(14.9)), 1])))
    assert 350 < metres < 500


def test_degrees_stay_as_they_are() -> None:
    square = [(-71.2, -14.8), (-71.2, -14.79), (-71.19, -14.79), (-71.19, -14.8)]
    for epsg in (None, 4326, 4674):
        reading = read(geojson({}, epsg=epsg, square=square))
        assert reading.errors == ()
        assert np.array_equal(corners(reading)[:-1], square)


def test_metres_in_a_file_that_means_degrees_go_by_the_row() -> None:
    reading = read(geojson({"DATUM": "WGS84"}, {"CODIGOU": "2"}, epsg=None))
    assert list(sites(reading).index) == [2]
    assert np.allclose(corners(reading)[0], by_hand(263000, 8354000, 19, Datum.WGS84))
    (error,) = reading.errors
    assert (error.row, error.column) == (3, "datum")


def test_a_datum_written_in_hasdatum_is_understood() -> None:
    data = vertices({"HASDATUM": "PSAD 56", "HECTAGIS": ""}, datum="")
    row = sites(read(data)).loc[2]
    assert (row["datum"], row["area_ha"]) == ("PSAD56", None)


def test_a_right_may_be_drawn_in_the_zone_beside_its_own() -> None:
    reading = read(geojson({"ZONA": "18"}))
    assert reading.errors == ()
    assert sites(reading).loc[2]["utm_zone"] == 18
    assert np.allclose(corners(reading)[0], by_hand(263000, 8354000, 19, Datum.WGS84))


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ({"DATUM": ""}, "datum", "dicen el datum"),
        ({"DATUM": "WGS72"}, "datum", "dicen el datum"),
        ({"ZONA": ""}, "zona", "Falta la zona"),
        ({"ZONA": "20"}, "zona", "Falta la zona"),
        ({"ZONA": "18"}, "zona", "lejos del departamento que declara; sería la zona 19, no la 18"),
        ({"ZONA": "17"}, "zona", "fuera del Perú; sería la zona 19, no la 17"),
        ({"DEPA": "LA LIBERTAD", "PROVI": "", "DISTRI": ""}, "zona", "lejos del departamento"),
        ({"square": [(y, x) for x, y in SQUARE]}, "codigou", "intercambiados"),
        ({"square": [(x + 9e5, y) for x, y in SQUARE]}, "codigou", "El este no es"),
        ({"square": [(x, y - 5e6) for x, y in SQUARE]}, "codigou", "El norte no es"),
        ({"square": SQUARE[:2]}, "codigou", "menos de 3 vértices"),
        ({"square": [SQUARE[0]] * 4}, "codigou", "menos de 3 vértices"),
        ({"square": [("x", 1), *SQUARE]}, "este", "no es un número"),
        ({"square": [("", 1), *SQUARE]}, "este", "Falta el este"),
        ({"CODIGOU": ""}, "codigou", "vacío"),
        ({"CODIGOU": "01 02"}, "codigou", "letras, dígitos y guiones"),
        ({"CONCESION": ""}, "concesion", "vacío"),
        ({"CONCESION": "concesion de ejemplo 1"}, "concesion", "fila de ejemplo"),
    ],
)
def test_what_costs_a_row(row: dict[str, Any], column: str, reason: str) -> None:
    reading = read(vertices({"CODIGOU": "1"}, row))
    assert list(sites(reading)["code"]) == ["1"]
    found = [e for e in reading.errors if e.column == column and reason in e.reason]
    assert found, reading.errors
    assert found[0].row in range(6, 11)


@pytest.mark.parametrize(
    ("row", "column", "field", "value", "reason"),
    [
        ({"ESTADO": "Z"}, "estado", "status", "titled", "se tomó lo que dice D_ESTADO"),
        ({"ESTADO": "F"}, "estado", "status", "extinct", "D_ESTADO dice otra cosa"),
        ({"ESTADO": "Z", "D_ESTADO": "?"}, "d_estado", "status", None, "Ni el código «Z»"),
        ({"ESTADO": "", "D_ESTADO": "?"}, "d_estado", "status", None, "no es uno de los"),
        ({"SUSTANCIA": "X"}, "sustancia", "substance", None, "M (metálica)"),
        ({"HECTAGIS": "-1"}, "hectagis", "area_ha", Decimal("100.0000"), "hectáreas"),
        ({"HECTAGIS": "1e12"}, "hectagis", "area_ha", Decimal("100.0000"), "hectáreas"),
        ({"HECTAGIS": "", "HASDATUM": "?"}, "hasdatum", "area_ha", None, "No es un número"),
        ({"FEC_DENU": "31/02/2010"}, "fec_denu", "filed_on", None, "no existe"),
        ({"DISTRI": "OTRO"}, "distri", "declared_ubigeo", "0808", "se declara 0808, Espinar"),
        ({"PROVI": "", "DISTRI": "OTRO"}, "distri", "declared_ubigeo", "08", "se declara 08"),
        ({"DEPA": "OTRO"}, "distri", "declared_ubigeo", None, "no tiene un departamento"),
    ],
)
def test_what_is_left_out_of_a_row(
    row: dict[str, Any], column: str, field: str, value: object, reason: str
) -> None:
    reading = read(geojson(row))
    assert reading.errors == ()
    (notice,) = reading.notices
    assert (notice.row, notice.column) == (2, column)
    assert reason in notice.reason
    assert sites(reading).loc[2][field] == value


@pytest.mark.parametrize(
    ("code", "words", "status"),
    [
        *((code, "", "titled") for code in "TNEQ"),
        *((code, "", "pending") for code in "PD"),
        *((code, "", "extinct") for code in "FLXY"),
        *((code, "", "other") for code in "ABRH"),
        ("", "D.M. Titulado D.L. 109", "titled"),
        ("", "Acumulación D.M. Titulada", "titled"),
        ("", "D.M. en Trámite D.L. 708", "pending"),
        ("", "D.M. EXTINGUIDO", "extinct"),
        ("", "Depósito de Relaves", "other"),
    ],
)
def test_states(code: str, words: str, status: str) -> None:
    reading = read(geojson({"ESTADO": code, "D_ESTADO": words}))
    assert reading.notices == ()
    assert sites(reading).loc[2]["status"] == status


@pytest.mark.parametrize(
    ("row", "area"),
    [({"HECTAGIS": ""}, "100"), ({"HECTAGIS": "1,000.50"}, "1000.5"), ({"HECTAGIS": 12.5}, "12.5")],
)
def test_areas(row: dict[str, Any], area: str) -> None:
    assert sites(read(geojson(row))).loc[2]["area_ha"] == Decimal(area)


def test_vertices_are_joined_by_their_numbers() -> None:
    lines = vertices({}, {"CODIGOU": "2"}).decode("utf-8-sig").splitlines()
    shuffled = "\n".join((lines[0], lines[3], lines[5], lines[1], lines[4], *lines[6:], lines[2]))
    found = sites(read(shuffled.encode()))
    shapes = [shapely.from_wkb(geom) for geom in found["geom"]]
    assert [shape.is_valid for shape in shapes] == [True, True]
    assert shapes[0].equals(shapes[1])


def test_an_outline_that_crosses_itself_is_repaired_and_that_is_reported() -> None:
    bow = [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]]
    reading = read(geojson({}, square=bow))
    assert [n.reason for n in reading.notices] == ["Su polígono se cruzaba y se reparó."]
    assert shapely.is_valid(shapely.from_wkb(sites(reading).loc[2]["geom"]))


@pytest.mark.parametrize("geometry", [None, {"type": "Point", "coordinates": SQUARE[0]}])
def test_what_is_no_polygon_is_refused(geometry: Any) -> None:
    reading = read(geojson({}, {"CODIGOU": "2", "square": geometry}))
    assert [(e.row, e.reason) for e in reading.errors] == [(3, "No tiene un polígono.")]


def test_a_right_twice() -> None:
    (error,) = read(geojson({}, {})).errors
    assert (error.row, error.reason) == (3, "Repite el derecho minero de la fila 2.")


def test_shapefiles_and_geopackages(tmp_path: Path) -> None:
    expected = corners(read(geojson({}, epsg=24879)))
    (tmp_path / "c.geojson").write_bytes(geojson({}, epsg=24879))
    meta, _, geometry, columns = pyogrio.raw.read(tmp_path / "c.geojson")
    for name in ("c.gpkg", "c.shp"):
        pyogrio.raw.write(
            tmp_path / name,
            geometry,
            columns,
            meta["fields"],
            crs="EPSG:24879",
            geometry_type="Polygon",
            encoding="UTF-8",
        )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in ("shp", "shx", "dbf", "prj"):
            archive.write(tmp_path / f"c.{part}", f"CATASTRO_PSAD56_19.{part}")
    for data in ((tmp_path / "c.gpkg").read_bytes(), packed.getvalue()):
        reading = read(data)
        assert reading.errors == ()
        assert np.allclose(corners(reading), expected, rtol=0, atol=1e-9)
        assert sites(reading).loc[2]["position_accuracy_m"] == 16


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (geojson({}, epsg=3857), "se leen WGS 84 y PSAD56"),
        (geojson({}, epsg=24892), "se leen WGS 84 y PSAD56"),
        (geojson({}).replace(b"CODIGOU", b"CODIGO"), "Faltan columnas: codigou"),
        (b'{"type": "FeatureCollection", "features": []}', "."),
        (b"{", "."),
        (b"CODIGOU;CONCESION\n1;2\n", "Faltan columnas"),
        (b"", "vac"),
    ],
)
def test_a_file_that_cannot_be_read(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read(data)


def test_samples_and_facts_do_not_mix() -> None:
    (error,) = read(geojson({}), samples=True).errors
    assert "Las muestras se llaman" in error.reason
    data = (FIXTURES / "samples" / "extractive_sites.csv").read_bytes()
    assert read(data).number_of_rows == 0


def test_codes_that_lost_their_zero_get_it_back_where_the_others_have_it() -> None:
    """The cadastre's codes of digits alone have nine, and a spreadsheet drops the first."""
    rows = [{"CODIGOU": code} for code in ("010071623", "30092825", "530012319", "P01-00312")]
    reading = read(geojson(*rows))
    codes = list(sites(reading)["code"])
    assert codes == ["010071623", "030092825", "530012319", "P01-00312"]
    assert [n.value for n in reading.notices if n.is_mended] == ["30092825"]


def test_where_none_shows_a_zero_none_is_put() -> None:
    reading = read(geojson({"CODIGOU": "30092825"}, {"CODIGOU": "530012319"}))
    assert list(sites(reading)["code"]) == ["30092825", "530012319"]


def test_what_is_reported_names_the_rights_own_code() -> None:
    (error,) = read(geojson({"CODIGOU": "010071623", "CONCESION": ""})).errors
    assert error.code == "CODIGOU 010071623"
    assert str(error).endswith("(«», CODIGOU 010071623)")


@pytest.mark.parametrize("zone", ["17S", "17 sur", "UTM 17L", "Zona 17", "17.0"])
def test_a_zone_by_its_other_names(zone: str) -> None:
    assert list(sites(read(geojson({"ZONA": zone})))["utm_zone"]) == [17]


def test_degrees_in_the_wrong_order_are_called_so() -> None:
    turned = [(y, x) for x, y in [(-71.0, -14.0), (-70.9, -14.0), (-70.9, -13.9)]]
    (error,) = read(geojson({}, epsg=None, square=turned)).errors
    assert error.reason == "La latitud y la longitud están intercambiadas."
