"""``/saneamiento/``: what pages tell of investments, in numbers that the file has."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from django.test import Client

from tests.frontend.reading import text_of
from tests.investments import each, investments, publish

pytestmark = pytest.mark.django_db
ADDRESSES = ("", "inversiones/", "inversiones/?lista=overrun", "gobiernos/", "cambios/", "9000001/")
SPACE = "\N{NARROW NO-BREAK SPACE}"


def number(value: float) -> str:
    return f"{value:,.0f}".replace(",", SPACE)


@pytest.fixture
def file(tmp_path: Path) -> pd.DataFrame:
    frame = investments("14", 60)
    publish(frame, tmp_path, "2024-09-30", "14")
    return frame


@pytest.mark.parametrize("address", ADDRESSES)
def test_samples_are_marked(client: Client, address: str) -> None:
    assert "EJEMPLO: est" in text_of(client, f"/saneamiento/{address}")


def test_sums_count_each_investment_once_and_say_what_they_cover(
    client: Client, file: pd.DataFrame
) -> None:
    text = text_of(client, "/saneamiento/")
    assert number(each(file)["COSTO_ACTUALIZADO"].sum()) in text
    assert number(file["COSTO_ACTUALIZADO"].sum()) not in text
    assert "Según los archivos de: Lambayeque" in text
    known = each(file)["DEVEN_ACUMUL_ANIO_ANT"].notna().sum()
    assert f"(de {known})" in text
    assert "EJEMPLO" not in text.replace("Lo marcado como «EJEMPLO»", "")


def test_an_investments_page_stays_after_it_left_the_file(
    client: Client, file: pd.DataFrame, tmp_path: Path
) -> None:
    publish(file[file["CODIGO_UNICO"] != 2_400_007], tmp_path, "2024-12-31", "14")
    text = text_of(client, "/saneamiento/2400007/")
    assert "ya no la tienen" in text
    assert client.get("/saneamiento/2999999/").status_code == 404
    assert client.get("/saneamiento/%27--/").status_code == 404


def test_two_districts_are_named_and_the_cost_is_not_shared_out(
    client: Client, file: pd.DataFrame
) -> None:
    text = text_of(client, "/saneamiento/2400000/")
    one = file[file["CODIGO_UNICO"] == 2_400_000]
    for code in one["UBIGEO"]:
        assert f"{int(float(code)):06}" in text
    assert number(one["COSTO_ACTUALIZADO"].iloc[0]) in text
    assert "no dice cuánto es de cada lugar" in text


@pytest.mark.parametrize(
    "query", ["u=99", "nivel=X", "anio=hoy", "lista=x", f"q={'x' * 101}", "u=%00"]
)
def test_what_cannot_be_asked_is_said(client: Client, query: str) -> None:
    answer = client.get(f"/saneamiento/inversiones/?{query}")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()


def test_the_search_leads_to_the_page(client: Client) -> None:
    assert "/saneamiento/9000001/" in client.get("/buscar/?q=9000001").content.decode()
