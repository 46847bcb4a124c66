"""The API of the investments in sanitation, held against what pandas makes of the file."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from django.test import Client

from territory.models import SanitationProject, SanitationThreshold
from tests.investments import each, investments, publish

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/sanitation/"


def get(client: Client, address: str, **parameters: Any) -> Any:
    answer = client.get(ROOT + address, parameters)
    assert answer.status_code == 200, answer.content
    return answer.json()


def csv_of(client: Client, address: str, **parameters: Any) -> pd.DataFrame:
    answer: Any = client.get(ROOT + address, {"f": "csv", **parameters})
    assert answer.status_code == 200
    return pd.read_csv(io.BytesIO(b"".join(answer)), encoding="utf-8-sig", dtype={"key": str})


@pytest.fixture
def file(tmp_path: Path) -> pd.DataFrame:
    frame = investments("14", 60)
    assert "filas" in publish(frame, tmp_path, "2024-09-30", "14")
    return frame


def test_an_investment_in_two_districts_is_one(client: Client, file: pd.DataFrame) -> None:
    assert SanitationProject.objects.filter(is_sample=False).count() == len(file) == 90
    found = csv_of(client, "investments/")
    assert len(found) == 60 == found["cui"].nunique()
    assert found["updated_cost_pen"].sum() == each(file)["COSTO_ACTUALIZADO"].sum()
    assert not found["is_sample"].any()


@pytest.mark.parametrize(
    ("by", "column"), [("level", "NIVEL"), ("government", "ENTIDAD"), ("year", "FECHA_VIABILIDAD")]
)
def test_groups_are_the_sums_that_pandas_makes(
    client: Client, file: pd.DataFrame, by: str, column: str
) -> None:
    one = each(file)
    keys = one[column].str[-4:] if by == "year" else one[column]
    expected = one.groupby(keys).agg(
        number=("CODIGO_UNICO", "size"),
        cost=("COSTO_ACTUALIZADO", "sum"),
        known=("DEVEN_ACUMUL_ANIO_ANT", "count"),
    )
    found = csv_of(client, "summary/", by=by).set_index("key")
    assert sorted(found.index) == sorted(expected.index)
    for key, row in expected.iterrows():
        got = found.loc[str(key)]
        assert got["investments"] == row["number"]
        assert got["updated_cost_pen"] == row["cost"]
        # An accrual of which a part isn't told is added to no sum.
        assert got["accrued_pen_known"] == row["known"]


def test_provinces_of_a_department_have_each_investment_once(
    client: Client, file: pd.DataFrame
) -> None:
    provinces = file["UBIGEO"].map(lambda code: f"{int(float(code)):06}"[:4])
    expected = file.assign(p=provinces).drop_duplicates(["CODIGO_UNICO", "p"]).groupby("p").size()
    found = csv_of(client, "summary/", by="region", unit="14").set_index("key")
    assert found["investments"].to_dict() == expected.to_dict()
    whole = csv_of(client, "summary/", by="region")
    assert whole["investments"].tolist() == [60]


def test_lists_are_as_their_thresholds_say(client: Client, file: pd.DataFrame) -> None:
    one = each(file)
    before, now = one["DEVEN_ACUMUL_ANIO_ANT"].astype(float), one["DEV_ANIO_ACTUAL"].astype(float)
    active, physical = one["ESTADO"] == "ACTIVO", one["AVANCE_FISICO"].astype(float)
    cost, viable = one["COSTO_ACTUALIZADO"].astype(float), one["MONTO_VIABLE"].astype(float)
    expected = {
        "stalled": active & (before > 0) & (now == 0) & ~(physical >= 100),
        "overrun": cost >= viable * 1.2,
        "ahead": active & (((before + now) * 100 / cost).round(1) - physical >= 20),
    }
    for name, chosen in expected.items():
        found = csv_of(client, "investments/", list=name)
        assert 0 < len(found) < 60
        assert set(found["cui"]) == set(one.loc[chosen, "CODIGO_UNICO"]), name


def test_early_in_the_year_nothing_is_stalled(client: Client, tmp_path: Path) -> None:
    publish(investments("14", 30), tmp_path, "2024-02-28", "14")
    assert get(client, "investments/", list="stalled")["count"] == 0


def test_without_its_threshold_there_is_no_list(client: Client, file: pd.DataFrame) -> None:
    SanitationThreshold.objects.filter(name="overrun_pct").delete()
    assert client.get(f"{ROOT}investments/", {"list": "overrun"}).status_code == 400
    assert "Con sobrecosto" not in client.get("/saneamiento/").content.decode()


def test_one_has_its_places_and_its_cuts(client: Client, file: pd.DataFrame) -> None:
    found = get(client, "investments/2400000/")
    assert len(found["places"]) == 2
    assert [state["cutoff_date"] for state in found["states"]] == ["2024-09-30"]
    assert client.get(f"{ROOT}investments/2999999/").status_code == 404


@pytest.mark.parametrize(
    "given",
    [
        {"unit": "99"},
        {"unit": "' OR 1=1"},
        {"level": "XX"},
        {"year": "hoy"},
        {"year": "99999"},
        {"list": "all"},
        {"q": "x" * 101},
        {"entity": "x" * 301},
        {"region": "14"},
        {"f": "pdf"},
        {"limit": "-1"},
    ],
)
def test_what_cannot_be_asked_is_refused(client: Client, given: dict[str, str]) -> None:
    for address in ("investments/", "summary/"):
        assert client.get(ROOT + address, given).status_code == 400


@pytest.mark.parametrize("given", [{"from": "x"}, {"kind": "x"}, {"from": "2018-12-31.PE"}])
def test_what_cannot_be_compared_is_refused(client: Client, given: dict[str, str]) -> None:
    assert client.get(f"{ROOT}changes/", given).status_code == 400


@pytest.mark.parametrize(
    "text", ["%", "_", "'; DROP TABLE x", "agua 59", "AGUA POTÁBLE", "2400007"]
)
def test_any_text_may_be_looked_for(client: Client, file: pd.DataFrame, text: str) -> None:
    found = get(client, "investments/", q=text)
    expected = {"agua 59": 1, "AGUA POTÁBLE": 60, "2400007": 1}
    assert found["count"] == expected.get(text, 0)
