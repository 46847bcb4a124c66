"""Bringing the answers of a round in, by file and by form: what is wrong, and who may."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from territory.models import EibRound
from tests.eib_rounds import answers, csv_of, file_object, instrument, round_of
from tests.frontend.reading import text_of
from tests.processes import member
from tests.publishers import APPROVER, EDITOR

pytestmark = pytest.mark.django_db


def test_an_editor_sees_what_is_wrong_of_a_file_and_brings_it_in(
    client: Client, editor: User
) -> None:
    held = round_of(instrument())
    client.force_login(editor)
    address = f"/eib/rondas/{held.pk}/respuestas/"
    assert "Todavía ninguna respuesta" in text_of(client, address)
    wrong = file_object(csv_of([("1", "0", "Rosa Mamani", "F1", "SI", 3)]))
    answer = client.post(
        f"{address}archivo/", {"file": wrong, "version": held.version}, follow=True
    )
    text = answer.content.decode()
    assert "1 celda no sirve" in text
    assert "no un nombre" in text
    assert "Rosa" not in text
    good = file_object(answers(24, 6))
    sent = {"file": good, "version": held.version}
    text = client.post(f"{address}archivo/", sent, follow=True).content.decode()
    assert "25 de los 26 servicios" in text
    assert "celda no sirve" not in text
    stale = client.post(f"{address}archivo/", {"file": file_object(b"x"), "version": held.version})
    assert stale.status_code == 412


def test_a_file_of_persons_is_refused_on_the_page_without_repeating_it(
    client: Client, editor: User
) -> None:
    held = round_of(instrument())
    client.force_login(editor)
    content = b"cod_mod;anexo;red;item;respuesta;cantidad;DNI\n1;0;R1;F1;SI;9;40123456\n"
    answer = client.post(
        f"/eib/rondas/{held.pk}/respuestas/archivo/",
        {"file": file_object(content), "version": held.version},
    )
    assert answer.status_code == 422
    assert "parece de personas" in answer.content.decode()
    assert "40123456" not in answer.content.decode()


def test_a_service_is_typed_into_the_form(client: Client, editor: User) -> None:
    held = round_of(instrument())
    client.force_login(editor)
    address = f"/eib/rondas/{held.pk}/respuestas/"
    typed = {"code": "1", "annex": "0", "network": "Rosa", "a-F1-SI": "9", "version": held.version}
    refused = client.post(f"{address}servicio/", typed)
    assert refused.status_code == 422
    assert "no un nombre" in refused.content.decode()
    taken = client.post(f"{address}servicio/", typed | {"network": "R1", "a-F1-NO": "6"})
    assert taken.status_code == 302
    held.refresh_from_db()
    assert held.answer_rows == 2
    nothing = client.post(f"{address}servicio/", {"code": "1", "annex": "0", "network": "R1"})
    assert nothing.status_code == 422
    huge = client.post(f"{address}servicio/", typed | {"network": "R1", "a-F1-SI": "9" * 30})
    assert huge.status_code == 422


@pytest.mark.parametrize("name", ["", "archivo/", "servicio/", "plantilla/"])
def test_answers_are_for_who_prepares_them(client: Client, editor: User, name: str) -> None:
    held = round_of(instrument(), state="published")
    address = f"/eib/rondas/{held.pk}/respuestas/{name}"
    method = client.post if name in ("archivo/", "servicio/") else client.get
    assert method(address).status_code == 302
    client.force_login(member("ajena", EDITOR, 1))
    assert method(address).status_code == 403
    EibRound.objects.filter(pk=held.pk).update(state="draft")
    assert method(address).status_code == 404
    client.force_login(member("aprueba", APPROVER, 5))
    held.refresh_from_db()
    given: dict[str, Any] = {"file": file_object(answers(3, 6)), "version": held.version}
    given |= {"code": "1", "annex": "0"}
    expected = {"": 200, "archivo/": 403, "servicio/": 403, "plantilla/": 200}
    answer = method(address, given | {"network": "R1", "a-F1-SI": "9"})
    assert answer.status_code == expected[name]
    held.refresh_from_db()
    assert held.answer_rows is None


def test_the_template_is_a_file_to_fill_in(client: Client, editor: User) -> None:
    held = round_of(instrument())
    client.force_login(editor)
    text = client.get(f"/eib/rondas/{held.pk}/respuestas/plantilla/").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [(row["item"], row["respuesta"]) for row in rows][:3] == [
        ("F1", "SI"),
        ("F1", "NO"),
        ("M1", "TODOS"),
    ]
