"""A commitment's tracking on its pages: what is shown, to whom, and the forms of its agencies."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from layers import stored
from layers.models import StoredFile
from territory.models import Evidence, Milestone, ProgressReport, Rating
from tests.publishers import APPROVER, EDITOR, everybody, publisher
from tests.tracking import evidence, milestone, report, second_person
from tests.zones import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("untracked")]

SHEET = "/compromisos/3/seguimiento/"
MILESTONE = {
    "codigo": "1.1",
    "titulo": "Hito de la prueba",
    "fin_previsto": "2018-06-30",
    "estado": "en curso",
    "avance": "40",
    "lugares": "08",
    "fuente_url": "https://example.org/plan",
    "fecha": "2018-12-31",
}
SECRET = "Secreto de borrador"


def editor_client() -> Client:
    return client_of(publisher("edita", "MINAM-DGPIGA", EDITOR))


def text_of(client: Client, address: str = SHEET) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    assert isinstance(answer, HttpResponse)
    return answer.content.decode()


def step(client: Client, kind: str, record: Any, name: str, **more: str) -> Any:
    record.refresh_from_db()
    form = {"version": str(record.version), "step": name} | more
    return client.post(f"{SHEET}{kind}/{record.pk}/paso/", form)


def test_a_milestone_travels_from_its_editor_to_the_public() -> None:
    editor, visitor = editor_client(), Client()
    boss = client_of(publisher("aprueba", "MINAM-DGPIGA", APPROVER))
    assert editor.post(f"{SHEET}hito/", MILESTONE).status_code == 302
    made = Milestone.objects.get()
    assert (made.percent, made.units) == (40, ["08"])
    assert "Hito de la prueba" not in text_of(visitor)
    assert step(editor, "hito", made, "submit").status_code == 302
    assert step(editor, "hito", made, "publish").status_code == 403
    assert step(boss, "hito", made, "publish").status_code == 302
    page = text_of(visitor)
    assert "Hito de la prueba" in page
    assert "184 días de retraso al 31/12/2018" in page
    assert "Hito de la prueba" in text_of(visitor, "/compromisos/3/")
    history = text_of(visitor, f"{SHEET}hito/{made.pk}/historia/")
    assert "MINAM-DGPIGA" in history
    assert "edita" not in history


def test_bad_values_are_said_beside_their_fields() -> None:
    answer = editor_client().post(f"{SHEET}hito/", MILESTONE | {"avance": "150", "fecha": "ayer"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "El avance es un número entero de 0 a 100." in page
    assert "No es una fecha" in page
    assert not Milestone.objects.exists()
    editor = client_of(publisher("otra", "MINAM-DGPIGA", EDITOR))
    milestone(code="1.1")
    answer = editor.post(f"{SHEET}hito/", MILESTONE)
    assert "ya tiene un hito con ese código" in answer.content.decode()


def test_scripts_in_texts_are_texts() -> None:
    script = "<script>alert(1)</script>"
    made = milestone(title=script, state="published", planned_end="2018-01-01")
    report(made, text=script, next_steps=script, state="published")
    visitor = Client()
    for address in (SHEET, "/compromisos/3/", f"{SHEET}hito/{made.pk}/historia/"):
        page = text_of(visitor, address)
        assert script not in page
        assert "&lt;script&gt;" in page


# What each account gets at each address; the visitor's are the public ones.
PRIVATE = ("hito/", "importar/", "autoevaluacion/")


def test_each_role_at_each_address() -> None:
    draft = report(milestone(code="b", title=SECRET, state="published"), text=SECRET)
    Milestone.objects.update(state="draft")
    inner = evidence(draft, title=SECRET)
    outs = (
        SHEET,
        "/compromisos/3/",
        "/compromisos/3/seguimiento.csv",
        "/seguimiento.csv",
    )
    parts = (
        f"{SHEET}hito/{draft.milestone_id}/historia/",
        f"{SHEET}informe/{draft.pk}/historia/",
        f"{SHEET}evidencia/{inner.pk}/historia/",
    )
    sees = {"editor", "second_editor", "approver", "both", "admin"}
    prepares = {"editor", "second_editor", "both", "admin"}
    clients = {name: client_of(user) for name, user in everybody().items() if name != "inactive"}
    for name, client in {"anonymous": Client(), **clients}.items():
        for address in outs:
            found = b"".join(client.get(address)).decode()
            # The summary and the whole file are of the same rows.
            assert (SECRET in found) == (name in sees), (name, address)
        for address in parts:
            assert client.get(address).status_code == (200 if name in sees else 404), name
        for address in PRIVATE:
            expected = 200 if name in prepares else (302 if name == "anonymous" else 403)
            assert client.get(SHEET + address).status_code == expected, (name, address)
        answer = step(client, "hito", draft.milestone, "nada")
        assert answer.status_code == (302 if name == "anonymous" else 404)


def test_a_form_without_its_token_is_refused() -> None:
    user = publisher("edita", "MINAM-DGPIGA", EDITOR)
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    assert client.post(f"{SHEET}hito/", MILESTONE).status_code == 403
    assert not Milestone.objects.exists()


def test_who_holds_an_old_version_is_told_so() -> None:
    made = milestone()
    editor = editor_client()
    form = MILESTONE | {"version": "1"}
    Milestone.objects.update(title="Otra persona")
    answer = editor.post(f"{SHEET}hito/{made.pk}/", form)
    assert answer.status_code == 412
    assert "alguien guardó entretanto" in answer.content.decode()


def test_a_change_of_what_is_published_waits() -> None:
    made = milestone(state="published", title="Antes")
    editor = editor_client()
    editor.post(f"{SHEET}hito/{made.pk}/", MILESTONE | {"version": "1"})
    assert "Hito de la prueba" in text_of(editor)
    assert "Hito de la prueba" not in text_of(Client())


def test_an_approver_of_a_careful_agency_is_not_their_own_second() -> None:
    second_person()
    both = client_of(publisher("hace", "MINAM-DGPIGA", EDITOR, APPROVER))
    both.post(f"{SHEET}hito/", MILESTONE)
    made = Milestone.objects.get()
    step(both, "hito", made, "submit")
    answer = step(both, "hito", made, "publish")
    assert answer.status_code == 403
    assert "otra persona de la entidad" in answer.content.decode()


def test_evidence_is_private_until_somebody_clears_it() -> None:
    made = report(milestone(state="published"), state="published")
    editor, visitor = editor_client(), Client()
    boss = client_of(publisher("aprueba", "MINAM-DGPIGA", APPROVER))
    file = SimpleUploadedFile("asistencia.csv", b"nombre;firma\nuna;dos\n")
    address = f"{SHEET}informe/{made.pk}/evidencia/"
    answer = editor.post(address, {"title": "Lista de sectores", "file": file})
    assert answer.status_code == 302
    kept = Evidence.objects.get()
    assert kept.file is not None
    where = f"{SHEET}evidencia/{kept.pk}/archivo/"
    assert stored.digest_of(StoredFile.objects.get(pk=kept.file)) == kept.sha256
    assert visitor.get(where).status_code == 404
    step(editor, "evidencia", kept, "submit")
    assert step(boss, "evidencia", kept, "publish").status_code == 400
    assert visitor.get(where).status_code == 404
    assert step(boss, "evidencia", kept, "publish", cleared="on").status_code == 302
    answer = visitor.get(where)
    assert b"".join(answer) == b"nombre;firma\nuna;dos\n"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "Lista de sectores" in text_of(visitor)
    step(boss, "evidencia", kept, "withdraw")
    assert visitor.get(where).status_code == 404


def test_the_two_ratings_stand_side_by_side() -> None:
    editor = editor_client()
    said = {"scale": "completion", "value": "complete", "document": "Informe propio"}
    said |= {"source_url": "https://example.org/auto", "read_on": "2019-12-01"}
    assert editor.post(f"{SHEET}autoevaluacion/", said).status_code == 302
    own = Rating.objects.get()
    assert (own.by, own.state) == ("self", "draft")
    bad = editor.post(f"{SHEET}autoevaluacion/", said | {"value": "marginal"})
    assert "no es de esa escala" in bad.content.decode()
    Rating.objects.update(state="published")
    Rating.objects.create(
        commitment=own.commitment,
        by="independent",
        scale="completion",
        value="limited",
        document="Informe IRM",
        source_url="https://example.org/irm",
        read_on=timezone.localdate(),
        state="published",
    )
    page = re.sub(r"\s+", " ", text_of(Client()))
    row = page[page.index("Cumplimiento") :]
    assert row.index("Completo") < row.index("Limitado") < row.index("Primeros resultados")


def test_a_file_is_shown_before_it_changes_anything() -> None:
    milestone(code="1.1", title="Antes")
    editor = editor_client()
    content = b"".join(editor.get("/compromisos/3/seguimiento.csv"))
    address = f"{SHEET}importar/"
    same = editor.post(address, {"file": SimpleUploadedFile("a.csv", content)})
    assert "Nuevas: 0 · cambiadas: 0 · sin cambios: 1" in same.content.decode()
    text = content.decode("utf-8-sig").replace("Antes", "Después & <b>")
    seen = editor.post(address, {"file": SimpleUploadedFile("a.csv", text.encode())})
    assert "cambiadas: 1" in seen.content.decode()
    # Percent-encoded, a file within its bound may pass Django's DATA_UPLOAD_MAX_MEMORY_SIZE.
    forms = re.findall(r"<form [^>]*>\s*<input[^>]*>\s*<(?:textarea|div)", seen.content.decode())
    assert [("multipart/form-data" in form) for form in forms] == [True, True]
    assert Milestone.objects.get().title == "Antes"
    assert editor.post(address, {"content": text, "apply": "1"}).status_code == 302
    assert Milestone.objects.get().title == "Después & <b>"
    fresh = b"".join(editor.get("/compromisos/3/seguimiento.csv")).decode("utf-8-sig")
    wrong = editor.post(address, {"content": fresh.replace("2018-06-30", "ayer"), "apply": "1"})
    assert wrong.status_code == 422
    assert "<code>fecha</code>" in re.sub(r"\s+", "", wrong.content.decode())
    old = editor.post(address, {"content": text.replace("Después", "Otra vez"), "apply": "1"})
    assert "descárguela de nuevo" in old.content.decode()


def test_the_dictionary_names_the_columns_of_the_file() -> None:
    page = text_of(Client(), "/seguimiento/diccionario/")
    content = b"".join(Client().get("/seguimiento.csv")).decode("utf-8-sig")
    for name in next(csv.reader(io.StringIO(content), delimiter=";")):
        assert f"<code>{name}</code>" in re.sub(r"\s+", "", page), name


def test_the_pages_ask_a_fixed_number_of_queries(django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        made = milestone(code=f"h{number}", state="published", units=["08"])
        for place in (1, 2):
            part = report(made, place, state="published")
            evidence(part, state="published", cleared_at=timezone.now())
    assert ProgressReport.objects.count() == 24
    with django_assert_max_num_queries(14):
        text_of(Client())
