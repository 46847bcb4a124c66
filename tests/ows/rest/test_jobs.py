"""``/api/v1/jobs/``: who asked for a job follows it and cancels it; for others it doesn't exist."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from layers import jobs
from layers.jobs import kinds
from layers.models import Job
from tests.jobs import KINDS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def job_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "KINDS", kinds.KINDS + KINDS)


@pytest.fixture
def editor(client: Client) -> User:
    user = User.objects.create_user("editora")
    client.force_login(user)
    return user


def address(job: Job) -> str:
    return f"/api/v1/jobs/{job.uuid}/"


def test_who_asked_follows_it(client: Client, editor: User) -> None:
    job = jobs.submit("test_count", by=editor, title="Contar", rows=2)
    answer = client.get(address(job))
    body = answer.json()
    assert (body["title"], body["state"], body["state_title"]) == ("Contar", "queued", "en espera")
    assert (body["rows_done"], body["rows_total"], body["seconds_left"]) == (0, None, None)
    assert body["url"].endswith(address(job))
    assert body["page"] == f"/trabajos/{job.uuid}/"
    assert "private" in answer["Cache-Control"]


def test_administrators_follow_every_job(client: Client, editor: User) -> None:
    job = jobs.submit("test_count", by=editor, rows=2)
    client.force_login(User.objects.create_superuser("jefa"))
    assert client.get(address(job)).status_code == 200


def test_for_others_it_does_not_exist(client: Client, editor: User) -> None:
    job = jobs.submit("test_count", by=editor, rows=2)
    of_the_site = jobs.submit("test_count", by=None, rows=2)
    client.force_login(User.objects.create_user("otra"))
    missing = client.get(f"/api/v1/jobs/{uuid.uuid4()}/")
    assert missing.status_code == 404
    for one in (job, of_the_site):
        for method in (client.get, client.delete):
            answer = method(address(one))
            assert answer.status_code == 404
            assert answer.json()["code"] == missing.json()["code"]
    assert Client().get(address(job)).status_code == 404
    job.refresh_from_db()
    assert job.state == Job.State.QUEUED


def test_what_nobody_in_particular_asked_for_is_followed_by_its_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A stranger's export: the address, which can't be guessed, is all that they have."""
    open_kind = replace(kinds.named("test_count"), name="test_open", by_address=True)
    monkeypatch.setattr(kinds, "KINDS", (*kinds.KINDS, open_kind))
    strangers = jobs.submit("test_open", by=AnonymousUser(), rows=1)
    accounts = jobs.submit("test_open", by=User.objects.create_user("otra"), rows=1)
    assert Client().get(address(strangers)).status_code == 200
    assert Client().get(address(accounts)).status_code == 404


def test_cancelling(client: Client, editor: User) -> None:
    job = jobs.submit("test_count", by=editor, rows=2)
    body = client.delete(address(job)).json()
    assert (body["state"], body["cancel_asked"]) == ("cancelled", True)
    again = client.delete(address(job))
    assert again.status_code == 409
    assert "ya acabó" in again.json()["detail"]


def test_the_list_is_ones_own(client: Client, editor: User) -> None:
    mine = [jobs.submit("test_count", by=editor, rows=n) for n in (1, 2)]
    jobs.submit("test_count", by=User.objects.create_user("otra"), rows=1)
    body = client.get("/api/v1/jobs/").json()
    assert [one["id"] for one in body["results"]] == [str(job.uuid) for job in reversed(mine)]
    assert Client().get("/api/v1/jobs/").status_code == 401
    assert client.get("/api/v1/jobs/?estado=x").status_code == 400


def test_more_jobs_ask_no_more_queries(client: Client, editor: User) -> None:
    counts = []
    for _round in range(2):
        jobs.submit("test_count", by=editor, rows=1)
        with CaptureQueriesContext(connection) as captured:
            client.get("/api/v1/jobs/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("method", ["post", "put", "patch"])
def test_other_methods_are_405(client: Client, editor: User, method: str) -> None:
    job = jobs.submit("test_count", by=editor, rows=1)
    answer = getattr(client, method)(address(job))
    assert answer.status_code == 405
    assert "DELETE" in answer["Allow"]
