"""The 27 places that INEI's census calls departments, and their provinces."""

from __future__ import annotations

import pytest

from layers.reading.cells import CellError
from layers.reading.census_places import (
    COUNTRY,
    LIMA_REGION,
    as_departments,
    parse_census_place,
    parts_of,
)
from layers.reading.directory import Directory

UNITS = Directory(
    {
        "01": "Amazonas",
        "0101": "Chachapoyas",
        "07": "Callao",
        "0701": "Callao",
        "15": "Lima",
        "1501": "Lima",
        "1502": "Barranca",
        "1505": "Cañete",
        "150101": "Lima",
    }
)


@pytest.mark.parametrize(
    ("department", "province", "place"),
    [
        ("PERÚ", "Total", COUNTRY),
        ("Peru", "", COUNTRY),
        ("AMAZONAS", "Total", "01"),
        ("AMAZONAS", "PROVINCIA CHACHAPOYAS", "0101"),
        ("AMAZONAS", "Chachapoyas", "0101"),
        ("PROV. CONSTITUCIONAL DEL CALLAO", "Total", "07"),
        ("PROV. CONSTITUCIONAL DEL CALLAO", "PROVINCIA CALLAO", "0701"),
        ("LIMA METROPOLITANA", "Total", "1501"),
        ("LIMA METROPOLITANA", "PROVINCIA LIMA", "1501"),
        ("REGIÓN LIMA", "Total", LIMA_REGION),
        ("REGION LIMA", "PROVINCIA CAÑETE", "1505"),
        ("LIMA", "Total", "15"),
        ("LIMA", "PROVINCIA LIMA", "1501"),
    ],
)
def test_a_name_is_the_unit_that_it_means(department: str, province: str, place: str) -> None:
    assert parse_census_place(department, province, UNITS) == place


@pytest.mark.parametrize(
    ("department", "province"),
    [
        ("REGIÓN LIMA", "PROVINCIA LIMA"),
        ("LIMA METROPOLITANA", "PROVINCIA CAÑETE"),
        ("AMAZONAS", "PROVINCIA CAÑETE"),
        ("ATLÁNTIDA", "Total"),
        ("", "Total"),
        ("PERÚ", "PROVINCIA CHACHAPOYAS"),
    ],
)
def test_what_is_no_such_place_is_refused(department: str, province: str) -> None:
    with pytest.raises(CellError):
        parse_census_place(department, province, UNITS)


def test_the_region_is_the_department_without_its_capital() -> None:
    assert parts_of(LIMA_REGION, UNITS) == {"1502", "1505"}
    assert parts_of("15", UNITS) == {"1501", "1502", "1505"}
    assert parts_of(COUNTRY, UNITS) == {"01", "07", "15"}


def test_both_halves_make_the_department_and_one_does_not() -> None:
    assert as_departments(["01", LIMA_REGION, "1501"]) == {"01", "15"}
    assert as_departments(["01", "1501"]) == {"01"}
    assert as_departments([LIMA_REGION, "0101"]) == frozenset()
