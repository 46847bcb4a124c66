"""What was received of a unit: sums of the right rows, and none that lacks a part."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from territory.extraction.denominators import denominators
from territory.extraction.here import extraction_in
from territory.extraction.of_unit import of_unit
from territory.extraction.received import (
    Amount,
    received_above,
    received_by_unit,
    received_in,
    total,
)
from territory.models import AdminUnit, PublishedPart, ResourceTransfer, SchoolService
from territory.models.resource_transfers import Nature, Recipient
from tests.extraction_rows import SOURCE, URL, covered, received

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _moquegua() -> None:
    received("18", 100)
    received("1801", 20)
    received("180106", 3)
    received("180106", 7, category="hydropower_canon")
    received("180106", 5, year=2022)
    received("04", 1000)


def test_a_unit_s_own_governments_and_those_inside_it_are_told() -> None:
    lines = received_in("18")
    assert total(lines).known == 135
    of_2023 = [line for line in lines if line.year == 2023]
    assert total(of_2023).value == 130
    assert total(of_2023, nature=Nature.RENEWABLE).value == 7
    assert total(of_2023, recipients=[Recipient.REGION]).value == 100
    assert total(received_in("1801")).known == 35
    assert total(received_in("180106")).known == 15
    # Samples are gone while there is a fact.
    assert total(received_in()).known == 1135


def test_a_sum_that_lacks_a_part_has_no_value() -> None:
    received("180101", None)
    amount = total(received_in("18"))
    assert amount.value is None
    assert amount == Amount(Decimal(135), amount.governments, 1)


def test_nothing_is_not_zero() -> None:
    assert total(received_in("24")).value is None
    received("24", 0)
    assert total(received_in("24")).value == 0


def test_place_by_place_a_government_of_the_place_itself_has_its_code() -> None:
    lines = received_by_unit("18", 2023)
    by_place = {
        place: total(line for line in lines if line.unit == place) for place in ("18", "1801")
    }
    assert {place: amount.known for place, amount in by_place.items()} == {"18": 100, "1801": 30}
    country = received_by_unit("", 2023)
    assert total(line for line in country if line.unit == "18").known == 130


def test_what_those_above_received_is_told_apart() -> None:
    above = {line.unit: line.amount.known for line in received_above("180106")}
    assert above == {"18": 100, "1801": 20}
    assert received_above("18") == []


def test_a_sum_of_two_files_names_both() -> None:
    received("180101", 1, source="Otro archivo", source_url="https://example.org/otro.csv")
    lines = received_by_unit("18", 2023)
    (both,) = [
        line
        for line in lines
        if (line.unit, line.recipient, line.kind) == ("1801", "district", "mining_canon")
    ]
    assert both.source == "MEF, ingresos de prueba; Otro archivo"
    assert both.source_url == ""  # neither address is the sum's
    (own,) = [line for line in lines if line.unit == "18" and line.recipient == "region"]
    assert (own.source, own.source_url) == (SOURCE, URL)


def test_the_sheet_tells_the_latest_year() -> None:
    found = of_unit("180106")
    assert found is not None
    assert found.year == 2023
    assert {label: amount.value for label, amount in found.natures} == {
        "recurso renovable": 7,
        "recurso no renovable": 3,
    }
    assert of_unit("24") is None


def test_files_that_cover_a_part_are_said() -> None:
    covered("18")
    assert extraction_in(AdminUnit.objects.get(pk="18")).covers is None
    whole = extraction_in(None)
    assert [unit.ubigeo for unit in whole.covers or ()] == ["18"]


def test_an_amount_is_divided_by_that_very_year_s_people_alone() -> None:
    unit = AdminUnit.objects.get(pk="180106")
    AdminUnit.objects.filter(pk=unit.pk).update(population=4, population_year=2023)
    unit.refresh_from_db()
    known = denominators(unit, samples=False)
    assert list(known.people) == [2023]
    assert known.people[2023].each(Decimal(10)) == Decimal("2.50")
    assert known.people[2023].each(None) is None
    # Samples are never set against real people.
    assert denominators(unit, samples=True).people == {}


def test_pupils_are_those_of_a_whole_register_of_one_year() -> None:
    unit = AdminUnit.objects.get(pk="180106")
    SchoolService.objects.all().delete()
    given = {
        "annex": "0",
        "name": "Escuela",
        "declared_unit_id": "180106",
        "source": "MINEDU",
        "cutoff_date": dt.date(2023, 6, 30),
        "pupils": 30,
    }
    SchoolService.objects.create(modular_code="0000001", **given)
    # Nothing says what the register covers.
    assert denominators(unit, samples=False).pupils == {}
    PublishedPart.objects.create(
        source="education", covers=["18"], records=["territory.schoolservice"]
    )
    found = denominators(unit, samples=False).pupils
    assert found[2023].number == 30
    SchoolService.objects.create(modular_code="0000002", **(given | {"pupils": None}))
    assert denominators(unit, samples=False).pupils == {}
    SchoolService.objects.filter(modular_code="0000002").update(
        pupils=5, cutoff_date=dt.date(2022, 6, 30)
    )
    assert denominators(unit, samples=False).pupils == {}


def test_samples_are_told_as_such() -> None:
    ResourceTransfer.objects.filter(is_sample=False).delete()
    here = extraction_in(AdminUnit.objects.get(pk="18"))
    assert here.is_sample
    assert here.divided.people == {}
