"""Series on pages: bars for what has a number, the reason where there is none, table and CSV."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import Client
from lxml import html
from pytest_django import DjangoAssertNumQueries

from frontend.series import DRAWN_PERIODS, charts_by_commitment
from layers import registry, versions
from layers.themes.water_supply_counts.layer import WATER_SUPPLY_COUNTS
from territory.models import PublishedPart, WaterSupplyCount

pytestmark = pytest.mark.django_db

DWELLINGS = "serie-14-water_supply_counts-dwellings"


def figure(client: Client, address: str, key: str = DWELLINGS) -> Any:
    response = client.get(address)
    assert response.status_code == 200
    page: Any = html.fromstring(response.content.decode())
    (found,) = page.xpath(f"//figure[@id='{key}']")
    return found


def texts(element: Any, path: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in element.xpath(path)]


def publish(*rows: dict[str, Any]) -> None:
    WaterSupplyCount.objects.all().delete()
    for row in rows:
        fact: dict[str, Any] = {
            "declared_unit_id": "0101",
            "period_start": dt.date(2025, 1, 1),
            "granularity": "year",
            "category": "well",
            "counted": "dwellings",
            "value": 5,
            "state": "value",
            "commitments": [14],
            "source": "Oficio 1",
            "cutoff_date": dt.date(2025, 10, 31),
        }
        WaterSupplyCount.objects.create(**(fact | row))
    versions.bump("water_supply_counts")
    cache.clear()


@pytest.mark.parametrize("address", ["/compromisos/14/", "/t/15/", "/t/01/"])
def test_samples_are_marked_in_every_title_and_hatched(client: Client, address: str) -> None:
    found = figure(client, address)
    for path in (".//figcaption", ".//svg/title", ".//caption"):
        titles = texts(found, path)
        assert titles
        assert all(title.startswith("EJEMPLO · ") for title in titles)
    bars = found.xpath(".//svg//g/rect/@fill")
    assert bars
    assert set(bars) == {f"url(#{DWELLINGS}-h)"}
    assert found.xpath(f".//pattern[@id='{DWELLINGS}-h']")


def test_facts_are_neither_marked_nor_hatched(client: Client) -> None:
    publish({})
    found = figure(client, "/t/0101/")
    assert "EJEMPLO" not in found.text_content()
    assert found.xpath(".//svg//g/rect/@fill") == ["#00798c"]
    assert "Fuente: Oficio 1; corte: 31 de octubre de 2025" in found.text_content()


def test_what_has_no_number_is_a_gap_with_its_reason_and_zero_is_a_bar(client: Client) -> None:
    publish(
        {"value": 0},
        {"category": "river", "value": None, "state": "suppressed"},
        {"category": "spring", "value": None, "state": "not_reported"},
        {"category": "other", "value": None, "state": "not_applicable"},
    )
    found = figure(client, "/t/0101/")
    assert found.xpath(".//svg//g/rect/@width") == ["0.0"]
    reasons = ["no reportado", "reservado", "no aplica"]
    assert texts(found, ".//svg//text[@class='series-state']") == reasons
    assert texts(found, ".//tbody//td") == ["0", *reasons]
    assert texts(found, ".//tbody//th") == ["Pozo", "Manantial", "Río o acequia", "Otro"]


def test_bars_are_as_long_as_their_values_on_one_scale(client: Client) -> None:
    publish({"value": 100}, {"category": "river", "value": 25})
    widths = [float(w) for w in figure(client, "/t/0101/").xpath(".//svg//g/rect/@width")]
    assert widths[1] / widths[0] == pytest.approx(0.25, abs=0.01)


def test_a_part_is_never_shown_as_the_whole(client: Client) -> None:
    publish({})
    found = figure(client, "/t/01/")
    assert texts(found, ".//tbody//td") == ["incompleto"]
    assert "no se suma solo una parte" in found.text_content()
    assert found.xpath(".//svg//g/rect") == []


def test_the_drawing_has_the_latest_periods_and_the_table_all(client: Client) -> None:
    months = [dt.date(2025, month, 1) for month in range(1, 11)]
    publish(*({"period_start": month, "granularity": "month"} for month in months))
    found = figure(client, "/t/0101/")
    assert len(found.xpath(".//svg//g/rect")) == DRAWN_PERIODS
    assert texts(found, ".//svg//text[@class='series-period']")[-1] == "2025-10"
    assert len(found.xpath(".//tbody//td")) == len(months)


def test_the_csv_is_that_of_the_chart(client: Client) -> None:
    publish({"value": 3}, {"counted": "occupants", "value": 9})
    found = figure(client, "/t/0101/", "serie-14-water_supply_counts-occupants")
    (address,) = found.xpath(".//a[contains(@href, 'csv')]/@href")
    content = client.get(address).content.decode()
    assert [
        row["value"] for row in csv.DictReader(io.StringIO(content.removeprefix("\ufeff")))
    ] == ["9"]


def test_a_place_that_nothing_is_reported_of_has_no_chart(client: Client) -> None:
    publish({})
    assert "serie-14-" not in client.get("/t/2301/").content.decode()
    assert "serie-" not in client.get("/compromisos/3/").content.decode()


def test_the_country_s_series_is_on_the_commitment_s_page_only_when_all_is_reported(
    client: Client,
) -> None:
    publish({})
    found = figure(client, "/compromisos/14/")
    assert texts(found, ".//table[@class='series-table']//td") == ["incompleto"]


def published_file(*covers: str) -> None:
    """All rows are of one file that covers these units."""
    part = PublishedPart.objects.create(
        source="water_supply", covers=list(covers), records=["territory.watersupplycount"]
    )
    WaterSupplyCount.objects.update(parts=[part.pk])
    cache.clear()


def test_a_total_of_a_part_of_the_country_names_the_part(client: Client) -> None:
    publish(
        *({"declared_unit_id": unit, "value": 3} for unit in ("2401", "2402", "2403")),
        *(
            {"declared_unit_id": unit, "value": 1, "category": "river"}
            for unit in ("2401", "2402", "2403")
        ),
    )
    published_file("24")
    found = figure(client, "/compromisos/14/")
    assert texts(found, ".//p[@class='notice']") == ["Según los archivos de: Tumbes"]
    assert texts(found, ".//table[@class='series-table']//td") == ["9", "3"]
    table = ".//table[contains(@class, 'figure-table')]"
    assert texts(found, f"{table}/tfoot//th") == ["Según los archivos de: Tumbes"]
    assert texts(found, f"{table}/tfoot//td") == ["9", "3"]
    # Tumbes's own chart is of all of it, La Libertad's is of nothing.
    own = figure(client, "/t/24/")
    assert "Según los archivos" not in own.text_content()
    assert texts(own, ".//tbody//td") == ["9", "3"]
    assert "serie-14" not in client.get("/t/13/").content.decode()


def test_the_table_has_departments_of_the_latest_period_with_their_shares(
    client: Client,
) -> None:
    """Tacna's provinces: 40 homes with a well of 80 in all, and all seven supplies known."""
    supplies = {"well": 10, "river": 10}
    publish(
        *(
            {"declared_unit_id": unit, "category": supply.value, "value": supplies.get(supply, 0)}
            for unit in ("2301", "2302", "2303", "2304")
            for supply in WaterSupplyCount.Supply
        ),
        {"declared_unit_id": "2301", "period_start": dt.date(2017, 1, 1), "value": 99},
        {"declared_unit_id": "1301", "category": "well", "value": 5},
    )
    table = ".//table[contains(@class, 'figure-table')]"
    found = figure(client, "/compromisos/14/")
    (caption,) = texts(found, f"{table}/caption")
    assert caption.endswith("por departamento (2025)")
    assert texts(found, f"{table}/tbody//th") == ["La Libertad", "Tacna"]
    first, second = found.xpath(f"{table}/tbody/tr")
    assert "40 50,0 %" in " ".join(second.text_content().split()).replace("\u202f", " ")
    assert "incompleto" in first.text_content()
    assert "%" not in first.text_content()


def test_a_layer_that_serves_two_commitments_has_charts_of_different_names(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An id is unique in a page (HTML, 3.2.6)."""
    layer = replace(WATER_SUPPLY_COUNTS, commitments=(13, 14))
    layers = [layer if own.name == layer.name else own for own in registry.LAYERS]
    monkeypatch.setattr(registry, "LAYERS", tuple(layers))
    page: Any = html.fromstring(client.get("/t/15/").content.decode())
    ids = [str(found) for found in page.xpath("//@id")]
    assert len([i for i in ids if i.startswith("serie-13-")]) > 0
    assert len(ids) == len(set(ids))


def test_the_queries_are_the_same_however_many_series(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """The cells, and what the published files cover."""
    with django_assert_num_queries(2):
        charts_by_commitment(AnonymousUser(), "15")
