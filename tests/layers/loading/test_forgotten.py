"""The oldest publications go without what they hold being read."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from layers.loading import snapshots
from layers.models import Snapshot
from tests.layers.loading.regional_files import TUMBES, Import

pytestmark = pytest.mark.django_db


def test_their_rows_are_not_read(publish: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "KEPT", 1)
    covers = ("--covers", "24")
    publish(*TUMBES, options=covers)
    (first,) = Snapshot.objects.all()
    with CaptureQueriesContext(connection) as queries:
        publish(TUMBES[0], options=covers)
    (last,) = Snapshot.objects.all()
    assert last.pk > first.pk
    table = f'FROM "{Snapshot._meta.db_table}"'
    read = [q["sql"] for q in queries if q["sql"].startswith("SELECT") and table in q["sql"]]
    assert read
    assert not [text for text in read if '"content"' in text.split(" FROM ")[0]]
