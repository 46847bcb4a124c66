from __future__ import annotations

import base64
import itertools
import json
from collections import Counter
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import given, settings
from hypothesis import strategies as st

from layers import paging, registry
from layers.encodings.geojson import GeoJSONEncoding
from layers.errors import InvalidParameter
from layers.features import FeaturePage, page
from layers.fields import FieldType
from layers.layer import Layer
from layers.paging import SortKey
from layers.query import FeatureQuery
from territory.models import AdminUnit
from tests.layers.filters.sample import LAYER as SAMPLE
from tests.layers.filters.sample import create_rows

USER = AnonymousUser()
DISTRICTS = registry.get("districts", USER)


def walk(layer: Layer, sort: tuple[SortKey, ...], limit: int) -> list[Any]:
    """All features, page by page."""
    features: list[Any] = []
    after: str | None = None
    for number in itertools.count():
        found = turn(layer, sort, limit, after)
        features += [json.loads(row) for row in found]
        after = found.next_after
        assert found.number_returned == limit or after is None
        if after is None:
            return features
        assert number < 5000
    raise AssertionError


def turn(layer: Layer, sort: tuple[SortKey, ...], limit: int, after: str | None) -> FeaturePage:
    asked = FeatureQuery(layer, USER, sort=sort, limit=limit, after=after, with_geometry=False)
    return page(asked, GeoJSONEncoding())


def assert_ordered(features: list[Any], sort: tuple[SortKey, ...], types: list[FieldType]) -> None:
    """Pairwise, by Python's own comparison; text is left out, whose order is the database's."""
    for one, other in itertools.pairwise(features):
        for key, type_ in zip(sort, types, strict=True):
            first, second = (f["properties"][key.field] for f in (one, other))
            if first == second:
                continue
            if type_ is not FieldType.STRING or first is None or second is None:
                assert second is None or (
                    first is not None and (first > second if key.descending else first < second)
                )
            break
        else:
            assert one["id"] < other["id"]


SORTS = [
    (),
    *(
        (SortKey(name, descending),)
        for name in DISTRICTS.field_names
        for descending in (False, True)
    ),
    (SortKey("department", descending=True), SortKey("population")),
    (SortKey("population_year"), SortKey("altitude_m", descending=True), SortKey("name")),
]


@pytest.mark.django_db
@pytest.mark.parametrize("sort", SORTS, ids=lambda sort: paging.signature(sort) or "key")
def test_pages_hold_every_district_once_and_in_order(sort: tuple[SortKey, ...]) -> None:
    # Every seventh without population, altitude and capital, so that nulls span several pages.
    sparse = AdminUnit.objects.filter(level="district", ubigeo__endswith="7")
    sparse.update(population=None, altitude_m=None, capital="")
    features = walk(DISTRICTS, sort, 173)
    keys = AdminUnit.objects.filter(level="district").values_list("pk", flat=True)
    assert Counter(feature["id"] for feature in features) == Counter(keys)
    assert_ordered(features, sort, [DISTRICTS.field(key.field).type for key in sort])
    (whole,) = [turn(DISTRICTS, sort, 10_000, None)]
    assert [json.loads(row)["id"] for row in whole] == [feature["id"] for feature in features]


@pytest.mark.django_db
@pytest.mark.parametrize("limit", [1, 2, 6, 7, 8])
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("field", SAMPLE.field_names)
def test_pages_of_every_type_with_nulls(field: str, descending: bool, limit: int) -> None:
    create_rows()
    sort = (SortKey(field, descending),)
    features = walk(SAMPLE, sort, limit)
    assert sorted(f["id"] for f in features) == ["91", "9101", "92", "93", "94", "95", "96"]
    assert_ordered(features, sort, [SAMPLE.field(field).type])


