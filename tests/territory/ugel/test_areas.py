"""UGEL areas follow from the services of the register, and from nothing else."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest
import shapely
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.boundaries.publish import _follow
from territory.models import AdminUnit, SchoolService, UgelArea, UgelDistrict
from territory.ugel.areas import refresh_ugel_areas
from territory.ugel.offices import is_regional
from tests.services_of_ugel import register, service, several
from tests.territory.shapes import stored

pytestmark = pytest.mark.django_db

# Chiclayo, Chongoyape, Eten (Chiclayo); Ferreñafe, Cañaris (Ferreñafe); Piura.
CHICLAYO, CHONGOYAPE, ETEN = "140101", "140102", "140103"
FERRENAFE, CANARIS, PIURA = "140201", "140202", "200101"


def assigned(**which: Any) -> dict[str, str]:
    rows = UgelDistrict.objects.filter(is_assigned=True, is_sample=False, **which)
    return {unit: str(code) for unit, code in rows.values_list("unit_id", "code")}


def area(code: str) -> UgelArea:
    return UgelArea.objects.get(code=code, is_sample=False)


def shape_of(code: str) -> Any:
    geom = area(code).geom
    assert geom is not None
    return shapely.from_wkb(bytes(geom.wkb))


def test_a_district_is_of_the_ugel_of_most_of_its_services() -> None:
    register([*several(3, CHICLAYO, "140001"), *several(2, CHICLAYO, "140002")])
    assert assigned() == {CHICLAYO: "140001"}
    shares = UgelDistrict.objects.filter(is_sample=False).values_list("code", "services", "percent")
    assert set(shares) == {("140001", 3, 60.0), ("140002", 2, 40.0)}
    assert area("140001").shared_districts == 1
    # What it has elsewhere is counted, and it has no area.
    other = area("140002")
    assert (other.services, other.districts, other.geom) == (2, 0, None)


def test_of_as_many_services_the_lower_code_has_the_district_and_both_are_in_a_tie() -> None:
    register([*several(2, ETEN, "140003"), *several(2, ETEN, "140001"), service(ETEN, "140002")])
    assert assigned() == {ETEN: "140001"}
    tied = UgelDistrict.objects.filter(is_tied=True, is_sample=False)
    assert set(tied.values_list("code", flat=True)) == {"140001", "140003"}
    assert area("140001").tied_districts == 1


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("140000", "DRE LAMBAYEQUE"),
        ("080000", None),  # the code alone
        ("150200", "DRE LIMA PROVINCIAS"),  # the name alone
        ("070101", "DREC CALLAO"),
        ("150100", "DRELM"),
        ("040100", "GRE AREQUIPA"),
        ("130100", "GRELL"),
        ("130101", "Gerencia Regional de Educación La Libertad"),
        ("010100", "  DIRECCIÓN REGIONAL DE EDUCACIÓN AMAZONAS"),
    ],
)
def test_a_regional_office_is_no_ugel_by_its_code_or_its_name(code: str, name: str | None) -> None:
    """MINEDU's register: the DRE supervises institutes (140000 of Lambayeque has 43)."""
    register([*several(5, ETEN, code, name=name), service(ETEN, "140001", "UGEL CHICLAYO")])
    assert assigned() == {ETEN: "140001"}
    assert not UgelArea.objects.filter(code=code, is_sample=False).exists()
    row = UgelDistrict.objects.get(unit=ETEN, code=code, is_sample=False)
    assert (row.is_regional, row.services, row.percent) == (True, 5, None)
    assert is_regional(code, name)


@pytest.mark.parametrize(
    "name", ["GREGORIO ALBARRACÍN", "DRESDEN", "UGEL 01 SAN JUAN DE MIRAFLORES", "DIRECCIONES"]
)
def test_a_ugel_whose_name_resembles_a_regional_one_is_a_ugel(name: str) -> None:
    register([service(ETEN, "230003", name)])
    assert assigned() == {ETEN: "230003"}
    assert not is_regional("230003", name)
    assert area("230003").name == (name if name.startswith("UGEL") else f"UGEL {name}")


def test_a_district_with_a_regional_office_alone_is_in_no_area() -> None:
    register([service(ETEN, "140000", "DRE LAMBAYEQUE"), service(CHICLAYO, "140001")])
    assert assigned() == {CHICLAYO: "140001"}


