"""What nobody wants any more is taken away on a timetable."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils import timezone

from layers.datasets import states
from layers.datasets.cleaning import UPLOAD_KEPT, clean
from layers.jobs.kinds import named
from layers.models import Dataset, DatasetUpload
from layers.progress import Unwatched
from territory.models import Agency
from tests.datasets import dataset
from tests.publishers import MINAM

pytestmark = pytest.mark.django_db


def test_only_what_is_over_is_dropped() -> None:
    over, waiting, shown = dataset("Una"), dataset("Dos"), dataset("Tres", state="published")
    for each in (over, waiting):
        states.delete_later(each.pk, AnonymousUser())
    past = timezone.now() - dt.timedelta(minutes=1)
    Dataset.objects.filter(pk=over.pk).update(delete_after=past)
    assert clean(Unwatched()) == {"dropped": 1, "abandoned": 0}
    found = dict(Dataset.objects.values_list("pk", "state"))
    assert found == {over.pk: "deleted", waiting.pk: "deleting", shown.pk: "published"}


def test_abandoned_files_go_and_the_rows_that_wait_with_them() -> None:
    made = dataset()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE datasets.{made.table}_next (LIKE datasets.{made.table})")
    agency = Agency.objects.get(acronym=MINAM)
    old = DatasetUpload.objects.create(agency=agency, title="x", dataset=made, replaces=True)
    new = DatasetUpload.objects.create(agency=agency, title="y")
    DatasetUpload.objects.filter(pk=old.pk).update(
        created_at=timezone.now() - UPLOAD_KEPT - dt.timedelta(minutes=1)
    )
    assert clean(Unwatched())["abandoned"] == 1
    assert list(DatasetUpload.objects.values_list("pk", flat=True)) == [new.pk]
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [f"datasets.{made.table}_next"])
        assert cursor.fetchone() == (None,)
        cursor.execute("SELECT to_regclass(%s)", [f"datasets.{made.table}"])
        assert cursor.fetchone() != (None,)


def test_it_has_a_timetable() -> None:
    assert named("sweep_datasets").cron
    assert named("sweep_datasets").load() is clean
