"""The work of publishing, ended in the middle: nothing half done, and the file is where it was."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError
from django.utils import timezone

from layers import stored
from layers.errors import WrongState
from layers.loading import importing, snapshots
from layers.loading.candidates import Candidate
from layers.loading.checking import Handed
from layers.loading.sources import find
from layers.models import DiaryEntry, Job, Snapshot, Submission
from layers.progress import JobCancelled, Unwatched
from layers.publishing import following, handing, work
from layers.publishing.states import FOLLOWS, State, move
from tests.layers.loading.regional_files import MOQUEGUA, TUMBES, facts
from tests.layers.loading.test_import_source import write
from tests.publishers import everybody
from tests.stored_files import stored_files

pytestmark = pytest.mark.django_db


class CancelledAt(Unwatched):
    """Cancelled at the step of this title, or at the first row that is written in it."""

    def __init__(self, title: str, *, at_rows: bool = False) -> None:
        self._title, self._at_rows, self._now = title, at_rows, ""

    def step(self, title: str, total: int | None = None) -> None:
        self._now = title
        if title == self._title and not self._at_rows:
            raise JobCancelled

    def add(self, rows: int) -> None:
        if self._now == self._title and self._at_rows:
            raise JobCancelled


@pytest.fixture
def editor() -> User:
    return everybody()["editor"]


@pytest.fixture
def held(editor: User, tmp_path: Path) -> Submission:
    path = tmp_path / "c.csv"
    write(path, *TUMBES)
    with stored.create("c.csv", "text/csv", owner=editor) as writer:
        writer.write(path.read_bytes())
    return handing.hand_in(editor, find("environment"), writer.file, Handed())


def check(held: Submission, progress: Unwatched | None = None) -> Submission:
    work.check(progress or Unwatched(), str(held.pk))
    held.refresh_from_db()
    return held


@pytest.mark.parametrize(
    "progress",
    [
        CancelledAt("Leyendo el archivo"),
        CancelledAt("Contando las cifras de antes y de después", at_rows=True),
        CancelledAt("Comparando las filas", at_rows=True),
    ],
)
@pytest.mark.usefixtures("untracked")
def test_a_check_that_is_cancelled_leaves_nothing(held: Submission, progress: CancelledAt) -> None:
    with pytest.raises(JobCancelled):
        check(held, progress)
    held.refresh_from_db()
    assert (held.state, held.rows) == (State.UPLOADED, None)
    assert (held.candidates.count(), held.cells.count(), facts()) == (0, 0, set())
    assert stored_files().count() == 1
    move(held, State.CHECKING)
    assert check(held).state == State.CHECKED


def test_a_publication_that_is_cancelled_or_fails_leaves_nothing(
    held: Submission, editor: User
) -> None:
    held = handing.request(editor, check(held), skips_refused=False, replaces_others=False)
    with pytest.raises(JobCancelled):
        work.publish(CancelledAt("Publicando", at_rows=True), str(held.pk), editor.pk)
    held.refresh_from_db()
    assert held.state == State.CHECKED
    assert not Snapshot.objects.exists()
    held = handing.request(editor, held, skips_refused=False, replaces_others=False)
    # The database goes away: the job is done again by another worker, which finds it as it was.
    with (
        patch.object(snapshots, "keep", side_effect=DatabaseError),
        pytest.raises(DatabaseError),
    ):
        work.publish(Unwatched(), str(held.pk), editor.pk)
    held.refresh_from_db()
    assert (held.state, facts()) == (State.PUBLISHING, set())
    assert work.publish(Unwatched(), str(held.pk), editor.pk)["state"] == State.PUBLISHED
    assert facts() == {"CAR Tumbes", "CAM Villar"}


def test_done_twice_it_is_done_once(held: Submission, editor: User) -> None:
    held = handing.request(editor, check(held), skips_refused=False, replaces_others=False)
    for _attempt in range(2):
        work.publish(Unwatched(), str(held.pk), editor.pk)
        work.check(Unwatched(), str(held.pk))
    assert Snapshot.objects.count() == 1
    assert DiaryEntry.objects.filter(action="published").count() == 1


@pytest.mark.parametrize(
    ("state", "back"), [(State.CHECKING, State.UPLOADED), (State.PUBLISHING, State.CHECKED)]
)
def test_a_file_whose_work_was_lost_is_where_it_was_before(
    held: Submission, state: State, back: State
) -> None:
    Submission.objects.filter(pk=held.pk).update(state=state)
    held.refresh_from_db()
    assert following.up_to_date(held).state == state  # its job waits
    Job.objects.update(state=Job.State.FAILED, message="El trabajo se perdió.")
    assert following.up_to_date(held).state == back
    assert held.message == "El trabajo se perdió."


@pytest.mark.parametrize("state", State)
def test_states_are_left_for_those_of_the_table_only(held: Submission, state: State) -> None:
    for to in State:
        Submission.objects.filter(pk=held.pk).update(state=state)
        held.refresh_from_db()
        if to in FOLLOWS[state]:
            assert move(held, to).state == to
            continue
        with pytest.raises(WrongState):
            move(held, to)
        assert held.state == state


def test_of_two_who_publish_one_file_one_is_refused(held: Submission, editor: User) -> None:
    check(held)
    same = Submission.objects.get(pk=held.pk)
    handing.request(editor, held, skips_refused=False, replaces_others=False)
    with pytest.raises(WrongState):
        handing.request(editor, same, skips_refused=False, replaces_others=False)
    assert Job.objects.filter(kind="publish_file").count() == 1


def test_undo_return_and_withdrawal_are_work_too(
    held: Submission, editor: User, tmp_path: Path
) -> None:
    source = find("environment")
    path = tmp_path / "m.csv"
    for rows in (MOQUEGUA, MOQUEGUA[:1]):
        write(path, *rows)
        reading = importing.check(source, path)
        importing.publish(
            source,
            Candidate.of(reading),
            file=snapshots.File.of("m.csv", path),
            covers=("18",),
        )
    arguments = {"source": source.name, "feed": "", "covers": ["18"], "by_account": editor.pk}
    work.undo(Unwatched(), **arguments, note="era la de otro mes")  # type: ignore[arg-type]
    assert facts() == {"CAM Nieto", "CAM Ilo"}
    latest = Snapshot.objects.latest("pk")
    work.return_to(Unwatched(), latest.pk, editor.pk)
    assert facts() == {"CAM Nieto"}
    work.withdraw(Unwatched(), **arguments)  # type: ignore[arg-type]
    assert facts() == set()
    entries = list(DiaryEntry.objects.exclude(account="").order_by("pk"))
    told = [(entry.action, entry.account, entry.note) for entry in entries[1:]]
    assert told == [
        ("undid", "edita", "era la de otro mes"),
        ("returned", "edita", ""),
        ("withdrew", "edita", ""),
    ]


def test_what_waits_too_long_is_gone_and_says_so(held: Submission, editor: User) -> None:
    check(held)
    past = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    stored_files().update(expires_at=past)
    stored.sweep()
    held.refresh_from_db()
    held = handing.request(editor, held, skips_refused=False, replaces_others=False)
    work.publish(Unwatched(), str(held.pk), editor.pk)
    held.refresh_from_db()
    assert held.state == State.CHECKED
    assert "ya no está guardado" in held.message


def test_what_nobody_publishes_is_discarded_in_time(held: Submission) -> None:
    check(held)
    assert work.sweep(Unwatched()) == {"discarded": 0}
    Submission.objects.update(updated_at=timezone.now() - handing.KEPT - dt.timedelta(minutes=1))
    assert work.sweep(Unwatched()) == {"discarded": 1}
    held.refresh_from_db()
    assert held.state == State.DISCARDED
    assert (held.candidates.count(), held.cells.count()) == (0, 0)
    assert work.sweep(Unwatched()) == {"discarded": 0}
