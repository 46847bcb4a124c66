"""Changes of a process's records: proposed, in order, counted by the layers, kept in a history."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import connection

from layers import versions
from layers.errors import VersionConflict, VersionRequired
from layers.participation.processes import door
from layers.participation.processes.kinds import FORUM, SESSIONS, SPACES
from territory.changes import changes_of
from territory.models import ChangeEntry
from territory.reviewing import Step
from tests.processes import agency_of, forum, member, new_forum

pytestmark = pytest.mark.django_db


def test_a_change_of_what_is_published_waits_for_a_reviewer() -> None:
    editor, reviewer = member("edita", "editor"), member("revisa", "approver")
    row: Any = forum()
    row = door.change(editor, FORUM, row.pk, row.version, {"name": "Otro", "units": ["13"]})
    assert (row.name, row.proposed) == ("Foro foro", {"name": "Otro", "units": ["13"]})
    row = door.take(editor, FORUM, row.pk, row.version, Step.SUBMIT)
    row = door.take(reviewer, FORUM, row.pk, row.version, Step.PUBLISH)
    row.refresh_from_db()
    assert (row.name, row.units, row.proposed) == ("Otro", ["13"], None)


def test_a_proposed_place_is_put_in_place() -> None:
    editor, reviewer = member("edita", "editor"), member("revisa", "approver")
    row: Any = forum()
    where = Point(-79.03, -8.11, srid=4326)
    row = door.change(editor, FORUM, row.pk, row.version, {"geom": where, "is_pilot": True})
    row = door.take(editor, FORUM, row.pk, row.version, Step.SUBMIT)
    row = door.take(reviewer, FORUM, row.pk, row.version, Step.PUBLISH)
    row.refresh_from_db()
    assert (row.geom.coords, row.geom.srid, row.is_pilot) == (where.coords, 4326, True)


def test_a_version_that_is_no_longer_the_present_one_is_refused() -> None:
    editor = member("edita", "editor")
    row = forum(state="draft")
    door.change(editor, FORUM, row.pk, row.version, {"name": "Primero"})
    with pytest.raises(VersionConflict):
        door.change(editor, FORUM, row.pk, row.version, {"name": "Segundo"})
    with pytest.raises(VersionRequired):
        door.change(editor, FORUM, row.pk, None, {"name": "Segundo"})


def test_the_layers_change_with_what_is_published_and_with_nothing_else() -> None:
    """A number that rose with drafts would let anybody count them."""
    editor, reviewer = member("edita", "editor"), member("revisa", "approver")

    def numbers() -> tuple[int, int]:
        return versions.of(SPACES), versions.of(SESSIONS)

    before = numbers()
    row = new_forum(editor)
    row = door.change(editor, FORUM, row.pk, row.version, {"name": "Otro"})
    row = door.take(editor, FORUM, row.pk, row.version, Step.SUBMIT)
    assert numbers() == before
    row = door.take(reviewer, FORUM, row.pk, row.version, Step.PUBLISH)
    assert numbers() == (before[0] + 1, before[1] + 1)
    door.change(editor, FORUM, row.pk, row.version, {"name": "Otro más"})
    assert numbers() == (before[0] + 1, before[1] + 1)


def test_the_history_names_the_office_and_no_account() -> None:
    editor = member("edita", "editor")
    row: Any = forum()
    door.change(editor, FORUM, row.pk, row.version, {"name": "Otro"})
    entry = ChangeEntry.objects.filter(record="territory.forum", key=str(row.pk)).first()
    assert entry is not None
    assert (entry.by_id, entry.office) == (editor.pk, agency_of(1).acronym)
    changes = changes_of(row)
    assert "edita" not in repr(changes)
    assert "Otro" not in repr(changes)  # a proposal isn't anybody's to read


def test_raw_sql_leaves_its_history_too() -> None:
    row: Any = forum()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE territory_forum SET name = 'Directo' WHERE id = %s", [row.pk])
    entry = ChangeEntry.objects.filter(record="territory.forum", key=str(row.pk)).first()
    assert entry is not None
    assert entry.after == {"name": "Directo"}
