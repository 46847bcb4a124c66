"""An agency's own layer as files: each type of value, by readers of other hands."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from django.test import Client

from layers.exports.formats import FORMATS
from layers.models import Dataset
from tests.datasets import dataset
from tests.ows.file_wire import ask, frame, lines, save, take

pytestmark = pytest.mark.django_db
# Noon of Greenwich, which is 7 o'clock in Lima.
MOMENT = dt.datetime(2024, 2, 29, 12, tzinfo=dt.UTC)


@pytest.fixture
def places(db: None) -> Dataset:
    return dataset(state="published")


@pytest.mark.parametrize("format_", [item.name for item in FORMATS])
def test_who_may_not_see_it_gets_no_file(client: Client, places: Dataset, format_: str) -> None:
    assert ask(client, places.name, format_).getvalue()
    Dataset.objects.filter(pk=places.pk).update(state="private")
    answer = ask(client, places.name, format_)
    answer.getvalue()
    assert answer.status_code == 404
    assert client.get(f"/catalogo/{places.name}/descargar/?f={format_}").status_code == 404


def check(row: Any, **unlike: Any) -> None:
    """The values of the first row, as far as a format has them."""
    expected = {"poblacion": 120, "indice": 1.5, "activo": True, "desde": "2024-02-29"} | unlike
    for name, value in expected.items():
        assert row[name] == value, name
    assert row["nombre"] == "Plaza «A» & <b>"


def test_csv(client: Client, places: Dataset) -> None:
    first, second, third = lines(take(client, places.name, "csv"))
    check(first, poblacion="120", indice="1.5", activo="true")
    assert dt.datetime.fromisoformat(first["visto"]) == MOMENT
    assert first["visto"].endswith("-05:00")
    assert second["indice"] == "-2.25"
    assert (second["longitude"], second["latitude"]) == ("-71.8", "-13.6")
    assert {third[name] for name in ("nombre", "indice", "visto", "longitude")} == {""}


def test_workbook(tmp_path: Path, client: Client, places: Dataset) -> None:
    table = pd.read_excel(save(tmp_path, client, places.name, "xlsx"), engine="calamine")
    first, _second, third = (row for _n, row in table.iterrows())
    check(first, desde=pd.Timestamp(2024, 2, 29))
    assert first["visto"] == pd.Timestamp(2024, 2, 29, 7)  # by Lima's clock
    assert pd.isna(third["indice"])
    titles = pd.read_excel(
        tmp_path / next(tmp_path.iterdir()).name, sheet_name="campos", engine="calamine"
    )
    assert "hab." in set(titles["unidad"])


def test_geopackage(tmp_path: Path, client: Client, places: Dataset) -> None:
    path = save(tmp_path, client, places.name, "gpkg")
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        first, second, third = database.execute(f"SELECT * FROM {places.name} ORDER BY fid")
    check(first, activo=1)
    assert first["visto"] in ("2024-02-29T12:00:00Z", "2024-02-29T12:00:00.000Z")
    assert second["visto"] is None
    assert [third[name] for name in ("nombre", "poblacion", "indice", "geom")] == [None] * 4


def test_shapefile(tmp_path: Path, client: Client, places: Dataset) -> None:
    table = frame(save(tmp_path, client, places.name, "shp"))
    first, _second, third = (row for _n, row in table.iterrows())
    check(first, desde=pd.Timestamp(2024, 2, 29))
    assert dt.datetime.fromisoformat(first["visto"]) == MOMENT
    assert third["geometry"] is None
    assert pd.isna(third["indice"])


def test_kml(tmp_path: Path, client: Client, places: Dataset) -> None:
    table = frame(save(tmp_path, client, places.name, "kml"))
    assert list(table["Name"].fillna("")) == ["Plaza «A» & <b>", "Otro", ""]
    assert list(table["indice"].fillna(0)) == [1.5, -2.25, 0]
