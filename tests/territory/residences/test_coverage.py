"""What is needed by department and item, counted again by pandas of the rows themselves."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from territory.models import ResidenceNeed, RuralResidence
from territory.residences.coverage import by_item, coverage, known_by_department, known_in
from territory.residences.shown import needs
from tests.residences import need, residence

pytestmark = pytest.mark.django_db


def frame(is_sample: bool) -> pd.DataFrame:
    columns = ("residence_id", "item", "quantity", "state", "is_sample")
    rows = pd.DataFrame(list(ResidenceNeed.objects.values(*columns)))
    places = RuralResidence.objects.values("key", "declared_unit_id")
    places = pd.DataFrame(list(places)).rename(columns={"key": "residence_id"})
    own = rows[(rows["state"] == "published") & (rows["is_sample"] == is_sample)]
    joined = own.merge(places, on="residence_id")
    return joined.assign(department=joined["declared_unit_id"].str[:2])


def expected(rows: pd.DataFrame) -> dict[Any, Any]:
    grouped = rows.groupby(["department", "item"])
    return {
        key: (int(group["quantity"].sum()), group["residence_id"].nunique())
        for key, group in grouped
    }


def counted() -> dict[Any, Any]:
    return {(line.known.ubigeo, line.item): (line.needed, line.residences) for line in coverage()}


def test_samples_are_counted_as_pandas_counts_them() -> None:
    found = frame(is_sample=True)
    assert len(found) > 50
    assert counted() == expected(found)
    assert all(line.known.is_sample for line in coverage())
    national = found.groupby("item")["quantity"].sum().to_dict()
    assert {line.item: line.needed for line in by_item()} == national


def test_beside_a_fact_no_sample_is_counted() -> None:
    made = [residence(n, ("CRFA", "SRE")[n % 2]) for n in range(1, 5)]
    other = residence(9, "SRE", declared_unit_id="130101")
    for number, of in enumerate(made[:3]):
        need(of, "bed", 5 + number)
        need(of, "stove", 1, state=("published", "draft", "submitted")[number])
    need(other, "bed", 100, state="withdrawn")
    facts = frame(is_sample=False)
    assert counted() == expected(facts) == {("08", "bed"): (18, 3), ("08", "stove"): (1, 1)}
    (cusco, trujillo) = known_by_department()
    assert (cusco.ubigeo, cusco.residences, cusco.with_needs) == ("08", 4, 3)
    assert not cusco.is_whole
    assert (trujillo.ubigeo, trujillo.residences, trujillo.with_needs) == ("13", 1, 0)
    country = known_in()
    assert (country.residences, country.with_needs, country.is_sample) == (5, 3, False)
    assert [(line.item, line.needed) for line in by_item("0801")] == [("bed", 18), ("stove", 1)]
    assert by_item("13") == []


def test_a_fact_without_needs_leaves_no_needs_at_all() -> None:
    residence(1)
    assert coverage() == []
    assert not needs().exists()
    assert known_in().with_needs == 0
