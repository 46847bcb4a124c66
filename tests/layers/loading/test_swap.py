"""Replacing a table's rows: only what differs is written, ids stay, scopes are kept apart."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from layers.loading.swap import Swapped, swap_rows
from layers.themes.environmental_commissions.reader import FILE
from territory.models import EnvironmentalCommission

pytestmark = pytest.mark.django_db

KEY = ("kind", "declared_ubigeo", "is_sample")
ROW = dict.fromkeys(FILE.fields) | {
    "kind": "CAM",
    "declared_ubigeo": "0801",
    "name": "CAM Cusco",
    "created_by": "",
    "commitments": [3],
    "source": "Oficio 1",
    "source_url": "",
    "cutoff_date": dt.date(2020, 12, 31),
    "is_sample": False,
}


def swap(*changes: dict[str, Any]) -> Swapped:
    rows = [ROW | change for change in changes]
    return swap_rows(EnvironmentalCommission, rows, FILE.fields, KEY, {"is_sample": False})


def facts() -> dict[str, int]:
    rows = EnvironmentalCommission.objects.filter(is_sample=False)
    return dict(rows.values_list("declared_unit", "id"))


def test_rows_come_stay_change_and_go() -> None:
    samples = EnvironmentalCommission.objects.filter(is_sample=True).count()
    assert swap({}, {"declared_ubigeo": "1301"}) == Swapped(2, 0, 0)
    first = facts()
    assert not swap({}, {"declared_ubigeo": "1301"}).changed
    assert swap({"name": "Otra"}, {"declared_ubigeo": "1302"}) == Swapped(1, 1, 1)
    assert set(facts()) == {"0801", "1302"}
    assert facts()["0801"] == first["0801"]
    assert EnvironmentalCommission.objects.get(pk=first["0801"]).name == "Otra"
    assert swap() == Swapped(0, 0, 2)
    assert EnvironmentalCommission.objects.filter(is_sample=True).count() == samples


def test_null_and_empty_are_distinguished() -> None:
    swap({})
    assert swap({"created_on": dt.date(2015, 1, 1)}).updated == 1
    assert swap({"created_on": dt.date(2015, 1, 1)}).updated == 0
    assert swap({}).updated == 1


@pytest.mark.parametrize(
    "text",
    [
        'it\'s "quoted"',
        '"',
        "back\\slash \\N \\.",
        "\\.",
        "tab\tnewline\n",
        "\r\n",
        "a,b;c",
        "100% %s {x}",
        "NULL",
        "ɨ ʼ 😀",
    ],
)
def test_text_arrives_as_it_is(text: str) -> None:
    swap({"name": text})
    assert EnvironmentalCommission.objects.get(is_sample=False).name == text


def test_a_failure_leaves_the_former_rows() -> None:
    swap({})
    before = facts()
    for bad in ({"name": "x" * 201}, {"kind": "CAR"}):
        with pytest.raises((DataError, IntegrityError)), transaction.atomic():
            swap({"declared_ubigeo": "1301"}, bad)
        assert facts() == before


def test_an_equal_row_is_not_written() -> None:
    swap({})
    with connection.cursor() as cursor:
        query = "SELECT ctid::text FROM territory_environmentalcommission WHERE NOT is_sample"
        cursor.execute(query)
        place = cursor.fetchone()
        swap({})
        cursor.execute(query)
        assert cursor.fetchone() == place


def test_str_says_the_counts() -> None:
    assert str(Swapped(1, 2, 3)) == "1 nuevas, 2 cambiadas, 3 retiradas"


def test_an_empty_text_is_stored_as_unknown_and_is_no_change_afterwards() -> None:
    swap({})
    row = EnvironmentalCommission.objects.get(is_sample=False)
    assert (row.created_by, row.source_url) == (None, None)
    assert not swap(
        {"created_by": None},
    ).changed
    assert swap({"created_by": "Ordenanza 1"}) == Swapped(0, 1, 0)


def test_an_empty_text_is_absent_only_where_a_column_may_be() -> None:
    swap({"source_url": "", "created_by": ""})
    kept = EnvironmentalCommission.objects.get(is_sample=False)
    nullable = {f.column: f.null for f in EnvironmentalCommission._meta.concrete_fields}
    assert nullable["source_url"]
    assert kept.source_url is None
    swap({"name": ""})
    assert not nullable["name"]
    assert EnvironmentalCommission.objects.get(is_sample=False).name == ""


def test_values_of_several_kinds_in_one_column_arrive() -> None:
    """As rows that a person's script makes: a number and a text, a date and its text."""
    swap(
        {"name": 12, "created_on": "2015-01-01", "declared_ubigeo": "0801"},
        {"name": "13", "created_on": dt.date(2016, 1, 1), "declared_ubigeo": "1301"},
        {"name": 2**70, "created_on": None, "declared_ubigeo": "1302"},
    )
    kept = EnvironmentalCommission.objects.filter(is_sample=False).order_by("declared_unit")
    assert [row.name for row in kept] == ["12", "13", str(2**70)]
    assert [row.created_on for row in kept] == [dt.date(2015, 1, 1), dt.date(2016, 1, 1), None]
