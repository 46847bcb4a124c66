"""Pages by number: WFS 2.0 §7.6.3.4 (startIndex counts from 0), each feature once, in order."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import DatabaseError
from django.db.models import Expression, F, FloatField, Value
from django.db.models.functions import Cast

from layers import features, numbered_pages, registry, versions
from layers.encodings.geojson import GeoJSONEncoding
from layers.expressions import Sql
from layers.fields import Field, FieldType
from layers.models import PageStart
from layers.numbered_pages import STRETCH, NumberedFeatures
from layers.paging import SortKey
from layers.query import FeatureQuery
from territory.models import AdminUnit
from tests.zones import planner, stored

pytestmark = pytest.mark.django_db

USER = AnonymousUser()


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """What a server of the same run remembers on this database isn't these tests'."""
    PageStart.objects.all().delete()


DISTRICTS = registry.get("districts", USER)
NUMBER_OF_DISTRICTS = 1891
SORTS = [
    (),
    (SortKey("name"),),
    (SortKey("population", descending=True),),
    (SortKey("department"), SortKey("altitude_m")),
]


def keys(offset: int, limit: int, **wanted: Any) -> list[Any]:
    asked = {"layer": DISTRICTS, "user": USER, "with_geometry": False, **wanted}
    page = NumberedFeatures(FeatureQuery(**asked)).page(offset, limit, GeoJSONEncoding())
    return [json.loads(row)["id"] for row in page or ()]


def in_order(sort: tuple[SortKey, ...] = ()) -> list[Any]:
    """All keys as one statement gives them, without offset or cursor."""
    return keys(0, 10_000, sort=sort)


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows each search for a start had to skip."""
    skipped: list[int] = []
    original = features.cursor_before

    def counted(query: FeatureQuery) -> str | None:
        skipped.append(query.offset)
        return original(query)

    monkeypatch.setattr(features, "cursor_before", counted)
    return skipped


@pytest.mark.parametrize("sort", SORTS, ids=str)
@pytest.mark.parametrize("limit", [97, 500, 1_200])
def test_pages_hold_every_feature_once_and_in_order(sort: tuple[SortKey, ...], limit: int) -> None:
    AdminUnit.objects.filter(level="district", ubigeo__endswith="7").update(population=None)
    whole = in_order(sort)
    found = [key for start in range(0, 2_000, limit) for key in keys(start, limit, sort=sort)]
    assert found == whole
    assert len(set(found)) == NUMBER_OF_DISTRICTS


def test_who_walks_on_skips_nothing(searches: list[int]) -> None:
    for start in range(0, 2_000, 250):
        keys(start, 250)
        cache.clear()  # another process answers next
    assert searches == []


def test_two_who_walk_side_by_side_don_t_disturb_each_other(searches: list[int]) -> None:
    whole = in_order()
    for start in range(1_000, 1_800, 100):
        assert keys(start, 100) == whole[start : start + 100]
        assert keys(start - 50, 100) == whole[start - 50 : start + 50]
    assert all(skipped < 2 * STRETCH for skipped in searches)


def test_a_page_asked_for_again_is_not_looked_for_again(
    searches: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numbered_pages, "STRETCH", 100)
    assert keys(1_500, 100) == keys(1_500, 100) == in_order()[1_500:1_600]
    assert searches == [1_500]


def test_a_start_is_looked_for_from_the_nearest_one_known(searches: list[int]) -> None:
    keys(1_200, 100)
    assert keys(1_350, 10) == in_order()[1_350:1_360]
    assert searches == [1_200, 50]


class _Guarded:
    """An encoding that divides by zero if it writes a feature that is skipped."""

    def row(self, query: FeatureQuery) -> Expression:
        skipped = "CASE WHEN {0} <= '150100' THEN 0 ELSE 1 END"
        return Sql(f"(1 / {skipped})::text", F(query.layer.key))


def test_what_is_skipped_is_not_written_out() -> None:
    before = AdminUnit.objects.filter(level="district", ubigeo__lte="150100").count()
    assert before > STRETCH
    found = NumberedFeatures(FeatureQuery(DISTRICTS, USER))
    assert list(found.page(before, 20, _Guarded()) or ()) == [b"1"] * 20
    with pytest.raises(DatabaseError):  # the encoding does catch it
        list(found.page(before - 1, 20, _Guarded()) or ())


@pytest.mark.parametrize("start", [1_890, 1_891, 1_892, 10**9])
def test_where_it_ends(start: int) -> None:
    assert keys(start, 10) == in_order()[start:]


def test_an_edit_outdates_what_is_remembered() -> None:
    keys(0, 1_200)
    gone = in_order()[:3]
    AdminUnit.objects.filter(pk__in=gone).update(valid_to="2026-01-01")
    versions.bump("districts")
    assert keys(1_200, 50) == in_order()[1_200:1_250]


def test_another_query_has_starts_of_its_own() -> None:
    costa = {"op": "like", "args": [{"property": "ubigeo"}, "1%"]}
    whole = [key for key in in_order() if key.startswith("1")]
    keys(0, 1_000)
    assert keys(0, 1_000, filter=costa) == whole[:1_000]
    assert keys(1_000, 100, filter=costa) == whole[1_000:1_100]
    assert keys(1_000, 100) == in_order()[1_000:1_100]


def test_audiences_have_starts_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody may not see moves no page of theirs."""
    monkeypatch.setattr(numbered_pages, "STRETCH", 2)
    author = planner("author")
    for number in range(8):
        stored(author, "draft" if number % 2 else "approved", title=f"Zona {number}")
    zones = registry.get("intervention_zones", author)
    for user in (author, USER):
        whole = keys(0, 100, layer=zones, user=user)
        walked = [k for start in range(0, 10, 2) for k in keys(start, 2, layer=zones, user=user)]
        assert walked == whole
    assert len(keys(0, 100, layer=zones, user=author)) == 8
    assert len(keys(0, 100, layer=zones, user=USER)) == 4


def test_a_number_that_is_none_has_no_cursor() -> None:
    """JSON has no NaN (RFC 8259 §6), so such a page is reached by OFFSET."""
    with_nan = Cast(Value("NaN"), FloatField())
    layer = replace(
        DISTRICTS,
        rows=lambda user: DISTRICTS.rows(user).annotate(nan=with_nan),
        fields=(Field("nan", "Ninguno", FieldType.NUMBER),),
    )
    sort = (SortKey("nan"),)
    whole = in_order()
    for start in (1_100, 1_200, 1_300):
        assert keys(start, 100, layer=layer, sort=sort) == whole[start : start + 100]
    assert not PageStart.objects.exists()


def test_a_database_that_takes_no_writes_answers_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise DatabaseError("could not extend file: No space left on device")

    monkeypatch.setattr(PageStart.objects, "bulk_create", fail)
    assert keys(1_500, 10) == in_order()[1_500:1_510]


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A start a stretch and query, the newest of them."""
    for start in range(1_000, 1_800, 10):
        keys(start, 10)
    assert PageStart.objects.count() == 1
    monkeypatch.setattr(numbered_pages, "_MOST_KEPT", 5)
    for number in range(20):
        everything = {"op": ">", "args": [{"property": "altitude_m"}, -1000 - number]}
        keys(1_000, 10, filter=everything)
    assert PageStart.objects.count() <= 6
