from __future__ import annotations

import pytest
from django.db import connection

from layers.bbox import Bbox
from layers.sql import literal_sql, sql_and_params
from territory.models import AdminUnit
from tests.awkward_text import AWKWARD_TEXTS

pytestmark = pytest.mark.django_db


def rows(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found: list[tuple[object, ...]] = cursor.fetchall()
        return found


@pytest.mark.parametrize("text", AWKWARD_TEXTS.values(), ids=AWKWARD_TEXTS.keys())
def test_a_bound_text_is_the_same_text_in_the_database(text: str) -> None:
    AdminUnit.objects.filter(pk="15").update(name=text[:80])
    wanted = AdminUnit.objects.filter(name=text[:80], pk="15").values_list("name")
    assert rows(literal_sql(wanted)) == [(text[:80],)]


def test_no_mapnik_token_is_left_in_a_literal() -> None:
    statement = literal_sql(AdminUnit.objects.filter(name="!bbox! o'x \\ !pixel_width!"))
    assert "!" not in statement


def test_a_nul_is_refused() -> None:
    with pytest.raises(Exception, match="NUL"):
        literal_sql(AdminUnit.objects.filter(name="a\x00!b"))


def test_a_geometry_is_bound() -> None:
    box = Bbox(-77.1, -12.1, -77.0, -12.0).polygon(4326)
    found = AdminUnit.objects.filter(geom__intersects=box, level="department").values_list("pk")
    assert set(rows(literal_sql(found))) == set(found)


@pytest.mark.parametrize(
    "nothing", [AdminUnit.objects.none(), AdminUnit.objects.filter(pk__in=[])], ids=["none", "in"]
)
def test_a_query_that_matches_nothing_has_its_columns(nothing: object) -> None:
    statement, params = sql_and_params(nothing.values_list("pk", "name"))  # type: ignore[attr-defined]  # both are QuerySets
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        assert [column.name for column in cursor.description] == ["pk", "name"]
        assert cursor.fetchall() == []
