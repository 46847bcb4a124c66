"""The inventory of greenhouse gases: «sin valor» is no zero, and a part is never the whole."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from django.core.management import call_command
from django.test import Client

from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Provenance, Reading, SourceError
from layers.themes.environmental_monitoring_points.emissions import TABLE, read_emissions
from territory.environment_info.emissions import inventory
from tests.layers.themes.environmental_monitoring_points.test_values import FOLDER

GOOD = {
    "FECHA_CORTE": "20240521",
    "ANIO": "2019",
    "SECTOR": "ENERGIA ",
    "CATEGORIA": "QUEMA DE COMBUSTIBLES",
    "SUBCATEGORIA": "INDUSTRIAS DE ENERGIA",
    "FUENTE_DE_EMISION": "REFINACION DE PETROLEO",
    "IPCC_CLASF": "1A1b",
    "DIOXIDO_DE_CARBONO_GGCO2": "1973.19",
    "METANO_GGCH4": "0.04",
    "METANO_EQUIVALENTE_GGCO2EQ": "0.98",
    "OXIDO_NITROSO_GGN2O": "0",
    "OXIDO_NITROSO_EQUIVALENTE_GGCO2EQ": "0.93",
    "HFC_GGCO2EQ": "sin valor",
    "EMISIONES_GEI_GGCO2EQ": "1975.10",
}
REAL = FOLDER / "minam_ingei_co2.csv"


def read(*rows: dict[str, str]) -> Reading:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(GOOD), delimiter=";")
    writer.writeheader()
    writer.writerows(GOOD | row for row in rows)
    context = Context(
        Directory({}),
        dt.date(2026, 1, 1),
        provenance=Provenance("MINAM", "", dt.date(2025, 1, 1)),
    )
    return read_emissions(("\ufeff" + out.getvalue()).encode(), context)


def row(**cells: str) -> Any:
    return read(cells).frames[TABLE].iloc[0]


def test_no_value_is_not_zero() -> None:
    found = row()
    assert found["hfc_co2eq"] is None
    assert found["n2o"] == 0
    assert (found["sector"], found["total_co2eq"]) == ("ENERGIA", Decimal("1975.10"))
    assert found["cutoff_date"] == dt.date(2024, 5, 21)


def test_without_a_date_of_its_own_the_operator_s_holds() -> None:
    assert row(FECHA_CORTE="")["cutoff_date"] == dt.date(2025, 1, 1)


@pytest.mark.parametrize(
    "cells",
    [
        {"ANIO": ""},
        {"ANIO": "19"},
        {"SECTOR": ""},
        {"FUENTE_DE_EMISION": ""},
        {"FUENTE_DE_EMISION": "FUENTE DE EJEMPLO 1"},
        {"IPCC_CLASF": ""},
    ],
)
def test_what_costs_a_row_its_place(cells: dict[str, str]) -> None:
    reading = read(cells)
    assert [error.row for error in reading.errors] == [2]
    assert not len(reading.frames[TABLE])


@pytest.mark.parametrize("amount", ["mucho", "1e400", "999999999999"])
def test_an_amount_that_cannot_be_is_left_out(amount: str) -> None:
    reading = read({"METANO_GGCH4": amount})
    assert reading.frames[TABLE].iloc[0]["ch4"] is None
    assert [notice.row for notice in reading.notices] == [2]


def test_what_is_taken_in_is_negative() -> None:
    cells = {"DIOXIDO_DE_CARBONO_GGCO2": "-50.5", "EMISIONES_GEI_GGCO2EQ": "-48.59"}
    reading = read(cells)
    assert reading.frames[TABLE].iloc[0]["total_co2eq"] == Decimal("-48.59")
    assert reading.remarks == ()


def test_a_total_that_is_no_sum_is_told() -> None:
    (said,) = read({"EMISIONES_GEI_GGCO2EQ": "2975.10"}).remarks
    assert said.startswith("En 1 filas el total no es la suma de sus gases")


def test_the_same_source_and_year_stands_once() -> None:
    assert [error.row for error in read({}, {"DIOXIDO_DE_CARBONO_GGCO2": "1"}).errors] == [3]
    assert not read({}, {"ANIO": "2016"}).errors


def test_a_file_of_another_kind_is_refused() -> None:
    with pytest.raises(SourceError, match="Faltan columnas"):
        read_emissions(b"a;b\n1;2\n", Context(Directory({}), dt.date(2026, 1, 1)))


@pytest.mark.django_db
@pytest.mark.skipif(not REAL.exists(), reason="the official files aren't on this machine")
def test_the_official_file_s_sums_are_those_of_pandas(client: Client) -> None:
    command = ["import_source", "greenhouse_gases", str(REAL), "--origin", "MINAM, INGEI"]
    call_command(*command, "--cutoff", "2024-05-21", stdout=io.StringIO(), stderr=io.StringIO())
    frame = pd.read_csv(REAL, sep=";", encoding="utf-8-sig", dtype=str)
    frame["total"] = pd.to_numeric(frame["EMISIONES_GEI_GGCO2EQ"], errors="coerce")
    wanted = frame.groupby([frame["SECTOR"].str.strip(), frame["ANIO"].astype(int)])["total"].agg(
        ["sum", "count", "size"]
    )
    found = inventory()
    assert found is not None
    assert (found.is_sample, found.years) == (False, (2000, 2005, 2010, 2012, 2014, 2016, 2019))
    for series in found.sectors:
        for one in series.years:
            line = wanted.loc[(series.sector, one.year)]
            assert float(one.known or 0) == pytest.approx(line["sum"])
            assert (one.told, one.sources) == (line["count"], line["size"])
    # Half of the sources of land use have no value before 2010: no jump of emissions.
    land = next(series for series in found.sectors if series.sector.startswith("AGRICULTURA"))
    assert [(one.told, one.sources) for one in land.years][:3] == [(8, 16), (8, 16), (15, 16)]
    page = " ".join(client.get("/ambiente/emisiones/").content.decode().split())
    assert "(8 de 16)" in page
    assert "MINAM, INGEI" in page
    assert "sample-badge" not in page
    rows = client.get("/api/v1/environment/emissions/?f=csv&year=2019").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(rows)))
    assert sum("2019" in line[:1] for line in lines) == 51
    assert client.get("/api/v1/environment/emissions/?year=19").status_code == 400


@pytest.mark.django_db
def test_samples_are_marked_where_there_is_nothing_else(client: Client) -> None:
    page = " ".join(client.get("/ambiente/emisiones/").content.decode().split())
    assert "sample-badge" in page
    assert "(1 de 2)" in page
    found = inventory()
    assert found is not None
    assert found.is_sample
