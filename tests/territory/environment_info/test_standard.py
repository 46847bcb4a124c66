"""The water standard: a verdict only where there is a row for it, a category and a number."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from territory.environment_info.parameters import parameter_key
from territory.environment_info.points import judged_by_parameter
from territory.environment_info.standard import Verdict, judged, load_standard
from territory.environment_info.units import Harmonised, harmonised
from territory.models import EnvironmentalMeasurement, WaterStandardLimit
from tests.environment_rows import measured

pytestmark = pytest.mark.django_db

BELOW: dict[str, Any] = {"state": "below", "value": None}


def verdict(**values: Any) -> Any:
    row = measured(**values)
    return judged(EnvironmentalMeasurement.objects.filter(pk=row.pk)).get()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, Verdict.EXCEEDS),
        ({"value": 0.01}, Verdict.MEETS),
        ({"value": 0.0100001}, Verdict.EXCEEDS),
        ({"value": 0.0}, Verdict.MEETS),
        (BELOW | {"limit_value": 0.004}, Verdict.MEETS),
        (BELOW | {"limit_value": 0.01}, Verdict.MEETS),
        # The laboratory can't tell as little as the standard asks.
        (BELOW | {"limit_value": 0.02}, Verdict.UNKNOWN),
        (BELOW, Verdict.UNKNOWN),
        ({"state": "above", "value": None, "limit_value": 0.02}, Verdict.EXCEEDS),
        ({"state": "above", "value": None, "limit_value": 0.005}, Verdict.UNKNOWN),
        ({"state": "not_reported", "value": None}, Verdict.NO_VALUE),
        ({"water_category": None}, Verdict.NO_CATEGORY),
        ({"water_category": "3"}, Verdict.NO_LIMIT),
        ({"matrix": "sediment", "value": 40.0, "unit": "mg/kg"}, Verdict.NOT_WATER),
        ({"matrix": "sediment"}, Verdict.NOT_WATER),
        ({"matrix": "wastewater"}, Verdict.NOT_WATER),
        ({"analysis": "Metales Disueltos por ICP MS"}, Verdict.DISSOLVED),
        ({"parameter": "Zinc", "parameter_key": "zinc"}, Verdict.NO_LIMIT),
        ({"unit": "NTU"}, Verdict.NO_LIMIT),
        ({"sampled_on": dt.date(2017, 12, 31)}, Verdict.NO_LIMIT),
        ({"sampled_on": dt.date(2018, 1, 1)}, Verdict.EXCEEDS),
    ],
)
def test_what_may_be_said_of_a_value(values: dict[str, Any], expected: Verdict) -> None:
    assert verdict(**values).verdict == expected


@pytest.mark.parametrize(
    ("parameter", "limit"),
    [("arsenico", 0.01), ("mercurio", 0.001), ("plomo", 0.01), ("cadmio", 0.003)],
)
def test_each_limit_has_its_norm_and_article(parameter: str, limit: float) -> None:
    found = verdict(parameter_key=parameter, value=limit * 2)
    assert found.verdict == Verdict.EXCEEDS
    assert found.standard_limit == limit
    assert found.standard_norm == "Decreto Supremo 004-2017-MINAM"
    assert "subcategoría A1" in found.standard_article


def test_without_the_row_there_is_no_verdict() -> None:
    WaterStandardLimit.objects.all().delete()
    assert verdict().verdict == Verdict.NO_LIMIT


def test_a_limit_that_an_operator_adds_is_used_and_stays() -> None:
    WaterStandardLimit.objects.create(
        parameter="Zinc",
        parameter_key="zinc",
        category="1-A1",
        limit=3,
        norm="Norma de prueba",
        article="Tabla de prueba",
        first_year=2018,
    )
    WaterStandardLimit.objects.filter(parameter_key="arsenico").delete()
    load_standard()
    assert verdict(parameter_key="zinc", value=3.5).standard_norm == "Norma de prueba"
    assert WaterStandardLimit.objects.filter(is_shipped=True).count() == 4
    assert WaterStandardLimit.objects.count() == 5


def test_a_later_norm_takes_the_place_of_a_former_one() -> None:
    WaterStandardLimit.objects.create(
        parameter="Arsénico",
        parameter_key="arsenico",
        category="1-A1",
        limit=0.02,
        norm="Norma posterior de prueba",
        article="Tabla de prueba",
        first_year=2020,
    )
    assert verdict(sampled_on=dt.date(2019, 12, 31)).standard_limit == 0.01
    assert verdict(sampled_on=dt.date(2020, 1, 1)).verdict == Verdict.MEETS


def test_verdicts_are_counted_of_facts_alone() -> None:
    measured()
    measured(sampled_time="10:00", value=0.001)
    measured(sampled_time="11:00", **BELOW | {"limit_value": 0.02})
    measured(sampled_time="12:00", matrix="sediment")
    (found,) = judged_by_parameter()
    assert (found.parameter, found.category) == ("Arsénico", "1-A1")
    assert [number for _title, number in found.told] == [1, 1, 1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Arsénico", "ARSENICO TOTAL"),
        ("Arsénico (As)", "arsénico"),
        ("Plomo  total", "plomo"),
    ],
)
def test_one_parameter_has_one_key(one: str, other: str) -> None:
    assert parameter_key(one) == parameter_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Benzo (a) Pireno", "Benzo (b) Pireno"),
        ("Cromo total", "Cromo hexavalente"),
        ("Arsénico", "Arsénico disuelto"),
        ("Sólidos totales", "Sólidos disueltos"),
        ("Xilenos", "o-Xileno"),
    ],
)
def test_two_parameters_have_two_keys(one: str, other: str) -> None:
    assert parameter_key(one) != parameter_key(other)


def test_an_unknown_unit_is_not_converted() -> None:
    found = harmonised(" UFC/100 mL ")
    assert found == Harmonised("UFC/100 mL", Decimal(1))
