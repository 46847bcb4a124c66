"""A list of police stations: what it is read by, and what is never read of it."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pandas as pd
import pytest

from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Provenance, Reading, SourceError
from layers.themes.police_stations.reader import read_stations

UNITS = {
    "13": "La Libertad",
    "1301": "Trujillo",
    "130101": "Trujillo",
    "130102": "El Porvenir",
    "14": "Lambayeque",
    "1401": "Chiclayo",
    "140101": "Chiclayo",
}
FROM = Provenance("MININTER", "https://www.gob.pe/mininter", dt.date(2025, 6, 30))
GOOD = {
    "COMISARIA": "COMISARIA EL ALAMBRE",
    "DEPARTAMENTO": "LA LIBERTAD",
    "PROVINCIA": "TRUJILLO",
    "DISTRITO": "TRUJILLO",
    "UBIGEO": "130101",
    "LATITUD": "-8.10",
    "LONGITUD": "-79.02",
    "TIPO": "B",
    "REGION_POLICIAL": "LA LIBERTAD",
    "DIRECCION": "AV. UNO 123",
    "COMISARIO": "UNA PERSONA",
    "GRADO": "MAYOR",
    "TELEFONO": "044-000000",
    "CORREO": "alguien@example.org",
}


def written(*rows: dict[str, str]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(GOOD | (rows[0] if rows else {})))
    writer.writeheader()
    writer.writerows(GOOD | row for row in rows)
    return out.getvalue().encode()


def read(*rows: dict[str, str], samples: bool = False) -> Reading:
    return read_stations(
        written(*rows), Context(Directory(UNITS), dt.date(2026, 1, 1), samples, FROM)
    )


def frame(*rows: dict[str, str]) -> pd.DataFrame:
    return read(*rows).frames["police_stations"]


def reasons(reading: Reading) -> list[tuple[int, str]]:
    return [(error.row, error.column) for error in reading.errors]


def test_a_station_is_read_without_any_person() -> None:
    found = frame({})
    row = found.iloc[0]
    assert row["geom"] == "SRID=4326;POINT(-79.02 -8.10)"
    assert (row["name"], row["declared_ubigeo"], row["kind"]) == (
        "COMISARIA EL ALAMBRE",
        "130101",
        "B",
    )
    assert (row["source"], row["cutoff_date"]) == ("MININTER", dt.date(2025, 6, 30))
    assert row["commitments"] == [16]
    assert row["police_division"] is None
    for secret in ("UNA PERSONA", "MAYOR", "044-000000", "alguien@example.org"):
        assert secret not in found.to_csv()


def test_columns_go_by_other_headings() -> None:
    text = (
        "Nombre de la comisaría;Región;Prov;Dist;IDDIST;Y;X\n"
        "COMISARIA EL ALAMBRE;La Libertad;Trujillo;El Porvenir;130102;-8.08;-79.0\n"
    )
    context = Context(Directory(UNITS), dt.date(2026, 1, 1), False, FROM)
    row = read_stations(text.encode(), context).frames["police_stations"].iloc[0]
    assert row["declared_ubigeo"] == "130102"
    assert row["geom"] == "SRID=4326;POINT(-79.0 -8.08)"


def test_a_code_of_reniec_is_refused() -> None:
    # 130101 is Chiclayo's in RENIEC's directory.
    reading = read({"DEPARTAMENTO": "LAMBAYEQUE", "PROVINCIA": "CHICLAYO", "DISTRITO": "CHICLAYO"})
    assert reasons(reading) == [(2, "distrito")]
    assert "RENIEC" in reading.errors[0].reason
    assert reading.frames["police_stations"].empty


def test_a_station_of_no_district_is_refused_once() -> None:
    reading = read({"DISTRITO": "NINGUNO", "UBIGEO": ""})
    assert reasons(reading) == [(2, "distrito")]


def test_two_of_a_district_may_not_share_a_name() -> None:
    reading = read({}, {"DISTRITO": "EL PORVENIR", "UBIGEO": "130102"}, {})
    assert reasons(reading) == [(4, "comisaria")]
    assert list(reading.frames["police_stations"]["declared_ubigeo"]) == ["130101", "130102"]


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("0", "0"), ("-79.02", "-8.1"), ("8.1", "79.02"), ("-8", "-79"), ("9103000", "717000")],
)
def test_an_impossible_position_is_left_out_and_told(latitude: str, longitude: str) -> None:
    reading = read({"LATITUD": latitude, "LONGITUD": longitude})
    assert reading.frames["police_stations"].iloc[0]["geom"] is None
    assert [notice.column for notice in reading.notices] == ["latitud"]
    assert not reading.errors


def test_samples_and_facts_are_told_apart() -> None:
    assert reasons(read({"COMISARIA": "COMISARIA DE EJEMPLO 1"})) == [(2, "comisaria")]
    assert reasons(read({}, samples=True)) == [(2, "comisaria")]
    assert not read({"COMISARIA": "COMISARIA DE EJEMPLO 1"}, samples=True).errors


def test_a_file_without_names_of_units_cannot_be_read() -> None:
    context = Context(Directory(UNITS), dt.date(2026, 1, 1), False, FROM)
    with pytest.raises(SourceError):
        read_stations(b"COMISARIA,UBIGEO\nUNA,130101\n", context)


@pytest.mark.parametrize("name", ["", "  ", "x" * 201])
def test_a_name_that_cannot_be_one_costs_its_row(name: str) -> None:
    assert reasons(read({"COMISARIA": name})) == [(2, "comisaria")]
