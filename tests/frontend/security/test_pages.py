"""``/seguridad/``: what is published of places and years, and what sums never tell."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
from django.test import Client

from territory.crime.complaints import union, within
from territory.models import AdminUnit, CrimeCount, CrimeKind
from tests.complaints import complaints, publish, sums
from tests.frontend.reading import text_of

pytestmark = pytest.mark.django_db
ADDRESSES = ("", "t/13/", "t/1301/", "t/130101/", "comparar/?u=13+14", "area/?u=130101+130102")


@pytest.fixture
def file(tmp_path: Path) -> pd.DataFrame:
    frame = complaints(("23",), (2024, 2025))
    publish(frame, tmp_path, "2025-12-31", "23")
    return frame


def page(client: Client, address: str) -> str:
    return text_of(client, f"/seguridad/{address}")


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_says_what_complaints_are_not(client: Client, address: str) -> None:
    text = page(client, address)
    assert "Son denuncias, no delitos cometidos" in text


def test_samples_are_marked(client: Client) -> None:
    assert "EJEMPLO: estas filas" in page(client, "")


def test_a_units_years_and_months_are_shown(client: Client, file: pd.DataFrame) -> None:
    text = page(client, "t/23/")
    year = sums(file, 2, "year")["23", "2025", "total"]
    month = sums(file, 2, "month")["23", "2025-03", "total"]
    for number in (year, month):
        assert f" {number:,} ".replace(",", "\N{NARROW NO-BREAK SPACE}") in text
    assert "MININTER, SIDPOL" in text
    assert "EJEMPLO: estas filas" not in text


def test_a_sum_that_lacks_a_reserved_number_is_not_given(file: pd.DataFrame) -> None:
    year = dt.date(2025, 1, 1)
    rows = CrimeCount.objects.filter(is_sample=False, granularity="year", period_start=year)
    hidden = rows.filter(category="theft", state="suppressed", declared_unit__level="district")
    open_ = rows.filter(category="theft", state="value", value__gt=0)
    one = hidden.values_list("declared_unit", flat=True)[0]
    two = list(
        open_.filter(declared_unit__level="district").values_list("declared_unit", flat=True)[:2]
    )
    told = dict(union(two, 2025).kinds)
    given = [row.value or 0 for row in open_.filter(declared_unit__in=two)]
    assert told[CrimeKind.THEFT].value == sum(given)
    kept = dict(union([*two, one], 2025).kinds)[CrimeKind.THEFT]
    assert (kept.value, kept.reserved) == (None, 1)


def test_a_unit_within_another_counts_once() -> None:
    assert within(["130101", "13", "1301", "140101"]) == ["13", "140101"]


def test_a_union_has_a_rate_where_all_populations_are_of_the_year(file: pd.DataFrame) -> None:
    found = union(["2301", "2302"], 2025)
    people = sum(unit.population or 0 for unit in AdminUnit.objects.filter(pk__in=found.units))
    total = dict(found.kinds)[CrimeKind.TOTAL].value
    assert total is not None
    assert found.people == people
    assert found.rate == round(total * 10_000 / people, 1)
    assert union(["2301", "2302"], 2024).rate is None


WRONG = ("comparar/?u=99", "comparar/?u=%00", "comparar/?u=<script>", "area/?u=999999")


@pytest.mark.parametrize("address", WRONG)
def test_an_unknown_unit_is_named(client: Client, address: str) -> None:
    assert "no hay unidad" in text_of(client, f"/seguridad/{address}", 400)
    assert b"u=<script>" not in client.get(f"/seguridad/{address}").content


def test_too_many_units_are_refused(client: Client) -> None:
    many = "+".join(AdminUnit.objects.filter(level="district").values_list("pk", flat=True)[:20])
    assert client.get(f"/seguridad/comparar/?u={many}").status_code == 400


@pytest.mark.parametrize("code", ["99", "1", "130", "ab", "1301011"])
def test_a_unit_that_is_none_is_not_found(client: Client, code: str) -> None:
    assert client.get(f"/seguridad/t/{code}/").status_code == 404


def test_no_page_asks_more_where_there_is_more(
    client: Client, file: pd.DataFrame, django_assert_max_num_queries: object
) -> None:
    for address in ("", "t/23/", "comparar/?u=23+2301+230101", "area/?u=2301+2302"):
        with django_assert_max_num_queries(30):  # type: ignore[operator]
            client.get(f"/seguridad/{address}")
