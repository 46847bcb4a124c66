"""What is withdrawn leaves nothing; what isn't keeps its steps."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from layers import stored
from layers.models import ContributionPhoto, Job, StoredFile
from layers.participation import answering, photos
from layers.participation.admission import by_code
from layers.participation.receiving import Received, withdraw
from territory.models import Contribution, ContributionStep
from tests.contributions import editor, items, moderator, picture, published, sent

pytestmark = pytest.mark.django_db


def test_nothing_is_left_of_what_is_withdrawn(client: Client) -> None:
    user = moderator()
    received = sent(photo=photos.Photo(picture(), 64, 48))
    found = published(user, received, shows_photo=True)
    answering.answer(editor(), found.pk, found.version, "Se repara el lunes.", "accepted")
    assert len(items(client)) == 1
    files = StoredFile.objects.count()
    withdraw(found)
    assert items(client) == []
    assert StoredFile.objects.count() == files - 1
    assert not ContributionPhoto.objects.exists()
    assert not ContributionStep.objects.exists()
    row = Contribution.objects.values().get()
    left = {name for name, value in row.items() if value not in (None, "", False)}
    assert left == {
        "id",
        "code_hash",
        "state",
        "version",
        "received_at",
        "answer_state",
        "withdrawn_on",
    }
    assert (row["state"], row["answer_state"]) == ("withdrawn", "none")
    assert by_code("192.0.2.1", received.code).state == "withdrawn"


def a_made_file() -> StoredFile:
    """A file of the layer that a job made for download."""
    with stored.create("aportes.csv", "text/csv") as kept:
        kept.write(b"aporte")
    Job.objects.create(
        kind="export_layer",
        title="Aportes",
        arguments={"layer": "contributions"},
        state=Job.State.SUCCEEDED,
        result={"file": str(kept.file.pk)},
        result_file=kept.file,
    )
    return kept.file


def test_files_that_were_made_go_with_what_is_withdrawn() -> None:
    found = published(moderator(), sent())
    made = a_made_file()
    withdraw(found)
    assert not StoredFile.objects.filter(pk=made.pk).exists()


@pytest.mark.parametrize("state", [Job.State.QUEUED, Job.State.RUNNING])
def test_a_file_that_is_being_made_is_not_finished(state: Job.State) -> None:
    found = published(moderator(), sent())
    mine, other = (
        Job.objects.create(
            kind="export_layer", title="Archivo", arguments={"layer": layer}, state=state
        )
        for layer in ("contributions", "districts")
    )
    withdraw(found)
    mine.refresh_from_db()
    other.refresh_from_db()
    assert mine.cancel_asked_at is not None
    assert other.cancel_asked_at is None


def test_files_that_hold_an_exact_place_go_once_it_is_rounded() -> None:
    user = moderator()
    received = sent(is_public_place=True, photo=photos.Photo(picture(), 64, 48))
    found = published(user, received, is_public_place=True, shows_photo=True)
    assert found.public_geom == found.geom
    made = a_made_file()
    found = published(user, Received(found, ""), is_public_place=True, shows_photo=True)
    assert StoredFile.objects.filter(pk=made.pk).exists()
    found = published(user, Received(found, ""), is_public_place=False, shows_photo=True)
    assert found.public_geom != found.geom
    assert not StoredFile.objects.filter(pk=made.pk).exists()


def test_the_database_holds_that_nothing_is_left() -> None:
    found = sent().contribution
    with pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.filter(pk=found.pk).update(state="withdrawn")


def test_steps_are_kept_while_the_contribution_is() -> None:
    found = sent().contribution
    for change in (
        lambda: found.steps.all().delete(),
        lambda: found.steps.update(kind="answered"),
    ):
        with pytest.raises(DatabaseError, match="are kept"), transaction.atomic():
            change()
