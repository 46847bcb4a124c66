"""Records of a process from their first draft to the public: changed, compared, remembered."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from territory.models import (
    Agreement,
    Consultation,
    ConsultationVersion,
    Forum,
    ForumSession,
    SessionMinutes,
)
from tests.frontend.participation.preparing.forms import SOURCED, START, forum_form, publish, take
from tests.frontend.participation.reading import html_of
from tests.processes import agency_of, forum, member
from tests.zones import client_of

pytestmark = pytest.mark.django_db


def test_a_forum_travels_with_its_session_minutes_and_agreement_to_the_public() -> None:
    editor, visitor = client_of(member("edita", "editor")), Client()
    boss = client_of(member("aprueba", "approver"))
    answer = editor.post(f"{START}foro/nuevo/", forum_form())
    made = Forum.objects.get(slug="nuevo")
    assert answer.headers["Location"] == f"{START}foro/{made.pk}/"
    assert made.geom is not None
    # Typed as here: decimal commas, and latitude first.
    assert (made.geom.x, made.geom.y, made.units) == (-71.97, -13.52, ["08", "13"])
    held = {"number": "1", "title": "Primera", "held_on": "2018-05-10", "agenda": "Uno"}
    assert editor.post(f"{START}sesion/nuevo/?en={made.pk}", held | SOURCED).status_code == 302
    first = ForumSession.objects.get(forum=made)
    agreed = {"code": "A1", "text": "Publicar el acta", "topic": "Datos", "progress": "pending"}
    agreed |= {"owner": str(agency_of(1).pk), "due_on": "2018-12-31"} | SOURCED
    assert editor.post(f"{START}acuerdo/nuevo/?en={first.pk}", agreed).status_code == 302
    text = {"text": "Se aprobó la agenda"}
    assert editor.post(f"{START}acta/nuevo/?en={first.pk}", text).status_code == 302
    html_of(visitor, "/participar/espacios/nuevo/", 404)
    kept = SessionMinutes.objects.get(session=first)
    publish(editor, boss, "foro", made)
    publish(editor, boss, "sesion", first)
    publish(editor, boss, "acuerdo", Agreement.objects.get(code="A1", session=first))
    assert take(editor, "acta", kept, "submit").status_code == 302
    # Nobody said that the minutes name no one: the database would refuse them as well.
    assert take(boss, "acta", kept, "publish").status_code == 422
    assert "Se aprobó la agenda" not in html_of(visitor, "/participar/espacios/nuevo/")
    assert take(boss, "acta", kept, "publish", cleared="on").status_code == 302
    page = html_of(visitor, "/participar/espacios/nuevo/")
    for words in ("Foro nuevo", "Primera", "Publicar el acta", "(vencido)", "Se aprobó la agenda"):
        assert words in page


def test_a_consultation_gets_versions_whose_paragraphs_keep_their_numbers() -> None:
    editor, boss = client_of(member("edita", "editor")), client_of(member("aprueba", "approver"))
    form = {"slug": "propuesta", "title": "Propuesta", "opens_on": "2018-02-01"}
    form |= {"closes_on": "2018-02-28", "commitment": forum_form()["commitment"]} | SOURCED
    page = html_of(editor, f"{START}consulta/nuevo/")
    # Whatever other fields a consultation has, the form begins with a choice of each.
    form |= dict(re.findall(r'name="(kind)"[^>]*>.*?value="(\w+)"', page))
    assert editor.post(f"{START}consulta/nuevo/", form).status_code == 302
    made = Consultation.objects.get(slug="propuesta")
    first = {"number": "1", "paragraphs": "Uno\n\nDos", "note": "Primera"}
    address = f"{START}version/nuevo/?en={made.pk}"
    assert editor.post(address, first).status_code == 302
    page = html_of(editor, address)
    assert "[1] Uno [2] Dos" in page
    assert 'name="number" value="2"' in page
    second = {"number": "2", "paragraphs": "[2] Dos, mejor\n\nTres", "note": "Con aportes"}
    assert editor.post(address, second).status_code == 302
    rows = ConsultationVersion.objects.filter(consultation=made).order_by("number")
    assert [[item["number"] for item in row.paragraphs] for row in rows] == [[1, 2], [2, 3]]
    publish(editor, boss, "consulta", made)
    for row in rows:
        publish(editor, boss, "version", row)
    shown = html_of(Client(), "/participar/consultas/propuesta/?comparar=1")
    assert "<ins>Dos, mejor</ins>" in shown
    made.refresh_from_db()
    closing = {**form, "closing_summary": "Cambió un párrafo", "version": str(made.version)}
    assert editor.post(f"{START}consulta/{made.pk}/", closing).status_code == 302
    assert "Cambió un párrafo" not in html_of(Client(), "/participar/consultas/propuesta/")
    publish(editor, boss, "consulta", made)
    assert "Cambió un párrafo" in html_of(Client(), "/participar/consultas/propuesta/")


def test_a_change_of_what_is_published_waits_and_can_be_forgotten() -> None:
    editor, boss = client_of(member("edita", "editor")), client_of(member("aprueba", "approver"))
    made = forum("nuevo", name="Antes")
    address = f"{START}foro/{made.pk}/"
    changed = forum_form(name="Después", version=str(made.version))
    assert editor.post(address, changed).status_code == 302
    assert "Después" not in html_of(Client(), "/participar/espacios/nuevo/")
    page = html_of(boss, address)
    assert "<del>Antes</del> → <ins>Después</ins>" in page
    assert "<form" not in page[page.index('id="datos"') :].split("</main>")[0]
    assert take(editor, "foro", made, "drop").status_code == 302
    made.refresh_from_db()
    assert made.proposed is None
    assert take(editor, "foro", made, "drop").status_code == 409


def test_saving_without_a_change_proposes_nothing() -> None:
    """Whatever the place's decimals: what is shown is what is stored."""
    editor = client_of(member("edita", "editor"))
    made = forum(geom="SRID=4326;POINT(-71.97123456789 -13.5200000001)", units=["08", "0801"])
    page = editor.get(f"{START}foro/{made.pk}/").content.decode()
    form = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', page))
    form["sector"] = made.sector
    assert editor.post(f"{START}foro/{made.pk}/", form).status_code == 302
    made.refresh_from_db()
    assert made.proposed is None


