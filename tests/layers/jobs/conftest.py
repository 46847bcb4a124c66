"""What jobs are tested on: kinds of the tests' own, and a queue that is empty again after each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.db import connection

from layers.jobs import kinds
from layers.models import Job
from tests.jobs import KINDS


@pytest.fixture
def job_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "KINDS", kinds.KINDS + KINDS)


@pytest.fixture
def queue(committed_db: None, job_kinds: None) -> Iterator[None]:
    """Committed, as workers see it."""
    yield
    Job.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def account(queue: None) -> Iterator[User]:
    user = User.objects.create_user("editora")
    yield user
    user.delete()
