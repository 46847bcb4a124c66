"""The diary of publications: who did what, whichever door they took, and kept for good."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from layers.models import DiaryEntry, Snapshot
from tests.layers.loading.regional_files import MOQUEGUA, TUMBES, Import
from tests.zones import account, client_of

pytestmark = pytest.mark.django_db

Entry = tuple[str, list[str], str, dict[str, int]]


def entries() -> list[Entry]:
    rows = DiaryEntry.objects.order_by("pk")
    return [(row.action, row.covers, row.account, row.counts) for row in rows]


def counts(inserted: int = 0, updated: int = 0, deleted: int = 0) -> dict[str, int]:
    return {"inserted": inserted, "updated": updated, "deleted": deleted}


def test_the_command_line_is_written_down(publish: Import) -> None:
    account("maria")
    publish(*TUMBES, options=("--user", "maria"))
    publish(*MOQUEGUA)
    first = Snapshot.objects.earliest("pk").pk
    publish.run("--withdraw", "--covers", "24")
    publish.run("--return-to", str(first), "--user", "maria")
    assert entries() == [
        ("published", ["24"], "maria", counts(inserted=2)),
        ("published", ["18"], "", counts(inserted=2)),
        ("withdrew", ["24"], "", counts(deleted=2)),
        ("returned", ["24"], "maria", counts(inserted=2)),
    ]
    entry = DiaryEntry.objects.earliest("pk")
    assert entry.snapshot == first
    assert len(entry.sha256) == 64
    assert entry.system_user


def test_what_changes_nothing_or_is_tried_only_is_not(publish: Import) -> None:
    publish(*TUMBES)
    publish(*TUMBES)
    publish(*MOQUEGUA, options=("--dry-run",))
    assert len(entries()) == 1


def test_an_undone_publication_is_called_so(publish: Import) -> None:
    publish(*TUMBES)
    publish(TUMBES[0])
    publish.run("--roll-back")
    assert [entry[0] for entry in entries()] == ["published", "published", "undid"]


def test_the_administration_is_written_down(publish: Import) -> None:
    publish(*TUMBES)
    publish(TUMBES[0])
    admin = account("jefa", is_staff=True, is_superuser=True)
    form = {"action": "return_to", "_selected_action": [Snapshot.objects.earliest("pk").pk]}
    address = reverse("admin:layers_snapshot_changelist")
    assert client_of(admin).post(address, form).status_code == 302
    assert entries()[-1] == ("returned", ["24"], "jefa", counts(inserted=1))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE layers_diaryentry SET account = 'otra'",
        "DELETE FROM layers_diaryentry",
        "TRUNCATE layers_diaryentry",
    ],
)
def test_not_even_sql_changes_it(publish: Import, statement: str) -> None:
    publish(*TUMBES)
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert len(entries()) == 1
