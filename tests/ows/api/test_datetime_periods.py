"""``datetime`` of rows that are of a period: what meets it, and nothing else."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.ows.api.wire import ask, read

pytestmark = pytest.mark.django_db

ITEMS = "/collections/water_supply_counts/items"
# One unit, one category; the samples are of 2017 and of 2018.
ONE = {"declared_ubigeo": "01", "category": "well", "counted": "dwellings"}


def years(client: Client, datetime: str) -> list[str]:
    found = read(client, ITEMS, f="json", datetime=datetime, **ONE)["features"]
    return sorted(feature["properties"]["period_start"][:4] for feature in found)


@pytest.mark.parametrize(
    ("datetime", "expected"),
    [
        ("2017-01-01", ["2017"]),
        ("2017-12-31", ["2017"]),
        ("2018-01-01", ["2018"]),
        ("2017-06-15T12:00:00-05:00", ["2017"]),
        ("2017-12-31T23:59:59-05:00", ["2017"]),
        ("2016-12-31", []),
        ("2019-01-01", []),
        ("../..", ["2017", "2018"]),
        ("../2017-01-01", ["2017"]),
        ("2017-12-31/..", ["2017", "2018"]),
        ("2018-01-01/..", ["2018"]),
        ("2017-12-31/2018-01-01", ["2017", "2018"]),
        ("2010-01-01/2016-12-31", []),
    ],
)
def test_a_row_is_found_where_its_period_meets_the_interval(
    client: Client, datetime: str, expected: list[str]
) -> None:
    assert years(client, datetime) == expected


@pytest.mark.parametrize("datetime", ["2018-01-01/2017-01-01", "2018", "ayer", ".."])
def test_what_is_no_interval_is_refused(client: Client, datetime: str) -> None:
    assert ask(client, ITEMS, f="json", datetime=datetime).status_code == 400
