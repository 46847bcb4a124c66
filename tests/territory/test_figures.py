"""Figures of the published rows: with source and date, samples never, unknown never zero."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from territory.figures import (
    PLACED_RECORDS,
    Figure,
    figures_for_unit,
    tables_for_commitment,
)
from territory.models import AdminUnit, Commitment, EnvironmentalCommission

pytestmark = pytest.mark.django_db

ROW: dict[str, Any] = {"commitments": [3], "source": "Oficio 1", "cutoff_date": dt.date(2020, 1, 1)}


def publish(kind: str, ubigeo: str, **changes: Any) -> None:
    row = ROW | {"kind": kind, "declared_unit_id": ubigeo, "name": "X"} | changes
    EnvironmentalCommission.objects.create(**row)


def values(figures: list[Figure]) -> dict[str, Any]:
    return {figure.name: figure.value for figure in figures}


def country(number: int) -> list[Figure]:
    return [figure for table in tables_for_commitment(number) for figure in table.total]


def here(ubigeo: str) -> dict[str, Any]:
    return values(figures_for_unit(AdminUnit.objects.get(pk=ubigeo)).get(3, []))


def test_samples_give_no_figure() -> None:
    assert EnvironmentalCommission.objects.filter(is_sample=True, declared_unit="08").exists()
    assert here("08") == {}
    assert country(3) == []
    assert tables_for_commitment(3) == []


def test_what_is_declared_below_counts_and_unknown_is_absent() -> None:
    publish("CAR", "13", assisted=True, source="Oficio 2", cutoff_date=dt.date(2021, 5, 1))
    publish("CAM", "1301", assisted=False)
    publish("CAM", "130102")
    assert here("13") == {"car": 1, "cam": 2, "car_assisted": 1, "cam_assisted": 0}
    assert here("1301") == {"cam": 2, "cam_assisted": 0}
    # Whether it was assisted is not known, which is not the same as that it was not.
    assert here("130102") == {"cam": 1}
    assert here("15") == {}
    (figure, *_rest) = figures_for_unit(AdminUnit.objects.get(pk="13"))[3]
    assert (figure.source, figure.cutoff_date) == ("Oficio 1; Oficio 2", dt.date(2021, 5, 1))


def test_the_targets_are_those_of_the_plan() -> None:
    publish("CAR", "13", assisted=True)
    publish("CAM", "1301", assisted=True)
    told = {f.name: (f.value, f.target) for f in country(3) if f.target}
    assert told == {"car_assisted": (1, 8), "cam_assisted": (1, 20)}
    text = " ".join(Commitment.objects.get(number=3).text.split())
    assert all(f.target_quote in text for f in country(3) if f.target)


def test_the_table_by_department() -> None:
    publish("CAR", "13")
    publish("CAM", "1301")
    publish("CAM", "150101", assisted=True)
    (table,) = tables_for_commitment(3)
    assert values(list(table.total)) == {"car": 1, "cam": 2, "cam_assisted": 1}
    assert [(row.unit.pk if row.unit else None, row.values) for row in table.rows] == [
        ("13", (1, 1, None)),
        ("15", (None, 1, 1)),
    ]


def test_a_row_counts_for_each_commitment_that_it_serves() -> None:
    publish("CAM", "1301", commitments=[3, 14])
    assert values(country(14)) == {"cam": 1}
    assert values(country(3)) == {"cam": 1}


def test_the_queries_do_not_grow(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for district in AdminUnit.objects.filter(parent="1501"):
        publish("CAM", district.pk)
    together = sum(
        len({(m.once_per, m.source) for m in model.measures}) for model in PLACED_RECORDS
    )
    unit = AdminUnit.objects.get(pk="15")
    with django_assert_max_num_queries(together):
        figures_for_unit(unit)
    with django_assert_max_num_queries(1 + 2 * together):
        tables_for_commitment(3)


def test_every_measure_has_a_name_of_its_own() -> None:
    for model in PLACED_RECORDS:
        names = [measure.name for measure in model.measures]
        assert names, model
        assert len(names) == len(set(names))
