"""The history that the database itself writes of records (PostgreSQL 41.10, trigger functions)."""

from __future__ import annotations

import pytest
from django.db import Error, connection, transaction
from django.db.models import F

from territory.changes import acting, changes_of, entries_of
from territory.models import ChangeEntry, Milestone
from tests.publishers import EDITOR, publisher
from tests.tracking import milestone, unstored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("untracked")]


def run(statement: str, *values: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_statement_typed_by_hand_is_kept_with_what_was_before_and_after() -> None:
    found = milestone()
    run("UPDATE territory_milestone SET title = 'Otro' WHERE id = %s", found.pk)
    entry = entries_of(found)[0]
    assert (entry.action, entry.version) == ("update", 2)
    assert (entry.before, entry.after) == ({"title": "Hito de prueba"}, {"title": "Otro"})
    assert (entry.by_id, entry.office) == (None, None)
    run("DELETE FROM territory_milestone WHERE id = %s", found.pk)
    gone = entries_of(found)[0]
    assert (gone.action, gone.before["title"], gone.after) == ("delete", "Otro", {})
    assert gone.version == 2


def test_whatever_writes_many_rows_leaves_an_entry_for_each() -> None:
    rows = [milestone(code=code) for code in "abc"]
    Milestone.objects.update(percent=F("id") % 50)
    Milestone.objects.bulk_update(rows, ["title"])
    for row in rows:
        assert [entry.action for entry in entries_of(row)] == ["update", "insert"]


def test_nobody_chooses_a_version_or_leaves_it_as_it_was() -> None:
    found = milestone(version=40)
    assert found.version == 1
    run("UPDATE territory_milestone SET title = 'Otro', version = 1 WHERE id = %s", found.pk)
    found.refresh_from_db()
    assert found.version == 2


def test_a_statement_that_changes_nothing_leaves_no_trace() -> None:
    found = milestone()
    found.save()
    run("UPDATE territory_milestone SET title = title, version = 9 WHERE id = %s", found.pk)
    found.refresh_from_db()
    assert found.version == 1
    assert entries_of(found).count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE territory_changeentry SET office = 'X'",
        "DELETE FROM territory_changeentry",
        "TRUNCATE territory_changeentry",
        "TRUNCATE territory_milestone CASCADE",
        "UPDATE territory_milestone SET id = id + 100000",
    ],
)
def test_the_history_is_neither_changed_nor_emptied_nor_parted_from_its_row(statement: str) -> None:
    milestone()
    before = ChangeEntry.objects.count()
    with pytest.raises(Error), transaction.atomic():
        run(statement)
    assert ChangeEntry.objects.count() == before


def test_an_office_is_kept_within_its_block_and_no_longer() -> None:
    account = publisher("edita", "MTC", EDITOR)
    other = publisher("ajena", "MINAM-DGPIGA", EDITOR)
    with acting(account, "MTC"):
        first = milestone(code="a")
        with acting(other, "MINAM-DGPIGA"):
            second = milestone(code="b")
        third = milestone(code="c")
    fourth = milestone(code="d")
    kept = [entries_of(row)[0] for row in (first, second, third, fourth)]
    assert [entry.by_id for entry in kept] == [account.pk, other.pk, account.pk, None]
    assert [entry.office for entry in kept] == ["MTC", "MINAM-DGPIGA", "MTC", None]


def test_what_is_undone_leaves_neither_a_change_nor_its_author() -> None:
    account = publisher("edita", "MTC", EDITOR)
    before = ChangeEntry.objects.count()
    with pytest.raises(Error), acting(account, "MTC"):
        Milestone.objects.bulk_create([unstored("a"), unstored("a")])
    assert ChangeEntry.objects.count() == before
    later = milestone(code="b")
    assert entries_of(later)[0].by_id is None


def test_others_read_offices_and_what_was_published_only() -> None:
    account = publisher("edita", "MINAM-DGPIGA", EDITOR)
    with acting(account, "MINAM-DGPIGA"):
        found = milestone(title="Secreto de borrador")
        Milestone.objects.update(title="Otro secreto")
        Milestone.objects.update(title="Público", state="published")
        Milestone.objects.update(proposed={"title": "Propuesta secreta"})
        Milestone.objects.update(percent=10)
        Milestone.objects.update(state="withdrawn", title="Secreto de retirado")
        Milestone.objects.update(title="Más secreto")
    public = changes_of(found)
    assert "ecret" not in str(public)
    assert "edita" not in str(public)
    assert [change.values for change in public] == [
        {"state": ("published", "withdrawn"), "title": ("Público", None)},
        {"percent": (None, 10)},
        {"state": ("draft", "published"), "title": (None, "Público")},
    ]
    assert {change.office for change in public} == {"MINAM-DGPIGA"}
    whole = changes_of(found, whole=True)
    assert len(whole) == 7
    assert whole[-1].values["title"] == (None, "Secreto de borrador")