def test_an_older_version_changes_nothing_and_what_was_typed_stays() -> None:
    editor = client_of(member("edita", "editor"))
    made = forum(state="draft")
    old = str(made.version)
    Forum.objects.filter(pk=made.pk).update(name="De otra persona")
    answer = editor.post(f"{START}foro/{made.pk}/", forum_form(name="Mío", version=old))
    page = answer.content.decode()
    assert answer.status_code == 412
    assert "alguien guardó entretanto" in page
    assert 'value="Mío"' in page
    made.refresh_from_db()
    assert made.name == "De otra persona"
    assert take(editor, "foro", made, "submit").status_code == 302
    answer = editor.post(f"{START}foro/{made.pk}/paso/", {"version": old, "step": "withdraw"})
    assert answer.status_code in {403, 412}


def test_the_history_is_everybodys_as_far_as_it_was_published() -> None:
    editor, boss = client_of(member("edita", "editor")), client_of(member("aprueba", "approver"))
    editor.post(f"{START}foro/nuevo/", forum_form(name="Secreto de borrador"))
    made = Forum.objects.get(slug="nuevo")
    editor.post(f"{START}foro/{made.pk}/", forum_form(version=str(made.version)))
    address = f"{START}foro/{made.pk}/historia/"
    html_of(Client(), address, 404)
    made.refresh_from_db()
    publish(editor, boss, "foro", made)
    page = html_of(Client(), address)
    assert agency_of(1).acronym in page
    for hidden in ("Secreto de borrador", "edita", "aprueba"):
        assert hidden not in page
    assert "Secreto de borrador" in html_of(editor, address)
