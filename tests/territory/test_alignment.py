"""Commitments held against targets, values and axes: a source for each cell, or "propuesta"."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from territory.alignment import Cell, Framework, cross_table
from territory.models import Alignment, Commitment, OgpReading

pytestmark = pytest.mark.django_db

SOURCED = {
    "source": "Fuente de la prueba",
    "source_url": "https://example.org/fuente",
    "read_on": dt.date(2026, 11, 20),
}


def of(number: int) -> Commitment:
    return Commitment.objects.get(number=number)


def link(number: int, framework: Framework, code: str, **values: Any) -> Alignment:
    return Alignment.objects.create(
        commitment=of(number), framework=framework, code=code, **(values or SOURCED)
    )


def read(number: int, day: int, *values: str) -> None:
    code = f"PE{65 + number:04}"
    OgpReading.objects.create(
        commitment=of(number),
        code=code,
        title="A commitment",
        values=list(values),
        digest=f"{number}-{day}-{'-'.join(values)}"[:32],
        source_url=f"https://www.opengovpartnership.org/members/peru/commitments/{code}/",
        read_on=dt.date(2026, 11, day),
    )


def cells(framework: Framework, number: int) -> list[Cell]:
    return [cell for found, cell in cross_table(framework).cells if found.number == number]


def test_the_sites_targets_are_a_proposal_of_all_18_and_nothing_else() -> None:
    table = cross_table(Framework.SDG)
    assert len(table.lines) == 18
    assert {found.number for found, _cell in table.cells} == set(range(1, 19))
    assert all(cell.is_proposal for _found, cell in table.cells)
    assert all(
        (cell.source, cell.source_url, cell.read_on) == ("", "", None) for _f, cell in table.cells
    )
    assert [cell.code for cell in cells(Framework.SDG, 8)] == ["4.1", "4.a"]
    # Goals by number, not by letters.
    goals = [int(code) for code, _title in table.columns]
    assert goals == sorted(goals)


def test_without_a_source_the_other_tables_are_empty() -> None:
    for framework in (Framework.OGP_VALUE, Framework.BICENTENNIAL):
        table = cross_table(framework)
        assert table.columns == ()
        assert table.cells == []
        assert len(table.lines) == 18


def test_a_source_stands_beside_the_proposal_and_before_it() -> None:
    link(8, Framework.SDG, "4.1")
    found = cells(Framework.SDG, 8)
    assert [(cell.code, cell.is_proposal) for cell in found] == [
        ("4.1", False),
        ("4.1", True),
        ("4.a", True),
    ]
    assert found[0].source_url == "https://example.org/fuente"


def test_values_are_those_that_ogps_pages_had_with_their_last_day() -> None:
    read(4, 1, "access_to_information", "civic_participation")
    read(4, 9, "access_to_information")
    kept, gone = cells(Framework.OGP_VALUE, 4)
    assert (kept.code, kept.read_on, kept.missing_on) == (
        "access_to_information",
        dt.date(2026, 11, 9),
        None,
    )
    # Both readings are kept, and the page no longer says it.
    assert (gone.code, gone.read_on, gone.missing_on) == (
        "civic_participation",
        dt.date(2026, 11, 1),
        dt.date(2026, 11, 9),
    )
    assert "PE0069" in kept.source
    assert kept.source_url.endswith("/PE0069/")


def test_an_axis_is_titled_as_its_source_writes_it() -> None:
    link(14, Framework.BICENTENNIAL, "2", **SOURCED, title="Eje de la prueba")
    link(15, Framework.BICENTENNIAL, "5")
    assert cross_table(Framework.BICENTENNIAL).columns == (
        ("2", "Eje de la prueba"),
        ("5", "Eje 5"),
    )


@pytest.mark.parametrize("framework", list(Framework))
def test_more_links_ask_no_more_queries(framework: Framework) -> None:
    code = {"sdg": "16.7", "ogp_value": "technology", "bicentennial": "3"}[framework]
    counts = []
    for number in (1, 2, 3):
        link(number, framework, code)
        read(number, 1, "technology")
        with CaptureQueriesContext(connection) as captured:
            cross_table(framework)
        counts.append(len(captured))
    assert len(set(counts)) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"source": "x"},
        {"source": "x", "source_url": "https://example.org/"},
        {"source_url": "https://example.org/", "read_on": dt.date(2026, 1, 1)},
        {"source": "x", "source_url": "", "read_on": dt.date(2026, 1, 1)},
        {"is_proposal": True, **SOURCED},
    ],
    ids=["no address", "no day", "no name", "empty address", "both"],
)
def test_a_link_is_sourced_or_a_proposal(values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="sourced_or_proposed"), transaction.atomic():
        link(1, Framework.SDG, "16.6", **values)
    with pytest.raises(ValidationError):
        Alignment(commitment=of(1), framework=Framework.SDG, code="16.6", **values).full_clean()


@pytest.mark.parametrize(
    ("framework", "code"),
    [
        (Framework.SDG, "18.1"),
        (Framework.SDG, "0"),
        (Framework.SDG, "16."),
        (Framework.SDG, "16.z"),
        (Framework.SDG, "<b>"),
        (Framework.OGP_VALUE, "charity"),
        (Framework.BICENTENNIAL, "7"),
    ],
)
def test_a_code_that_its_scheme_has_not_got_is_refused(framework: Framework, code: str) -> None:
    with pytest.raises(IntegrityError, match="code_fits"), transaction.atomic():
        link(1, framework, code)
    with pytest.raises(ValidationError) as error:
        Alignment(commitment=of(1), framework=framework, code=code, **SOURCED).full_clean()
    assert re.search("no tiene ese código", str(error.value))
