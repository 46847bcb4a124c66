"""What the pages ask: why a commitment applies, and figures that carry their source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from pytest_django import DjangoAssertNumQueries

from layers.themes import placed_records
from territory.models import (
    AdminUnit,
    CommitmentTerritory,
    EnvironmentalCommission,
)
from territory.queries import (
    CommitmentHere,
    Reason,
    commitments_for_unit,
    unit_ancestors,
    unit_children,
    unit_summary,
)
from territory.rows import RowCount

pytestmark = pytest.mark.django_db


def here(ubigeo: str) -> dict[int, CommitmentHere]:
    found = commitments_for_unit(AdminUnit.objects.get(pk=ubigeo), placed_records())
    return {item.commitment.number: item for item in found}


@pytest.fixture
def publish() -> Callable[..., None]:
    def create(kind: str, ubigeo: str, *, is_sample: bool = False) -> None:
        EnvironmentalCommission.objects.create(
            kind=kind,
            declared_unit_id=ubigeo,
            name="X",
            commitments=[3],
            source="Oficio 1",
            cutoff_date=dt.date(2020, 1, 1),
            is_sample=is_sample,
        )

    return create


@pytest.mark.parametrize(
    ("ubigeo", "number", "reason", "places"),
    [
        ("080101", 1, Reason.NATIONAL, [None]),
        ("1501", 9, Reason.NAMED, ["1501"]),
        ("150101", 9, Reason.COVERED, ["1501"]),
        ("15", 9, Reason.INSIDE, ["1501"]),
        ("1502", 9, Reason.ELSEWHERE, ["0701", "1501"]),
        ("08", 9, Reason.ELSEWHERE, ["0701", "1501"]),
        ("070107", 9, Reason.COVERED, ["0701"]),
        ("13", 17, Reason.NAMED, ["13"]),
        ("1301", 17, Reason.NAMED, ["1301"]),
        ("130101", 17, Reason.COVERED, ["13", "1301"]),
        ("1302", 17, Reason.COVERED, ["13"]),
        ("15", 17, Reason.ELSEWHERE, ["13", "1301"]),
    ],
)
def test_why_a_commitment_applies(
    ubigeo: str, number: int, reason: Reason, places: list[str | None]
) -> None:
    item = here(ubigeo)[number]
    assert item.reason == reason
    assert sorted(place.unit_id or "" for place in item.places) == [place or "" for place in places]
    assert item.applies is (reason != Reason.ELSEWHERE)


def test_all_eighteen_in_order() -> None:
    assert list(here("080101")) == list(range(1, 19))


def test_a_commitment_without_territories_is_national() -> None:
    CommitmentTerritory.objects.filter(commitment__number=1).delete()
    assert here("15")[1].reason == Reason.NATIONAL
    assert here("15")[1].places == ()


@pytest.mark.usefixtures("register_alone")
def test_samples_are_counted_apart_while_there_is_nothing_else(
    publish: Callable[..., None],
) -> None:
    samples = EnvironmentalCommission.objects.filter(is_sample=True)
    assert not EnvironmentalCommission.objects.filter(is_sample=False).exists()
    for ubigeo in ("08", "0801", "080101", "150101"):
        assert {(i.rows.here, i.rows.above) for i in here(ubigeo).values()} == {(0, 0)}
        within = samples.filter(declared_unit__ubigeo__startswith=ubigeo)
        assert here(ubigeo)[3].rows.samples_here == within.count()
    assert here("08")[3].rows.samples_here > 0
    publish("CAR", "13")
    assert here("08")[3].rows == RowCount()


def test_facts_count_where_they_are_declared_above_and_below(
    publish: Callable[..., None],
) -> None:
    publish("CAR", "13")
    publish("CAM", "1301")
    publish("CAM", "130101")
    publish("CAM", "130102")

    def counts(ubigeo: str) -> tuple[int, int]:
        return here(ubigeo)[3].rows.here, here(ubigeo)[3].rows.above

    assert counts("13") == (4, 0)
    assert counts("1301") == (3, 1)
    assert counts("130101") == (1, 2)
    assert counts("1302") == (0, 1)
    assert counts("15") == (0, 0)
    assert here("13")[2].rows.here == 0


@pytest.mark.parametrize("ubigeo", ["15", "1501", "150101"])
def test_the_queries_do_not_grow_with_the_rows(
    ubigeo: str, publish: Callable[..., None], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for district in AdminUnit.objects.filter(parent="1501"):
        publish("CAM", district.pk)
    unit = AdminUnit.objects.get(pk=ubigeo)
    # The first time the counts are kept as well, within a savepoint.
    for most in (7, 4):
        with django_assert_max_num_queries(most):
            for item in commitments_for_unit(unit, placed_records()):
                [str(agency) for agency in item.commitment.lead_agencies.all()]
                [place.unit.name for place in item.places if place.unit]
    with django_assert_max_num_queries(2):
        unit_summary(unit)


def test_the_hierarchy() -> None:
    district = AdminUnit.objects.get(pk="130101")
    assert [unit.pk for unit in unit_ancestors(district)] == ["13", "1301"]
    assert unit_ancestors(AdminUnit.objects.get(pk="13")) == []
    children = [unit.pk for unit in unit_children(AdminUnit.objects.get(pk="07"))]
    assert children == ["0701"]
    assert unit_children(AdminUnit.objects.get(pk="0701")).count() == 7
    assert not unit_children(district).exists()


@pytest.mark.parametrize(
    ("ubigeo", "expected"),
    [
        ("150101", {"population": 265503, "altitude_m": 162}),
        ("0701", {"population": 1228411, "altitude_m": 27, "districts": 7}),
        ("13", {"population": 2155943, "altitude_m": 74, "provinces": 12, "districts": 84}),
    ],
)
def test_figures_carry_source_and_cutoff(ubigeo: str, expected: dict[str, int]) -> None:
    summary = unit_summary(AdminUnit.objects.get(pk=ubigeo))
    assert {figure.name: figure.value for figure in summary.figures} == expected
    for figure in summary.figures:
        assert figure.source.startswith("INEI, Directorio")
        assert figure.cutoff_date == dt.date(2025, 6, 30)
        assert str(figure.title)


def test_what_is_unknown_gives_no_figure() -> None:
    unit = AdminUnit.objects.get(pk="150101")
    unit.population = unit.population_year = unit.altitude_m = None
    assert unit_summary(unit).figures == ()
