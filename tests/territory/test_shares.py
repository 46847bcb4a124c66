"""A category's share of all, held against the arithmetic of the rows."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from territory.models import WaterSupplyCount
from territory.shares import with_share

pytestmark = pytest.mark.django_db

Supply = WaterSupplyCount.Supply


@pytest.fixture(autouse=True)
def _no_samples() -> None:
    WaterSupplyCount.objects.all().delete()


def publish(values: dict[str, int | str], **changes: Any) -> None:
    """Supply → a number of homes, or the state of a cell without one; the others have none."""
    for supply, value in values.items():
        row: dict[str, Any] = {
            "declared_unit_id": "1301",
            "period_start": dt.date(2025, 1, 1),
            "granularity": "year",
            "category": supply,
            "counted": "dwellings",
            "value": None if isinstance(value, str) else value,
            "state": value if isinstance(value, str) else "value",
            "commitments": [14],
            "source": "Oficio 1",
            "cutoff_date": dt.date(2025, 10, 31),
        }
        WaterSupplyCount.objects.create(**(row | changes))


def shares(**where: Any) -> dict[str, Decimal | None]:
    rows = with_share(WaterSupplyCount.objects.filter(**where))
    return dict(rows.values_list("category", "share"))


def every(**values: int | str) -> dict[str, int | str]:
    return {str(supply.value): values.get(str(supply.value), 0) for supply in Supply}


def test_a_share_is_of_all_categories() -> None:
    publish(every(well=1, river=2, public_network=3))
    assert shares() == {
        **dict.fromkeys(map(str, Supply.values), Decimal(0)),
        "well": Decimal("16.67"),
        "river": Decimal("33.33"),
        "public_network": Decimal("50.00"),
    }


def test_each_unit_period_and_dimension_is_a_whole_of_its_own() -> None:
    publish(every(well=1, river=1))
    publish(every(well=9, river=1), declared_unit_id="1302")
    publish(every(well=3, river=1), period_start=dt.date(2024, 1, 1))
    publish(every(well=1, river=4), counted="occupants")
    publish(every(well=0, river=4), is_sample=True)
    whole = {"declared_unit": "1301", "period_start__year": 2025}
    assert shares(**whole, counted="dwellings", is_sample=False)["well"] == 50
    assert shares(declared_unit="1302")["well"] == 90
    assert shares(period_start__year=2024)["well"] == 75
    assert shares(counted="occupants")["well"] == 20
    assert shares(is_sample=True)["well"] == 0


@pytest.mark.parametrize("state", ["suppressed", "not_reported"])
def test_where_a_category_is_unknown_no_share_is(state: str) -> None:
    publish(every(well=1, river=state))
    assert set(shares().values()) == {None}


def test_what_cannot_be_there_counts_as_none() -> None:
    publish(every(well=1, public_network=1, river="not_applicable"))
    assert shares()["well"] == 50
    assert shares()["river"] is None


def test_a_missing_category_leaves_the_whole_unknown() -> None:
    publish({"well": 1, "river": 1})
    assert set(shares().values()) == {None}


def test_of_nothing_there_is_no_share() -> None:
    publish(every())
    assert set(shares().values()) == {None}


def test_what_makes_no_whole_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WaterSupplyCount, "adds_categories", False)
    with pytest.raises(TypeError, match="no whole"):
        with_share(WaterSupplyCount.objects.all())
