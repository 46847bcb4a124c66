"""Jobs in the administration: to look at, and none of the queue's own tables beside them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from layers import jobs

pytestmark = pytest.mark.django_db


def test_every_job_is_listed_with_its_page_and_cannot_be_changed(client: Client) -> None:
    editor = User.objects.create_user("editora")
    job = jobs.submit("clean_jobs", by=editor)
    client.force_login(User.objects.create_superuser("jefa"))
    page = client.get("/admin/layers/job/").content.decode()
    assert f'href="/trabajos/{job.pk}/"' in page
    assert "editora" in page
    assert client.get(f"/admin/layers/job/{job.pk}/change/").status_code == 200
    assert client.get(f"/admin/layers/job/{job.pk}/delete/").status_code == 403
    assert client.get("/admin/layers/job/add/").status_code == 403
    assert "procrastinate" not in client.get("/admin/").content.decode().lower()
    assert client.get("/admin/procrastinate/procrastinatejob/").status_code == 404