@pytest.mark.django_db
def test_text_is_in_spanish_order() -> None:
    names = ["Ñuñoa", "nube", "Nube", "Oyón", "Ácora", "acoria", "Zepita"]
    for number, name in enumerate(names):
        AdminUnit.objects.filter(pk=f"15010{number + 1}").update(name=name)
    chosen = FeatureQuery(
        DISTRICTS,
        USER,
        fids=tuple(f"15010{number + 1}" for number in range(len(names))),
        sort=(SortKey("name"),),
        limit=10,
    )
    ordered = [json.loads(row)["properties"]["name"] for row in page(chosen, GeoJSONEncoding())]
    assert ordered == ["Ácora", "acoria", "nube", "Nube", "Ñuñoa", "Oyón", "Zepita"]


@pytest.mark.django_db
def test_the_last_page_says_so() -> None:
    exact = turn(DISTRICTS, (), 1891, None)
    assert exact.next_after is None
    assert len(list(exact)) == exact.number_returned == 1891
    assert exact.next_after is None
    short = turn(DISTRICTS, (), 1890, None)
    assert len(list(short)) == 1890
    assert short.next_after is not None


@pytest.mark.django_db
def test_a_page_stays_where_it_is_while_rows_come_and_go_before_it() -> None:
    first = turn(DISTRICTS, (), 100, None)
    keys = [json.loads(row)["id"] for row in first]
    before = [json.loads(row)["id"] for row in turn(DISTRICTS, (), 100, first.next_after)]
    AdminUnit.objects.filter(pk__in=keys[:50]).update(valid_to="2026-01-01")
    after = [json.loads(row)["id"] for row in turn(DISTRICTS, (), 100, first.next_after)]
    assert after == before


def cursor_of(*values: Any, signature: str = "") -> str:
    text = json.dumps([signature, list(values)])
    return base64.urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "ñ",
        "a\x00b",
        "'; DROP TABLE territory_adminunit; --",
        base64.urlsafe_b64encode(b"[" * 100_000).decode(),
        base64.urlsafe_b64encode(b"7").decode(),
        base64.urlsafe_b64encode(b"null").decode(),
        base64.urlsafe_b64encode(b'{"a": 1, "b": 2}').decode(),
        base64.urlsafe_b64encode(b'["", ' + b"9" * 5000 + b"]").decode(),
        cursor_of(),
        cursor_of(None),
        cursor_of(7),
        cursor_of("150101", "150101"),
        cursor_of("a\x00b"),
        cursor_of("\ud800"),
        cursor_of({"a": 1}),
        cursor_of("150101", signature="+name"),
    ],
)
def test_what_is_no_cursor_of_the_query_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidParameter) as error:
        paging.after(DISTRICTS, (), cursor)
    assert error.value.parameter == "after"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("people", 1.5),
        ("people", True),
        ("people", "7"),
        ("people", 2**63),
        ("density", float("nan")),
        ("density", float("inf")),
        ("density", 10**400),
        ("density", False),
        ("is_high", 1),
        ("cutoff_date", "2020-01-01T00:00:00"),
        ("cutoff_date", "mañana"),
        ("cutoff_date", 20200101),
        ("moment", "2020-01-01T00:00:00"),
        ("moment", "2020-01-01"),
        ("name", 5),
        ("name", ["x"]),
    ],
)
def test_a_value_of_another_type_is_refused(field: str, value: Any) -> None:
    with pytest.raises(InvalidParameter):
        paging.after(SAMPLE, (SortKey(field),), cursor_of(value, "91", signature=f"+{field}"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=6
)


@pytest.mark.django_db
@settings(max_examples=300)
@given(st.text() | st.builds(cursor_of, JSON) | st.builds(cursor_of, JSON, JSON))
def test_garbage_is_refused_or_runs(db: None, cursor: str) -> None:
    try:
        condition = paging.after(DISTRICTS, (), cursor)
    except InvalidParameter:
        return
    DISTRICTS.rows(USER).filter(condition).exists()


@pytest.mark.django_db
@settings(max_examples=200)
@given(field=st.sampled_from(SAMPLE.field_names), value=JSON | st.dates().map(str))
def test_a_forged_value_is_refused_or_runs(db: None, field: str, value: Any) -> None:
    sort = (SortKey(field),)
    try:
        condition = paging.after(SAMPLE, sort, cursor_of(value, "91", signature=f"+{field}"))
    except InvalidParameter:
        return
    SAMPLE.rows(USER).filter(condition).exists()
