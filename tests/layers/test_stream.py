from __future__ import annotations

import pytest
from django.db import DataError, connection
from pytest_django import DjangoAssertNumQueries, Settings

from layers.errors import QueryTimeout
from layers.stream import RowStream

ENDLESS = "SELECT generate_series(1, 2000000000)::text, repeat('x', 1000)"


def answers() -> bool:
    """Whether the connection can run a query, with the timeout it started with."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return bool(cursor.fetchone() == ("0",))


def test_rows_are_bytes_and_none(db: None) -> None:
    rows = list(RowStream("SELECT 'ñ'::text, NULL::text UNION ALL SELECT '', 'x'"))
    assert rows == [("ñ".encode(), None), (b"", b"x")]


def test_no_rows(db: None) -> None:
    assert list(RowStream("SELECT 'x'::text WHERE false")) == []
    assert answers()


@pytest.mark.usefixtures("committed_db")
@pytest.mark.parametrize("read", [0, 1, 1000])
def test_an_abandoned_stream_gives_its_connection_back(read: int) -> None:
    stream = RowStream(ENDLESS)
    rows = iter(stream)
    for _ in range(read):
        next(rows)
    stream.close()
    assert answers()
    stream.close()
    assert answers()


@pytest.mark.usefixtures("committed_db")
def test_a_loop_that_breaks_gives_its_connection_back() -> None:
    with RowStream(ENDLESS) as stream:
        for _row in stream:
            break
    assert answers()


@pytest.mark.usefixtures("committed_db")
def test_an_error_surfaces_before_the_first_row() -> None:
    with pytest.raises(DataError):
        RowStream("SELECT (1 / (g - 1))::text FROM generate_series(1, 3) g")
    assert answers()


@pytest.mark.usefixtures("committed_db")
def test_an_error_in_the_middle_is_djangos_own() -> None:
    stream = RowStream("SELECT (1 / (5000 - g))::text FROM generate_series(1, 9000) g")
    with pytest.raises(DataError):
        list(stream)
    assert answers()


@pytest.mark.usefixtures("committed_db")
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT pg_sleep(30)::text",
        "SELECT CASE WHEN g > 20000 THEN pg_sleep(30)::text ELSE 'x' END "
        "FROM generate_series(1, 30000) g",
    ],
    ids=["at once", "midway"],
)
def test_the_export_timeout_is_a_query_timeout(statement: str, settings: Settings) -> None:
    settings.EXPORT_TIMEOUT_MS = 200
    with pytest.raises(QueryTimeout):
        list(RowStream(statement))
    assert answers()


def test_percent_signs_are_plain_text(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # The counter swaps in Django's debugging cursor, whose copy() is another one.
    with django_assert_num_queries(2):  # SET, COPY
        assert list(RowStream("SELECT '100 % %s'::text")) == [(b"100 % %s",)]


@pytest.mark.parametrize(("is_whole", "workers"), [(True, b"2"), (False, b"0")])
def test_parallel_workers_are_for_whole_tables(db: None, is_whole: bool, workers: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 1")
    statement = "SELECT current_setting('max_parallel_workers_per_gather')"
    assert list(RowStream(statement, is_whole=is_whole)) == [(workers,)]
    assert answers()