def test_services_without_code_or_district_are_kept_apart() -> None:
    register([service(ETEN, None), service(None, "140001"), service(CHICLAYO, "140001")])
    row = UgelDistrict.objects.get(unit=ETEN, is_sample=False)
    assert (row.code, row.percent, row.is_assigned) == (None, None, False)
    assert area("140001").services == 2


def test_the_name_is_that_of_most_services_and_the_first_by_alphabet_of_as_many() -> None:
    register(
        [
            *several(2, ETEN, "140001", name="CHICLAYO"),
            service(ETEN, "140001", "CHICLAIO"),
            service(CHICLAYO, "140002", "B"),
            service(CHICLAYO, "140002", "A"),
        ]
    )
    assert area("140001").name == "UGEL CHICLAYO"
    assert area("140002").name == "UGEL A"


def test_what_is_not_known_of_any_service_is_empty_and_a_sum_says_of_how_many_it_is() -> None:
    register(
        [
            service(ETEN, "140001", pupils=30, area="rural"),
            service(ETEN, "140001", pupils=None, area="urban"),
            service(ETEN, "140001", pupils=0, area=None),
            service(CHICLAYO, "140002"),
        ]
    )
    one, other = area("140001"), area("140002")
    assert (one.pupils, one.pupils_known) == (30, 2)
    assert (one.rural_services, one.area_known, one.rural_percent) == (1, 2, 50.0)
    unknown = (other.pupils, other.teachers, other.rural_services, other.rural_percent)
    assert unknown == (None, None, None, None)
    assert (other.crfa_services, other.fad_source) == (None, None)


def test_models_of_service_have_their_own_source_and_cut_off() -> None:
    first, *others = several(4, ETEN, "140001")
    register([first, *others], [(first, "CRFA"), (others[0], "ST")])
    found = area("140001")
    assert (found.crfa_services, found.sre_services, found.st_services) == (1, 0, 1)
    assert found.fad_source == "Lista de prueba"


def test_an_area_is_the_union_of_its_districts_without_gap_or_overlap() -> None:
    """Shapely: pairwise no surface in common, and together what the districts are together."""
    register(
        [
            *several(2, CHICLAYO, "140001"),
            *several(2, CHONGOYAPE, "140001"),
            service(CHONGOYAPE, "140002"),
            *several(2, FERRENAFE, "140002"),
            *several(2, CANARIS, "140002"),
        ]
    )
    districts = stored("district")
    one, other = shape_of("140001"), shape_of("140002")
    expected = [
        shapely.union_all([districts[code] for code in codes])
        for codes in ((CHICLAYO, CHONGOYAPE), (FERRENAFE, CANARIS))
    ]
    for made, wanted in zip((one, other), expected, strict=True):
        assert made.is_valid
        assert shapely.symmetric_difference(made, wanted).area < 1e-12
    assert one.intersection(other).area < 1e-12
    assert area("140001").boundary_source == "approximate"


def test_the_declared_unit_is_the_smallest_in_which_the_area_lies() -> None:
    register(
        [
            service(CHICLAYO, "140001"),
            service(CHICLAYO, "140002"),
            service(ETEN, "140002"),
            service(FERRENAFE, "140002"),
            service(FERRENAFE, "140003"),
            *several(2, CANARIS, "140003"),
            *several(2, PIURA, "140003"),
        ]
    )
    assert assigned() == {
        CHICLAYO: "140001",
        ETEN: "140002",
        FERRENAFE: "140002",
        CANARIS: "140003",
        PIURA: "140003",
    }
    units = {code: area(code).declared_unit_id for code in ("140001", "140002", "140003")}
    assert units == {"140001": "1401", "140002": "14", "140003": None}


def test_facts_and_samples_never_meet() -> None:
    before = list(UgelArea.objects.filter(is_sample=True).values().order_by("id"))
    assert before, "samples have areas"
    sample = SchoolService.objects.filter(is_sample=True).first()
    assert sample is not None
    register([service(CHICLAYO, sample.ugel_code, sample.ugel)])
    assert list(UgelArea.objects.filter(is_sample=True).values().order_by("id")) == before
    assert area(str(sample.ugel_code)).services == 1


