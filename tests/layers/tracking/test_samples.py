"""What a fresh machine shows of the tracking: examples, marked as such in every way out."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from layers import stored
from layers.models import StoredFile
from layers.tracking import samples
from layers.tracking.table import rows_for
from territory.models import (
    ChangeEntry,
    Evidence,
    Milestone,
    ProgressReport,
    Rating,
    ReviewedRecord,
)
from territory.models.placed import SAMPLE_PREFIX
from territory.reviewing import visible_to
from territory.tracking.delays import Delay
from territory.tracking.milestones import with_progress
from tests.territory.shapes import FIXTURES
from tests.tracking import milestone

pytestmark = pytest.mark.django_db


def test_the_file_is_the_one_that_is_written() -> None:
    assert (FIXTURES / "samples" / samples.FILE).read_text() == samples.write()[samples.FILE]


def test_every_sample_says_so_and_names_no_source() -> None:
    assert Milestone.objects.count() == 18
    sampled: list[tuple[type[ReviewedRecord], str]] = [
        (Milestone, "title"),
        (ProgressReport, "text"),
        (Evidence, "title"),
        (Rating, "document"),
    ]
    for model, column in sampled:
        rows = list(visible_to(model._default_manager.all(), AnonymousUser()))
        assert rows
        assert all(row.is_sample for row in rows)
        assert all(getattr(row, column).startswith(SAMPLE_PREFIX) for row in rows)
        assert not any(getattr(row, "source_url", None) for row in rows)


def test_they_show_each_kind_of_delay() -> None:
    kinds = set(with_progress(Milestone.objects.published()).values_list("delay", flat=True))
    assert kinds == {Delay.LATE, Delay.OVERDUE, Delay.UNREPORTED}


def test_they_go_once_a_fact_is_published() -> None:
    milestone(state="published")
    rows = list(rows_for(AnonymousUser()))
    assert [row["es_ejemplo"] for row in rows] == ["no"]


def test_loading_them_again_changes_nothing() -> None:
    before = ChangeEntry.objects.count(), StoredFile.objects.count()
    samples.load(FIXTURES / "samples")
    assert (ChangeEntry.objects.count(), StoredFile.objects.count()) == before


def test_taken_away_they_leave_nothing_but_their_history() -> None:
    evidence = Evidence.objects.first()
    assert evidence is not None
    assert evidence.file is not None
    file = StoredFile.objects.get(pk=evidence.file)
    assert stored.digest_of(file) == evidence.sha256
    assert samples.remove() > 0
    for model in (Milestone, ProgressReport, Evidence, Rating):
        assert not model.objects.exists()
    assert not StoredFile.objects.filter(pk=evidence.file).exists()
    samples.load(FIXTURES / "samples")
    assert Milestone.objects.count() == 18
