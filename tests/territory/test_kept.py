"""What is counted is kept until its table changes, whoever changes it, and never longer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.db.models import Count, Func, Q, Value
from django.test.utils import CaptureQueriesContext

from layers.loading import counting, importing
from layers.themes import placed_records
from layers.themes.sanitation_projects.source import SANITATION
from territory import kept
from territory.figures import figures_for_unit, tables_for_commitment
from territory.models import AdminUnit, KeptAnswer, SanitationProject, TableVersion
from territory.models.placed import PlacedRecord
from territory.rows import count_for_commitment
from territory.tallies import BY_COMMITMENT, WHOLE, Tally, tallies, tallies_within
from territory.within import within
from tests.territory.test_rows import PROJECT

pytestmark = pytest.mark.django_db

TABLE = SanitationProject._meta.db_table


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """What a server of the same run keeps on this database isn't these tests'."""
    KeptAnswer.objects.all().delete()


def create(cui: str, **values: Any) -> SanitationProject:
    return SanitationProject.objects.create(
        cui=cui, declared_unit_id="1301", place="1301", **(PROJECT | values)
    )


def number_of_projects() -> int:
    return count_for_commitment(14, [SanitationProject]).get(SanitationProject, 0)


def by_sql(statement: str) -> Callable[[], None]:
    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return run


@pytest.mark.parametrize(
    ("change", "left"),
    [
        (lambda: create("2000009"), 4),
        (lambda: SanitationProject.objects.filter(cui="2000001").delete(), 2),
        (lambda: SanitationProject.objects.filter(cui="2000001").update(commitments=[3]), 2),
        (by_sql(f"DELETE FROM {TABLE} WHERE cui = '2000002'"), 2),
        (by_sql(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {TABLE}"), 0),
    ],
    ids=["insert", "delete", "update", "raw delete", "truncate"],
)
def test_no_count_outlives_a_change_by_any_writer(change: Callable[[], None], left: int) -> None:
    for number in range(1, 4):
        create(f"200000{number}")
    assert number_of_projects() == 3
    with CaptureQueriesContext(connection) as asked:
        assert number_of_projects() == 3
    assert [TABLE in query["sql"].split("territory_tableversion")[-1] for query in asked] == [False]
    change()
    assert number_of_projects() == left


def test_what_is_undone_leaves_no_count_behind() -> None:
    create("2000001")
    assert number_of_projects() == 1
    with transaction.atomic():
        create("2000002")
        assert number_of_projects() == 2
        transaction.set_rollback(True)
    assert number_of_projects() == 1
    create("2000003")  # the table's version is again the one that was undone
    create("2000004")
    assert number_of_projects() == 3


def test_an_answer_of_a_former_version_is_not_given() -> None:
    """One that was counted before a change and stored after it, by a slower request."""
    create("2000001")
    assert number_of_projects() == 1
    former = KeptAnswer.objects.get()
    create("2000002")
    assert number_of_projects() == 2
    KeptAnswer.objects.filter(pk=former.pk).update(versions=former.versions, answer=former.answer)
    assert number_of_projects() == 2


def test_another_tables_change_keeps_the_count() -> None:
    create("2000001")
    number_of_projects()
    AdminUnit.objects.filter(pk="1301").update(name="Trujillo")
    with CaptureQueriesContext(connection) as asked:
        number_of_projects()
    assert len(asked) == 1


def test_numbers_come_back_exactly() -> None:
    """PostgreSQL's jsonb holds numbers as ``numeric`` (8.14): not one céntimo is lost."""
    amount = "12345678901234.56"
    create("2000001", updated_cost_pen=amount)

    def whole() -> list[dict[str, Any]]:
        found: list[Tally] = tallies(
            [SanitationProject], [WHOLE], lambda _: Q(commitments__contains=[14])
        )
        return [tally.values for tally in found]

    first, again = whole(), whole()
    assert first == again
    assert amount in {str(value) for values in again for value in values.values()}


