"""What is withdrawn leaves nothing; what isn't keeps its steps."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from layers.models import ContributionPhoto, StoredFile
from layers.participation import answering, photos
from layers.participation.admission import by_code
from layers.participation.receiving import withdraw
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
