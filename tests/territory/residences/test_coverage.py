"""What is needed by department and item, counted again by pandas of the rows themselves."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from territory.models import (
    Alliance,
    Delivery,
    DeliveryEvidence,
    NeedCoverage,
    ResidenceNeed,
    RuralResidence,
)
from territory.residences.coverage import by_item, coverage, known_by_department, known_in
from territory.residences.derived import summarise_needs
from territory.residences.shown import needs
from tests.residences import alliance, delivery, evidence, need, residence, shown_delivery

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


_NEED = ("pk", "quantity", "cutoff_date", "is_sample")


def delivered(samples: bool) -> dict[Any, int]:
    """Need → what published evidence shows of alliances in force, as pandas joins the tables."""
    needs_of = pd.DataFrame(list(ResidenceNeed.objects.values(*_NEED)))
    alliances = pd.DataFrame(list(Alliance.objects.values("pk", "need_id", "stage", "state")))
    columns = ("pk", "alliance_id", "quantity", "delivered_on", "state")
    handed = pd.DataFrame(list(Delivery.objects.values(*columns)))
    shown = pd.DataFrame(list(DeliveryEvidence.objects.values("delivery_id", "state")))
    shown = set(shown[shown["state"] == "published"]["delivery_id"])
    alliances = alliances[(alliances["state"] == "published") & (alliances["stage"] == "agreed")]
    handed = handed[(handed["state"] == "published") & handed["pk"].isin(shown)]
    joined = handed.merge(alliances, left_on="alliance_id", right_on="pk", suffixes=("", "_a"))
    joined = joined.merge(needs_of, left_on="need_id", right_on="pk", suffixes=("", "_n"))
    joined = joined[joined["delivered_on"] >= joined["cutoff_date"]]
    joined = joined[joined["is_sample"] == samples]
    summed = joined.groupby("need_id")["quantity"].sum()
    most = needs_of.set_index("pk")["quantity"]
    return {key: int(min(value, most[key])) for key, value in summed.items()}


def covered(samples: bool) -> dict[Any, int]:
    rows = NeedCoverage.objects.filter(covered__gt=0, need__is_sample=samples)
    return dict(rows.values_list("need_id", "covered"))


def test_what_samples_got_is_what_pandas_joins() -> None:
    found = delivered(samples=True)
    assert len(found) > 20
    assert covered(samples=True) == found
    lines = coverage()
    assert sum(line.covered for line in lines) == sum(found.values())
    assert all(0 <= line.missing <= line.needed for line in lines)


def test_only_what_evidence_shows_counts_and_never_more_than_is_needed() -> None:
    of = residence(1)
    wanted = need(of, "bed", 10)
    first = alliance(wanted, 20)
    assert by_item()[0].agreed == 20
    bare = delivery(first, 4)
    assert (by_item()[0].covered, by_item()[0].missing) == (0, 10)
    shown = evidence(bare)
    of.refresh_from_db()
    assert (by_item()[0].covered, by_item()[0].percent, of.need_state) == (4, 40.0, "partly")
    shown_delivery(first, 9)
    of.refresh_from_db()
    assert (by_item()[0].covered, of.need_state, of.needs_met) == (10, "met", 1)
    assert covered(samples=False) == delivered(samples=False)
    # What is withdrawn, dropped, or was handed over before the need was counted, counts no more.
    DeliveryEvidence.objects.filter(pk=shown.pk).update(state="withdrawn")
    summarise_needs()
    assert by_item()[0].covered == 9
    Alliance.objects.filter(pk=first.pk).update(stage="dropped")
    summarise_needs()
    assert (by_item()[0].covered, by_item()[0].agreed) == (0, 0)
    Alliance.objects.filter(pk=first.pk).update(stage="agreed")
    ResidenceNeed.objects.filter(pk=wanted.pk).update(cutoff_date="2019-05-01")
    summarise_needs()
    assert by_item()[0].covered == 0
    assert covered(samples=False) == delivered(samples=False)


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
