"""A source's page: the way back, what work on the published parts does, and its end."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from lxml import etree

from layers.models import DiaryEntry, Job, Snapshot, SourceSetting
from layers.progress import Unwatched
from layers.publishing import work
from territory.models import PublishedPart
from tests.layers.loading.regional_files import COUNTRY, TUMBES, Import, covered, facts
from tests.publishers import everybody
from tests.submissions import SOURCE
from tests.zones import client_of

pytestmark = pytest.mark.django_db
WHY = "El archivo era del mes anterior"


@pytest.fixture
def people() -> dict[str, User]:
    return everybody()


@pytest.fixture
def editor(people: dict[str, User]) -> Client:
    return client_of(people["editor"])


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def pressed(client: Client, button: str, **more: str) -> Any:
    """Send the form of the page that has the button, as a browser does, with what was filled in."""
    tree = etree.HTML(client.get(SOURCE).content.decode())
    found: Any = tree.xpath(f"//button[contains(normalize-space(), '{button}')]")
    (form,) = found[0].xpath("ancestor::form")
    fields = {field.get("name"): "" for field in form.xpath(".//input | .//textarea")}
    fields.pop("csrfmiddlewaretoken")
    assert set(more) <= set(fields), fields
    sent = {name: value for name, value in {**fields, **more}.items() if value}
    if found[0].get("name"):
        sent[found[0].get("name")] = found[0].get("value")
    return client.post(form.get("action"), sent)


def done(by: User) -> Job:
    """Do the last work that was asked for, as a worker does."""
    job = Job.objects.latest("created_at")
    task = {
        "undo_publication": work.undo,
        "return_to_snapshot": work.return_to,
        "withdraw_part": work.withdraw,
    }[job.kind]
    assert job.arguments["by_account"] == by.pk
    task(Unwatched(), **job.arguments)  # type: ignore[operator]
    Job.objects.filter(pk=job.pk).update(state=Job.State.SUCCEEDED)
    return job


def test_a_return_says_which_parts_it_replaces_and_replaces_them_on_purpose(
    people: dict[str, User], editor: Client, publish: Import
) -> None:
    publish(*TUMBES)
    publish(*COUNTRY, options=("--covers", "PE", "--replace"))
    assert covered() == [["PE"]]
    before = facts()
    assert "Reemplazar entero lo publicado que cubre parte de lo mismo (todo el país)" in (
        words(editor.get(SOURCE))
    )
    refused = pressed(editor, "Volver a la del", note=WHY)
    assert refused.status_code == 409
    assert "diga si se reemplaza entero" in words(refused)
    assert not Job.objects.exists()
    answer = pressed(editor, "Volver a la del", note=WHY, replaces_others="on")
    assert answer.status_code == 302
    assert facts() == before  # it waits for a worker
    done(people["editor"])
    assert covered() == [["24"]]
    assert facts() == {"CAR Tumbes", "CAM Villar"}
    last = DiaryEntry.objects.latest("pk")
    assert (last.action, last.note) == ("returned", WHY)


def test_a_return_that_nothing_is_in_the_way_of_asks_for_nothing(
    people: dict[str, User], editor: Client, publish: Import
) -> None:
    publish(*TUMBES)
    publish(TUMBES[0])
    assert "replaces_others" not in editor.get(SOURCE).content.decode()
    assert pressed(editor, "Volver a la del").status_code == 302
    done(people["editor"])
    assert facts() == {"CAR Tumbes", "CAM Villar"}


@pytest.mark.parametrize(
    ("button", "action", "left"),
    [
        ("Deshacer la última publicación", "undid", {"CAR Tumbes", "CAM Villar"}),
        ("Retirar lo publicado", "withdrew", set()),
        ("Volver a la del", "returned", {"CAR Tumbes", "CAM Villar"}),
    ],
)
def test_the_reason_is_in_the_diary(
    people: dict[str, User],
    editor: Client,
    publish: Import,
    button: str,
    action: str,
    left: set[str],
) -> None:
    publish(*TUMBES)
    publish(TUMBES[0])
    answer = pressed(editor, button, note=WHY)
    assert answer["Location"] == f"{SOURCE}#trabajo"
    done(people["editor"])
    assert facts() == left
    last = DiaryEntry.objects.latest("pk")
    assert (last.action, last.note, last.account) == (action, WHY, "edita")
    assert WHY in words(editor.get(SOURCE))


BUTTONS = ("Deshacer la última publicación", "Retirar lo publicado", "Volver a la del")


@pytest.mark.parametrize("button", BUTTONS)
def test_the_work_is_followed_cancelled_and_told_of_when_it_failed(
    people: dict[str, User], editor: Client, publish: Import, button: str
) -> None:
    publish(*TUMBES)
    publish(TUMBES[0])
    pressed(editor, button)
    job = Job.objects.get()
    Job.objects.update(state=Job.State.RUNNING, step="Comparando", rows_done=5, rows_total=20)
    page = editor.get(SOURCE)
    assert job.title in words(page)
    assert "5 de 20 filas" in words(page)
    assert f'id="job-progress-{job.pk}"' in page.content.decode()
    assert "data-following" in page.content.decode()
    pressed(editor, "Cancelar")
    job.refresh_from_db()
    assert job.cancel_asked_at
    Job.objects.update(state=Job.State.FAILED, message="No hay una publicación anterior.")
    told = editor.get(SOURCE)
    assert "No hay una publicación anterior." in words(told)
    assert "Falló" in words(told)
    assert "data-following" not in told.content.decode()
    assert facts() == {"CAR Tumbes"}


def test_work_that_ended_cannot_be_cancelled_nor_that_of_another_source(
    people: dict[str, User], editor: Client, publish: Import
) -> None:
    publish(*TUMBES)
    pressed(editor, "Retirar lo publicado")
    job = Job.objects.get()
    address = f"{SOURCE}trabajos/{job.pk}/cancelar/"
    for stranger in ("member", "foreign_editor"):
        assert client_of(people[stranger]).post(address).status_code == 403
    assert Client().post(address)["Location"].startswith("/cuenta/ingresar/")
    admin = client_of(people["admin"])
    other = f"/publicar/fuentes/extractives/trabajos/{job.pk}/cancelar/"
    assert admin.post(other).status_code == 404
    job.refresh_from_db()
    assert job.cancel_asked_at is None
    # Whoever may ask for such work may end it, also what another asked for.
    assert client_of(people["second_editor"]).post(address).status_code == 302
    assert Job.objects.get().cancel_asked_at
    Job.objects.update(state=Job.State.SUCCEEDED)
    assert editor.post(address).status_code == 409


def test_who_only_looks_has_no_forms(people: dict[str, User], publish: Import) -> None:
    """Where a second person is required an editor undoes nothing alone."""
    publish(*TUMBES)
    publish(TUMBES[0])
    part = PublishedPart.objects.get()
    part_page = f"/publicar/partes/{part.pk}/"
    snapshot = Snapshot.objects.earliest("pk")
    SourceSetting.objects.create(source="environment")
    client = client_of(people["editor"])
    page = client.get(SOURCE).content.decode()
    assert part_page not in page
    assert f"/publicar/publicaciones/{snapshot.pk}/volver/" not in page
    assert client.post(part_page, {"decision": "undo"}).status_code == 403
