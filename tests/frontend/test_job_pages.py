"""``/trabajos/``: one's own jobs, and the page on which each is followed."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from frontend.templatetags.site_tags import seconds
from layers import jobs, stored
from layers.jobs import kinds
from layers.models import Job
from tests.jobs import KINDS

pytestmark = pytest.mark.django_db


def text_of(html: str) -> str:
    """What stands on the page, without its markup."""
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.fixture(autouse=True)
def job_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "KINDS", kinds.KINDS + KINDS)


@pytest.fixture
def editor(client: Client) -> User:
    user = User.objects.create_user("editora")
    client.force_login(user)
    return user


def running(by: User | None, **values: object) -> Job:
    """A job in the middle of a step of 400 rows: 100 in 50 seconds."""
    job = jobs.submit("test_count", by=by, title="Publicar colegios.csv", rows=1)
    now = timezone.now()
    in_the_middle = {
        "state": Job.State.RUNNING,
        "step": "Publicando",
        "rows_done": 1_000,
        "rows_total": 4_000,
        "started_at": now,
        "step_started_at": now - dt.timedelta(seconds=50),
        "progressed_at": now,
    }
    Job.objects.filter(pk=job.pk).update(**in_the_middle | values)
    job.refresh_from_db()
    return job


def test_a_running_job_says_how_far_it_has_come(client: Client, editor: User) -> None:
    job = running(editor)
    answer = client.get(f"/trabajos/{job.pk}/")
    page = answer.content.decode()
    said = text_of(page)
    assert "Publicar colegios.csv" in said
    assert "En marcha Publicando" in said
    assert "1\u202f000 de 4\u202f000 filas" in said
    assert "20 por segundo" in said
    assert "faltan unos 2\u00a0min 30\u00a0s" in said
    assert '<progress max="4000"' in page
    assert 'value="1000"' in page
    assert "no-store" in answer["Cache-Control"]


def test_without_scripts_the_page_asks_again_unless_told_not_to(
    client: Client, editor: User
) -> None:
    """WCAG 2.2.1: what is renewed by itself can be turned off."""
    job = running(editor)
    address = f"/trabajos/{job.pk}/"
    assert 'http-equiv="refresh"' in client.get(address).content.decode()
    assert 'http-equiv="refresh"' not in client.get(f"{address}?actualizar=no").content.decode()
    Job.objects.filter(pk=job.pk).update(state=Job.State.SUCCEEDED)
    ended = client.get(address).content.decode()
    assert 'http-equiv="refresh"' not in ended
    assert "data-following" not in ended


def test_one_of_unknown_length_shows_no_share(client: Client, editor: User) -> None:
    job = running(editor, rows_total=None)
    page = client.get(f"/trabajos/{job.pk}/").content.decode()
    assert "1\u202f000 filas" in text_of(page)
    assert "max=" not in page


def test_a_failure_says_why(client: Client, editor: User) -> None:
    job = running(editor, state=Job.State.FAILED, message="El archivo está vacío.")
    said = text_of(client.get(f"/trabajos/{job.pk}/").content.decode())
    assert "Falló" in said
    assert "El archivo está vacío." in said
    assert "Cancelar este trabajo" not in said


def test_cancelling_by_a_form(client: Client, editor: User) -> None:
    job = jobs.submit("test_count", by=editor, rows=1)
    answer = client.post(f"/trabajos/{job.pk}/cancelar/")
    assert (answer.status_code, answer["Location"]) == (302, f"/trabajos/{job.pk}/")
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED
    again = client.post(f"/trabajos/{job.pk}/cancelar/")
    assert again.status_code == 409
    assert "ya acabó" in text_of(again.content.decode())
    assert client.get(f"/trabajos/{job.pk}/cancelar/").status_code == 405


def test_cancelling_needs_the_forms_token() -> None:
    user = User.objects.create_user("editora")
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    job = jobs.submit("test_count", by=user, rows=1)
    assert client.post(f"/trabajos/{job.pk}/cancelar/").status_code == 403


def test_for_others_it_does_not_exist(client: Client, editor: User) -> None:
    job = running(editor)
    of_the_site = running(None)
    client.force_login(User.objects.create_user("otra"))
    for visitor in (client, Client()):
        for one in (job.pk, of_the_site.pk, uuid.uuid4()):
            assert visitor.get(f"/trabajos/{one}/").status_code == 404
            assert visitor.get(f"/trabajos/{one}/archivo/").status_code == 404
            assert visitor.post(f"/trabajos/{one}/cancelar/").status_code == 404
    client.force_login(User.objects.create_superuser("jefa"))
    assert client.get(f"/trabajos/{job.pk}/").status_code == 200


def test_what_a_job_made_is_downloaded_under_its_name(client: Client, editor: User) -> None:
    """RFC 6266: a name beyond ASCII is in ``filename*``."""
    with stored.create("años.csv", "text/csv", owner=editor) as writer:
        writer.write(b"a;b\n")
    job = running(editor, state=Job.State.SUCCEEDED, result_file=writer.file)
    page = client.get(f"/trabajos/{job.pk}/").content.decode()
    assert f'href="/trabajos/{job.pk}/archivo/"' in page
    answer = client.get(f"/trabajos/{job.pk}/archivo/")
    assert b"".join(answer.streaming_content) == b"a;b\n"  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''a%C3%B1os.csv"
    assert (answer["Content-Type"], answer["Content-Length"]) == ("text/csv", "4")


def test_a_file_of_which_not_all_is_there_is_not_found(client: Client, editor: User) -> None:
    """Never an answer that ends early under a length that it has not."""
    job = running(editor, result_file=stored.begin("a.csv", "text/csv", editor))
    assert client.get(f"/trabajos/{job.pk}/archivo/").status_code == 404


def test_the_list_is_ones_own_and_asks_a_fixed_number_of_queries(
    client: Client, editor: User
) -> None:
    running(User.objects.create_user("otra"))
    counts = []
    for _round in range(2):
        running(editor)
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/trabajos/").content.decode()
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert page.count('class="card-link"') == 2
    assert Client().get("/trabajos/")["Location"] == "/cuenta/ingresar/?next=/trabajos/"


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.4, "0 s"), (59.6, "1 min 0 s"), (95.2, "1 min 35 s"), (3_725, "1 h 2 min")],
)
def test_time_as_people_say_it(value: float, said: str) -> None:
    assert seconds(value).replace("\u00a0", " ") == said
