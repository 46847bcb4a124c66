"""XLSX as pandas reads it by two engines, openpyxl's rules for types, and Excel's limits."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any

import pandas as pd
import pytest
from django.contrib.gis.geos import GEOSGeometry
from django.test import Client
from python_calamine import CalamineWorkbook

from layers.exports import xlsx
from territory.models import AdminUnit, CommitmentTerritory, EnvironmentalCommission
from tests.awkward_text import AWKWARD_TEXTS, CONTROL_TEXT
from tests.commissions import add_commissions
from tests.ows.file_wire import ask, problem, take
from tests.ows.test_text_files import FORMULAS

pytestmark = pytest.mark.django_db
COMMISSIONS = "environmental_commissions"


def sheets(client: Client, layer: str, **parameters: Any) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(take(client, layer, "xlsx", **parameters)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def records(client: Client, layer: str, **parameters: Any) -> list[dict[str, Any]]:
    (header, *rows) = next(iter(sheets(client, layer, **parameters).values()))
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.mark.parametrize("label", [*AWKWARD_TEXTS, "controls", "escape", *FORMULAS])
def test_texts(client: Client, label: str) -> None:
    """As they were but for what XML 1.0 §2.2 forbids; a formula is a text, unmarked."""
    texts = AWKWARD_TEXTS | FORMULAS | {"controls": CONTROL_TEXT, "escape": "a_x0041_b _x000d"}
    rows = add_commissions({label: texts[label]})
    (found,) = (r for r in records(client, COMMISSIONS) if r["id"] == str(rows[label].pk))
    expected = "abc\x7f\x85z" if label == "controls" else rows[label].name
    assert found["name"] == expected
    assert found["commitments"] == "3 14"


def test_types(client: Client) -> None:
    """Numbers, booleans and days are what they are; a code with zeros before it stays a text."""
    for row in records(client, "districts", limit="5"):
        assert isinstance(row["ubigeo"], str)
        assert len(row["ubigeo"]) == 6
        assert isinstance(row["population"], int | float)
        assert row["cutoff_date"] == dt.date(2025, 6, 30)
        assert row["is_sample"] is False


def test_days_before_the_calendar(client: Client) -> None:
    """Excel's first usable day is 1 March 1900 (its 1900 was a leap year)."""
    days = {"1899-12-31": "1899-12-31", "1900-03-01": dt.date(1900, 3, 1)}
    rows = add_commissions({day: day for day in days})
    for day, row in rows.items():
        EnvironmentalCommission.objects.filter(pk=row.pk).update(created_on=day)
    found = {r["name"]: r["created_on"] for r in records(client, COMMISSIONS)}
    for day, expected in days.items():
        assert found[day] == expected


def test_both_engines_of_pandas(client: Client) -> None:
    content = take(client, "districts", "xlsx")
    openpyxl = pytest.importorskip("openpyxl")
    assert openpyxl
    frames = [
        pd.read_excel(BytesIO(content), engine=engine, dtype={"ubigeo": str})
        for engine in ("calamine", "openpyxl")
    ]
    assert len(frames[0]) == 1891
    for column in ("ubigeo", "name", "population", "inner_longitude"):
        assert list(frames[0][column]) == list(frames[1][column])


def test_what_it_says_of_itself(client: Client) -> None:
    found = sheets(client, "rural_schools")
    assert list(found) == ["EJEMPLO", "campos", "fuente"]
    said = dict(found["fuente"][1:])
    assert said["Capa"].startswith("EJEMPLO")
    assert "no es un dato real" in said["Atención"]
    assert said["Fuente"]
    assert said["Fecha de corte"]
    names = [row[0] for row in found["campos"][1:]]
    assert names == found["EJEMPLO"][0]


def test_place(client: Client) -> None:
    for row in records(client, "departments"):
        place = GEOSGeometry(f"POINT({row['inner_longitude']} {row['inner_latitude']})", 4326)
        shape = AdminUnit.objects.get(pk=row["ubigeo"]).geom
        assert shape is not None
        assert shape.buffer(1e-6).contains(place)
    assert "longitude" in records(client, "district_capitals", limit="1")[0]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a" * 32_767, 32_767),
        ("a" * 32_768, 32_767),
        ("ñ" * 32_767, 32_767),
        ("🏔" * 16_383, 16_383),
        ("🏔" * 16_384, 16_383),
    ],
)
def test_long_texts_are_cut_and_told(client: Client, text: str, kept: int) -> None:
    """A cell holds 32,767 units of UTF-16 (Excel's specifications and limits)."""
    territory = CommitmentTerritory.objects.order_by("pk").first()
    assert territory is not None
    CommitmentTerritory.objects.filter(pk=territory.pk).update(quote=text)
    found = sheets(client, "commitment_territories")
    header, *rows = next(iter(found.values()))
    (row,) = (r for r in rows if r[0] == str(territory.pk))
    assert row[header.index("quote")] == text[:kept]
    assert ("Textos cortados" in dict(found["fuente"][1:])) == (len(text) > kept)


def test_too_many_rows(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """1,048,576 rows, of which the first is the header's."""
    monkeypatch.setattr(xlsx, "MAX_ROWS", 26)
    assert len(records(client, "departments")) == 25
    monkeypatch.setattr(xlsx, "MAX_ROWS", 25)
    found = problem(ask(client, "departments", "xlsx"))
    assert found["parameter"] == "f"
    assert "24 filas" in found["detail"]
    assert len(records(client, "departments", limit="24")) == 24


def test_empty(client: Client) -> None:
    assert records(client, "departments", filter="ubigeo = 'x'") == []


@pytest.mark.parametrize("format_", ["xlsx", "shp"])
def test_an_archive_is_not_compressed_again(client: Client, format_: str) -> None:
    path = "/ogc/collections/departments/items"
    answer: Any = client.get(path, {"f": format_}, headers={"accept-encoding": "gzip"})
    assert answer.getvalue().startswith(b"PK")
    assert "Content-Encoding" not in answer
