"""The law's shares: arithmetic only where there are rules that make a whole, and whole amounts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from territory.extraction.received import received_in
from territory.extraction.rules import Split, Why, load_rules, splits
from territory.models import CanonSplitRule, ResourceTransfer
from tests.extraction_rows import received

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _moquegua() -> None:
    received("18", 2500)
    received("1801", 3000)
    received("180106", "4500.25")


def split(year: int = 2023, *, is_partial: bool = False) -> Split:
    (found,) = splits(received_in("18"), year, is_partial=is_partial)
    return found


def rule(**values: Any) -> CanonSplitRule:
    given: dict[str, Any] = {
        "kind": "mining_canon",
        "group": "region",
        "share_pct": 100,
        "text": "Texto de prueba",
        "norm": "Norma de prueba",
        "article": "artículo 1",
        "source_url": "https://example.org/norma",
        "first_year": 2020,
    }
    return CanonSplitRule.objects.create(**(given | values))


def test_the_parts_are_the_law_s_shares_of_what_was_recorded() -> None:
    found = split()
    assert found.why is None
    assert found.base == Decimal("10000.25")
    amounts = {part.rule.group: part.amount for part in found.parts}
    assert amounts == {
        "producing_district": Decimal("1000.02"),
        "producing_province": Decimal("2500.06"),
        "department": Decimal("4000.10"),
        "region": Decimal("2500.06"),
    }
    assert found.lawful_region == Decimal("2500.06")
    assert found.difference == Decimal("-0.06")
    assert found.recorded_region_pct == Decimal("25.00")


def test_every_shipped_rule_has_article_address_and_year() -> None:
    rules = list(CanonSplitRule.objects.filter(is_shipped=True))
    assert len(rules) == 20
    for kind in {one.kind for one in rules}:
        assert sum(one.share_pct for one in rules if one.kind == kind) == 100
    for one in rules:
        assert one.norm.startswith("Ley 27506")
        assert one.article.startswith("artículo 5, numeral 5.2, literal ")
        assert one.source_url.startswith("https://")
        # The share is what the quoted text says.
        assert f"({one.share_pct:.0f}%)" in one.text
        assert one.source_note


def test_without_rules_there_is_no_arithmetic() -> None:
    CanonSplitRule.objects.all().delete()
    found = split()
    assert (found.why, found.parts, found.base) == (Why.NO_RULE, (), None)
    assert found.lawful_region is None
    # What was recorded is still told.
    assert found.region.value == 2500


@pytest.mark.parametrize("kind", ["mining_royalties", "focam", "oil_canon", "other_canon"])
def test_what_no_shipped_rule_is_of_is_not_shared_out(kind: str) -> None:
    received("18", 100, category=kind)
    received("1801", 100, category=kind)
    by_kind = {one.kind: one for one in splits(received_in("18"), 2023, is_partial=False)}
    assert by_kind[kind].why == Why.NO_RULE  # type: ignore[index]


def test_a_year_before_the_rules_has_none() -> None:
    received("18", 1, year=2006)
    received("1801", 1, year=2006)
    assert split(2006).why == Why.NO_RULE


def test_rules_that_make_no_whole_share_nothing_out() -> None:
    CanonSplitRule.objects.filter(kind="mining_canon", group="department").delete()
    assert split().why == Why.NOT_WHOLE


def test_a_later_rule_takes_the_place_of_a_former_one() -> None:
    CanonSplitRule.objects.filter(kind="mining_canon").update(last_year=2019)
    rule()
    found = split()
    assert [part.rule.norm for part in found.parts] == ["Norma de prueba"]
    assert found.lawful_region == found.base


@pytest.mark.parametrize(
    ("unit", "why"), [("18", Why.UNTOLD), ("1801", Why.UNTOLD), ("180106", Why.UNTOLD)]
)
def test_a_part_is_not_taken_for_the_whole(unit: str, why: Why) -> None:
    ResourceTransfer.objects.filter(declared_unit=unit, is_sample=False).update(
        value=None, state="not_reported"
    )
    assert split().why == why


def test_files_that_cover_a_part_share_nothing_out() -> None:
    assert split(is_partial=True).why == Why.PARTIAL


def test_one_side_alone_is_not_compared() -> None:
    received("18", 10, year=2022)
    assert split(2022).why == Why.ONE_SIDE


def test_nothing_received_has_no_percentage() -> None:
    received("18", 0, year=2021)
    received("1801", 0, year=2021)
    found = split(2021)
    assert found.base == 0
    assert found.lawful_region == 0
    assert found.recorded_region_pct is None


def test_national_entities_stand_beside() -> None:
    received("18", 999, recipient="nation")
    found = split()
    assert found.nation.value == 999
    assert found.base == Decimal("10000.25")


def test_what_an_operator_adds_stays_and_the_shipped_come_back() -> None:
    rule(kind="focam")
    CanonSplitRule.objects.filter(is_shipped=True, group="region").delete()
    load_rules()
    assert CanonSplitRule.objects.filter(is_shipped=True).count() == 20
    assert CanonSplitRule.objects.get(kind="focam").norm == "Norma de prueba"


@pytest.mark.parametrize("values", [{"share_pct": 101}, {"share_pct": -1}, {"last_year": 2019}])
def test_the_database_holds_no_impossible_rule(values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        rule(**values)
