"""Of how many facilities it is known what they use, counted again by pandas."""

from __future__ import annotations

import random

import pandas as pd
import pytest

from territory.health_catalogues.coverage import (
    Chosen,
    EditionUse,
    adoptions,
    by_catalogue,
    coverage_lines,
    known_in,
)
from territory.models import CatalogueAdoption, HealthFacility
from tests.catalogues import ORIGIN, adoption, facility

pytestmark = pytest.mark.django_db


def test_a_part_is_never_the_whole() -> None:
    for number in range(1, 6):
        facility(number)
    adoption(1, edition="2.0")
    adoption(1, "Lista B", state="not_used")
    adoption(2, state="not_used")
    adoption(99, edition="1.0")
    known = known_in()
    assert (known.registered, known.known, known.using, known.unknown) == (5, 2, 1, 3)
    assert (known.outside, known.outside_using, known.is_sample) == (1, 1, False)
    first, second = by_catalogue()
    assert first.name == "Lista A"
    assert first.editions == (EditionUse("2.0", 1), EditionUse("1.0", 1))
    # The one that the register lacks is none of its five.
    assert (first.using, first.not_using, first.unknown_of(known.registered)) == (2, 1, 3)
    assert (second.using, second.not_using, second.unknown_of(known.registered)) == (0, 1, 4)


def test_without_a_register_nobody_says_of_how_many() -> None:
    adoption(1)
    known = known_in()
    # The register's samples are none of which facts may be a part.
    assert HealthFacility.objects.filter(is_sample=True).exists()
    assert (known.registered, known.unknown, known.outside) == (None, None, 1)
    assert [line.unknown for line in coverage_lines()] == [None]


def test_samples_are_counted_of_samples() -> None:
    known = known_in()
    samples = HealthFacility.objects.filter(is_sample=True)
    assert known.is_sample
    assert known.registered == samples.count()
    uses = CatalogueAdoption.objects.filter(is_sample=True)
    assert known.known == uses.values("facility_code").distinct().count()
    assert known.outside == 0


def test_a_facility_is_of_the_unit_that_the_register_says() -> None:
    facility(1, "130101")
    adoption(1, declared_unit_id="140101")
    assert known_in("13").known == 1
    assert known_in("14").is_empty
    assert [use.name for use in by_catalogue("13")] == ["Lista A"]
    assert by_catalogue("14") == []
    # One that the register lacks is of its row's.
    adoption(2, declared_unit_id="140101")
    assert known_in("1401").outside == 1


def test_what_is_chosen() -> None:
    adoption(1, edition="2.0")
    adoption(1, "Lista B", edition="1.0")
    adoption(2, state="not_used", declared_unit_id="130101")
    assert len(adoptions()) == 3
    assert len(adoptions(Chosen(facility="00000001"))) == 2
    assert [row.catalogue for row in adoptions(Chosen(catalogue="Lista B"))] == ["Lista B"]
    assert [row.facility_code for row in adoptions(Chosen(state="not_used"))] == ["00000002"]
    assert [row.edition for row in adoptions(Chosen(edition="2.0"))] == ["2.0"]
    assert [row.facility_code for row in adoptions(Chosen(unit="13"))] == ["00000002"]


def test_the_numbers_are_those_of_pandas() -> None:
    """Three hundred facilities of three units, of which some say what they use."""
    draw = random.Random(11)
    units = ("130101", "130102", "140101")
    register, uses = [], []
    for number in range(1, 301):
        code, unit = f"{number:08}", draw.choice(units)
        if draw.random() < 0.9:
            register.append((code, unit))
        for catalogue in ("Lista A", "Lista B", "Lista C"):
            if draw.random() < 0.4:
                state = draw.choice(("in_use", "in_use", "not_used"))
                edition = draw.choice(("1.0", "2.0", None)) if state == "in_use" else None
                uses.append((code, unit, catalogue, state, edition))
    HealthFacility.objects.bulk_create(
        HealthFacility(
            code=code, name=code, declared_unit_id=unit, **ORIGIN | {"commitments": [12]}
        )
        for code, unit in register
    )
    CatalogueAdoption.objects.bulk_create(
        CatalogueAdoption(
            facility_code=code,
            reported_name=code,
            declared_unit_id=unit,
            catalogue=catalogue,
            state=state,
            edition=edition,
            commitments=[11],
            **ORIGIN,
        )
        for code, unit, catalogue, state, edition in uses
    )
    listed = pd.DataFrame(register, columns=["code", "unit"])
    said = pd.DataFrame(uses, columns=["code", "unit", "catalogue", "state", "edition"])
    for part in ("", "13", "1301", "140101"):
        here = listed[listed["unit"].str.startswith(part)]
        rows = said[said["unit"].str.startswith(part)]
        inside = rows[rows["code"].isin(here["code"])]
        known = known_in(part)
        assert known.registered == len(here)
        assert known.known == inside["code"].nunique()
        assert known.using == inside[inside["state"] == "in_use"]["code"].nunique()
        assert known.outside == rows["code"].nunique() - known.known
        for use in by_catalogue(part):
            of = rows[rows["catalogue"] == use.name]
            assert use.not_using == (of["state"] == "not_used").sum()
            expected = of[of["state"] == "in_use"].fillna({"edition": "?"})["edition"]
            assert {e.edition or "?": e.facilities for e in use.editions} == dict(
                expected.value_counts()
            )
            assert (
                use.unknown_of(known.registered) == len(here) - of["code"].isin(here["code"]).sum()
            )