@pytest.mark.parametrize("ubigeo", ["13", "1301", "130101", "25"])
def test_a_unit_is_asked_about_as_any_other_is(ubigeo: str) -> None:
    """What is written out once for all units is the statement of each, and has its own answer."""
    models = placed_records()
    groupings = [BY_COMMITMENT, WHOLE]
    found = tallies_within(models, groupings, ubigeo)
    kept_for = set(KeptAnswer.objects.values_list("question", flat=True))
    assert found == tallies(models, groupings, partial(within, ubigeo=ubigeo))
    assert set(KeptAnswer.objects.values_list("question", flat=True)) == kept_for
    assert tallies_within(models, groupings, "21") != found


def test_a_database_that_keeps_nothing_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    create("2000001")
    broken = kept._SQL["keep"].replace("territory_keptanswer", "no_such_table")
    monkeypatch.setitem(kept._SQL, "keep", broken)
    assert number_of_projects() == 1
    assert not KeptAnswer.objects.exists()


def test_what_reads_a_table_without_a_version_is_asked_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    create("2000001")
    monkeypatch.setattr(kept, "_versioned_tables", lambda: frozenset({"territory_ruralschool"}))
    assert number_of_projects() == 1
    assert not KeptAnswer.objects.exists()


@pytest.mark.parametrize("model", placed_records(), ids=lambda model: model.__name__)
def test_every_counted_table_has_its_version(model: type[PlacedRecord]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
            [model._meta.db_table],
        )
        names = [name for (name,) in cursor.fetchall()]
    assert any("raise_table_version" in name for name in names)


def test_a_large_publication_is_counted_before_anybody_asks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In the same transaction: at the moment of its commit nobody has to count."""
    monkeypatch.setattr(counting, "LEAST_ROWS", 1)
    create("2000002")

    def ask() -> int:
        tables_for_commitment(14, placed_records(14))
        figures_for_unit(AdminUnit.objects.get(pk="13"), placed_records())
        return number_of_projects()

    ask()  # what others' tables amount to is kept from when they were counted
    with transaction.atomic():
        create("2000001")
        counting.count_with_commit(SANITATION)
    with CaptureQueriesContext(connection) as asked:
        assert ask() == 2
    assert not [query for query in asked if "INSERT INTO territory_keptanswer" in query["sql"]]


@pytest.mark.parametrize("fault", ["SELECT 1/0", "SELECT no_such_column"])
def test_a_count_that_fails_costs_the_publication_nothing(
    fault: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(counting, "count", lambda _source: by_sql(fault)())
    with transaction.atomic():
        create("2000001")
        counting.count_with_commit(SANITATION)
    assert number_of_projects() == 1
    assert "isn't counted" in caplog.text


def test_publishing_counts_within_its_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    outside: list[int] = []
    monkeypatch.setattr(counting, "count", lambda _source: outside.append(depth()))

    def depth() -> int:
        return len(connection.savepoint_ids)

    before = depth()
    importing.remove_samples(SANITATION)
    assert outside
    assert min(outside) > before


def test_answers_that_nobody_is_given_any_more_are_deleted() -> None:
    create("2000001")
    number_of_projects()
    create("2000002")
    counting.count(SANITATION)
    assert not KeptAnswer.objects.exists()
    assert TableVersion.objects.filter(pk=TABLE).exists()


def test_who_asks_the_same_twice_has_it_counted_once() -> None:
    branch = SanitationProject.objects.order_by("cui").values("cui")
    question = kept.question_of(branch)
    for ask in (kept.answers_to, kept.ask_now):
        with CaptureQueriesContext(connection) as asked:
            first, second = ask([question, question])
        assert first == second == list(branch)
        assert sum(query["sql"].count(") AS answer") for query in asked) == 1
    assert KeptAnswer.objects.count() == 1


def test_a_count_that_takes_too_long_is_not_begun_again() -> None:
    branch = SanitationProject.objects.annotate(slept=Func(Value(0.2), function="pg_sleep"))
    by_sql("SET LOCAL statement_timeout = 50")()
    with CaptureQueriesContext(connection) as asked, pytest.raises(OperationalError):
        kept.answers([branch.values("cui").annotate(number=Count("slept"))])
    assert sum("pg_sleep" in query["sql"] for query in asked) == 1