def test_a_refresh_that_changes_nothing_writes_nothing() -> None:
    register(several(3, CHICLAYO, "140001"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, xmin::text FROM territory_ugelarea ORDER BY id")
        areas = cursor.fetchall()
        cursor.execute("SELECT id, xmin::text FROM territory_ugeldistrict ORDER BY id")
        districts = cursor.fetchall()
    refresh_ugel_areas()
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, xmin::text FROM territory_ugelarea ORDER BY id")
        assert cursor.fetchall() == areas
        cursor.execute("SELECT id, xmin::text FROM territory_ugeldistrict ORDER BY id")
        assert cursor.fetchall() == districts


def test_the_statements_do_not_grow_with_the_register() -> None:
    register(several(2, CHICLAYO, "140001"))
    with CaptureQueriesContext(connection) as few:
        refresh_ugel_areas()
    register([*several(40, FERRENAFE, "140002"), *several(30, PIURA, "200001")])
    with CaptureQueriesContext(connection) as many:
        refresh_ugel_areas()
    assert len(many) == len(few)


def test_an_area_is_official_where_its_districts_are() -> None:
    AdminUnit.objects.filter(pk__in=(CHICLAYO, ETEN)).update(
        boundary_source="inei", boundary_origin="INEI de prueba", boundary_cutoff_date="2023-01-01"
    )
    register([service(CHICLAYO, "140001"), service(FERRENAFE, "140002")])
    found = area("140001")
    assert (found.boundary_source, found.boundary_origin) == ("inei", "INEI de prueba")
    assert area("140002").boundary_source == "approximate"
    # A district that isn't official makes the area approximate.
    register([service(CHONGOYAPE, "140001")])
    assert area("140001").boundary_source == "approximate"


def test_areas_follow_imported_boundaries() -> None:
    register([service(CHICLAYO, "140001"), service(ETEN, "140001")])
    before = shape_of("140001")
    AdminUnit.objects.filter(pk=ETEN).update(geom=None, boundary_source=None)
    with connection.cursor() as cursor:
        _follow(cursor)
    found = area("140001")
    assert found.undrawn_districts == 1
    assert shape_of("140001").area < before.area
    assert shape_of("140001").equals(stored("district")[CHICLAYO])


def test_withdrawn_services_leave_no_area() -> None:
    register(several(3, CHICLAYO, "140001"))
    SchoolService.objects.filter(is_sample=False).delete()
    refresh_ugel_areas()
    assert not UgelArea.objects.filter(is_sample=False).exists()
    assert not UgelDistrict.objects.filter(is_sample=False).exists()


def test_a_district_may_change_its_ugel() -> None:
    """One area a district at any moment, whichever way round the rows are written."""
    register([*several(2, CHICLAYO, "140001"), service(CHICLAYO, "140002")])
    register(several(3, CHICLAYO, "140002"))
    assert assigned() == {CHICLAYO: "140002"}
    register(several(3, CHICLAYO, "140001"))
    assert assigned() == {CHICLAYO: "140001"}


_DISTRICTS = (CHICLAYO, CHONGOYAPE, ETEN)
_CODES = ("140001", "140002", "140003", "140000")


@settings(max_examples=15)
@given(
    rows=st.lists(st.tuples(st.sampled_from(_DISTRICTS), st.sampled_from(_CODES)), max_size=12),
    seed=st.integers(0, 2**16),
)
def test_services_that_agree_change_nothing_in_whatever_order_they_arrive(
    rows: list[tuple[str, str]], seed: int
) -> None:
    """Counter.most_common says what a district is, by most services and the lower code."""
    SchoolService.objects.filter(is_sample=False).delete()
    register(service(*row) for row in rows)
    expected = {}
    for district in {row[0] for row in rows}:
        counts = Counter(code for at, code in rows if at == district and code != "140000")
        if counts:
            expected[district] = min(counts, key=lambda code: (-counts[code], code))
    first = assigned()
    assert first == expected
    agreeing = [(district, code) for district, code in first.items() for _ in range(3)]
    random.Random(seed).shuffle(agreeing)
    register(service(*row) for row in agreeing)
    assert assigned() == first
