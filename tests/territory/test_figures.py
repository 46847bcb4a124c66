"""Figures of the published rows: with source and date, facts or samples, unknown never zero."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from layers.themes import placed_records
from territory.figures import Figure, figures_for_unit, tables_for_commitment
from territory.models import (
    AdminUnit,
    Commitment,
    EnvironmentalCommission,
    PublishedPart,
)
from tests.figures import figures_of, tables_of

# Commitment 3 has figures of other tables too, which are tried in their theme's room.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register_alone")]

ROW: dict[str, Any] = {"commitments": [3], "source": "Oficio 1", "cutoff_date": dt.date(2020, 1, 1)}


def publish(kind: str, ubigeo: str, **changes: Any) -> None:
    row = ROW | {"kind": kind, "declared_unit_id": ubigeo, "name": "X"} | changes
    EnvironmentalCommission.objects.create(**row)


def publish_file(covers: str = "PE") -> None:
    """A file that covers the country: what the rows amount to is all there is."""
    PublishedPart.objects.create(
        source="environment", covers=[covers], records=["territory.environmentalcommission"]
    )


def values(figures: list[Figure]) -> dict[str, Any]:
    return {figure.name: figure.value for figure in figures}


def country(number: int) -> list[Figure]:
    return [figure for table in tables_of(number) for figure in table.total]


def here(ubigeo: str) -> dict[str, Any]:
    return values(figures_of(ubigeo, 3))


def test_samples_alone_give_figures_that_say_so_and_reach_no_target() -> None:
    samples = EnvironmentalCommission.objects.filter(is_sample=True)
    assert EnvironmentalCommission.objects.count() == samples.count()
    assert samples.filter(kind="CAR").update(assisted=True)
    (table,) = tables_of(3)
    assert table.is_sample
    assert table.shown_title == "EJEMPLO · Comisiones ambientales"
    counted = values(list(table.total))
    assert counted["car"] == samples.filter(kind="CAR").count()
    assert counted["cam"] == samples.filter(kind="CAM").count()
    assert counted["car_assisted"] == counted["car"]
    for figure in (*table.total, *figures_of("08", 3)):
        assert figure.is_sample
        assert figure.shown_title == f"EJEMPLO · {figure.title}"
        assert (figure.target, figure.target_quote) == (None, "")
    within = samples.filter(declared_unit__ubigeo__startswith="08", kind="CAM").count()
    assert here("08")["cam"] == within > 0


def test_one_fact_and_the_samples_count_nowhere() -> None:
    publish("CAM", "1301")
    assert values(country(3)) == {"cam": 1}
    assert here("08") == {}
    (table,) = tables_of(3)
    assert not table.is_sample
    assert table.shown_title == "Comisiones ambientales"
    assert [row.unit.pk if row.unit else None for row in table.rows] == ["13"]
    assert not country(3)[0].is_sample


def test_without_rows_there_is_no_figure() -> None:
    EnvironmentalCommission.objects.all().delete()
    assert here("08") == {}
    assert tables_of(3) == []


def test_what_is_declared_below_counts_and_unknown_is_absent() -> None:
    publish("CAR", "13", assisted=True, source="Oficio 2", cutoff_date=dt.date(2021, 5, 1))
    publish("CAM", "1301", assisted=False)
    publish("CAM", "130102")
    assert here("13") == {"car": 1, "cam": 2, "car_assisted": 1, "cam_assisted": 0}
    assert here("1301") == {"cam": 2, "cam_assisted": 0}
    # Whether it was assisted is not known, which is not the same as that it was not.
    assert here("130102") == {"cam": 1}
    assert here("15") == {}
    (figure, *_rest) = figures_of("13", 3)
    assert (figure.source, figure.cutoff_date) == ("Oficio 1; Oficio 2", dt.date(2021, 5, 1))


def test_the_targets_are_those_of_the_plan() -> None:
    publish("CAR", "13", assisted=True)
    publish("CAM", "1301", assisted=True)
    publish_file()
    targeted = {f.name: (f.value, f.target) for f in country(3) if f.target}
    assert targeted == {"car_assisted": (1, 8), "cam_assisted": (1, 20)}
    text = " ".join(Commitment.objects.get(number=3).text.split())
    assert all(f.target_quote in text for f in country(3) if f.target)


def test_rows_added_by_hand_are_never_the_whole() -> None:
    """No file says what they cover, so there is no total of the country and no target."""
    publish("CAR", "13", assisted=True)
    (table,) = tables_of(3)
    assert table.is_partial
    assert table.covers == ()
    assert {figure.target for figure in table.total} == {None}
    (row,) = table.rows
    assert row.is_partial
    assert all(figure.is_partial for figure in figures_of("13", 3))
    publish_file("13")
    (table,) = tables_of(3)
    assert not table.rows[0].is_partial
    assert [unit.ubigeo for unit in table.covers] == ["13"]


def test_the_table_by_department() -> None:
    publish("CAR", "13")
    publish("CAM", "1301")
    publish("CAM", "150101", assisted=True)
    (table,) = tables_of(3)
    assert values(list(table.total)) == {"car": 1, "cam": 2, "cam_assisted": 1}
    assert [(row.unit.pk if row.unit else None, row.values) for row in table.rows] == [
        ("13", (1, 1, None)),
        ("15", (None, 1, 1)),
    ]


def test_a_row_counts_for_each_commitment_that_it_serves() -> None:
    publish("CAM", "1301", commitments=[3, 14])
    unit = AdminUnit.objects.get(pk="1301")
    for number in (3, 14):
        (table,) = tables_for_commitment(number, [EnvironmentalCommission])
        assert values(list(table.total)) == {"cam": 1}
        figures = figures_for_unit(unit, [EnvironmentalCommission])[number]
        assert values(figures) == {"cam": 1}


def test_one_statement_whatever_the_models(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for district in AdminUnit.objects.filter(parent="1501"):
        publish("CAM", district.pk)
    unit = AdminUnit.objects.get(pk="15")
    for models in (placed_records(3), placed_records()):
        figures_for_unit(unit, models)
        tables_for_commitment(3, models)  # what they count is kept from here on
        with django_assert_num_queries(2):  # and what is covered
            figures_for_unit(unit, models)
        with django_assert_num_queries(3):  # and the departments
            tables_for_commitment(3, models)
    with django_assert_num_queries(0):
        assert figures_for_unit(unit, []) == {}
        assert tables_for_commitment(3, []) == []


def test_every_measure_has_a_name_of_its_own() -> None:
    for model in placed_records():
        names = [measure.name for measure in model.measures]
        assert names, model
        assert len(names) == len(set(names))
