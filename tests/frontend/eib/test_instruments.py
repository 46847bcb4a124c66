"""Pages and API of instruments and rounds: what is shown, what stays back, hostile questions."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from territory.models import EibInstrument, EibRound
from tests.eib_rounds import ITEMS, csv_of, file_object, instrument, loaded, round_of, schools
from tests.frontend.reading import text_of
from tests.processes import member
from tests.publishers import APPROVER, EDITOR

pytestmark = pytest.mark.django_db

SHEET = "/eib/instrumentos/monitoreo/"
ROUND = f"{SHEET}rondas/2019-1/"
RESULTS = "/api/v1/eib/round-results/"
ADDRESSES = (
    "/eib/instrumentos/",
    SHEET,
    ROUND,
    f"{ROUND}?por=lengua",
    f"{ROUND}?por=red",
    f"{ROUND}?por=cobertura",
    f"{RESULTS}",
    "/api/v1/eib/rounds/",
    "/api/v1/eib/instruments/",
    "/api/v1/eib/round-answers/",
)


def answers(services: int, favourable: int) -> bytes:
    """Of each service ten teachers, so many of whom were trained; a small network beside."""
    rows: list[tuple[Any, ...]] = []
    for n in range(1, services + 1):
        rows += [(n, 0, f"R{n % 3}", "F1", "SI", favourable)]
        rows += [(n, 0, f"R{n % 3}", "F1", "NO", 10 - favourable)]
        rows += [(n, 0, f"R{n % 3}", "M1", "TODOS" if n % 2 else "NADA", 1)]
    return csv_of([*rows, (services + 1, 0, "R9", "F1", "SI", 2)])


@pytest.fixture
def editor() -> User:
    listed = [(f"{n:07}", f"08000{n % 2 + 1}", "Quechua") for n in range(1, 25)]
    schools([*listed, ("0000025", "080001", "Aimara"), ("0000026", "080002", "Aimara")])
    return member("edita", EDITOR, 5)


@pytest.fixture
def published(editor: User) -> EibRound:
    """Two rounds, the second of a version that asks of materials otherwise."""
    first, second = instrument(), instrument(number=2, text=ITEMS.replace("¿Llegaron", "¿Llegan"))
    for of, code, favourable in ((first, "2019-1", 6), (second, "2019-2", 8)):
        held = round_of(of, code, ends_on=f"2019-{4 + favourable // 2}-30")
        loaded(editor, held, answers(24, favourable))
        EibRound.objects.filter(pk=held.pk).update(state="published")
    return EibRound.objects.get(code="2019-1")


def test_a_rounds_page_says_what_was_asked_when_and_how_many_answered(
    client: Client, published: EibRound
) -> None:
    text = text_of(client, ROUND)
    for said in (
        "Monitoreo de materiales EIB, versión 1",
        "del 1 de abril de 2019 al 30 de julio de 2019",
        "Todos los servicios de las redes priorizadas.",
        "25 de los 26 servicios del registro EIB",
        "MINEDU, DEIB",
        "corte 30 de junio de 2019",
        # 24 services with six of ten, and two of the small network.
        "60 % 146 de 242",
    ):
        assert said in text
    assert "EJEMPLO ·" not in text


def test_a_small_network_isnt_shown_nor_what_would_tell_of_it(
    client: Client, published: EibRound
) -> None:
    text = text_of(client, f"{ROUND}?por=red&ugel=080001")
    assert "R9" in text
    rows = list(
        csv.DictReader(io.StringIO(client.get(f"{RESULTS}?f=csv").content.decode("utf-8-sig")))
    )
    small = [r for r in rows if r["network"] == "R9"]
    assert small
    assert all((r["state"], r["total"], r["favourable"]) == ("suppressed", "", "") for r in small)
    # Who knows that Aimara is spoken in that network alone isn't told of the language either.
    for r in rows:
        if (r["language"], r["level"], r["item"]) == ("Aimara", "language", "F1"):
            assert r["state"] == "suppressed"


def test_rounds_stand_side_by_side_and_another_wording_is_another_question(
    client: Client, published: EibRound
) -> None:
    text = text_of(client, SHEET)
    assert "60 % 146 de 242" in text
    assert "80 % 194 de 242" in text
    assert text.index("60 % 146 de 242") < text.index("80 % 194 de 242")
    assert text.count("no se preguntó así") == 2
    of_language = text_of(client, f"{SHEET}?lengua=Aimara")
    assert "60 % 146 de 242" not in of_language
    of_ugel = text_of(client, f"{SHEET}?ugel=080002")
    assert "60 % 72 de 120" in of_ugel


def test_the_api_tells_the_same_with_source_and_cut_off(
    client: Client, published: EibRound
) -> None:
    found = client.get(f"{RESULTS}?instrument=monitoreo&round=2019-1&level=country").json()
    by_item = {row["item"]: row for row in found["results"]}
    assert by_item[None] | {"total": 25, "registered": 26, "favourable": None} == by_item[None]
    assert (by_item["F1"]["total"], by_item["F1"]["favourable"]) == (242, 146)
    assert by_item["F1"]["source"] == "MINEDU, DEIB"
    assert by_item["F1"]["cutoff_date"] == "2019-06-30"
    rounds = client.get("/api/v1/eib/rounds/?instrument=monitoreo").json()["results"]
    assert [row["round"] for row in rounds] == ["2019-2", "2019-1"]
    versions = client.get("/api/v1/eib/instruments/").json()["results"]
    assert [row["number"] for row in versions] == [2, 1]
    assert versions[0]["items"][0]["answers"][0] == {
        "code": "SI",
        "text": "Sí",
        "favourable": True,
    }
    counts = client.get("/api/v1/eib/round-answers/?round=2019-1").json()["results"]
    assert {(row["item"], row["answer"]): row["number"] for row in counts}["F1", "SI"] == 146


@pytest.mark.parametrize(
    "query",
    ["instrument=%00", "round=a b", "level=provincia", "nivel=ugel", "instrument=" + "x" * 99],
)
def test_what_cant_be_asked_of_the_results_is_refused_by_name(client: Client, query: str) -> None:
    answer = client.get(f"{RESULTS}?{query}")
    assert answer.status_code == 400
    assert "\x00" not in answer.content.decode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_more_groups_and_rounds_ask_no_more_queries(
    client: Client, published: EibRound, editor: User, address: str
) -> None:
    def number() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    before = number()
    for n in range(3):
        held = round_of(published.instrument, f"otra-{n}")
        loaded(editor, held, answers(20, 5))
        EibRound.objects.filter(pk=held.pk).update(state="published")
    instrument("otro")
    assert number() == before


@pytest.mark.parametrize("state", ["draft", "submitted", "withdrawn"])
def test_what_isnt_published_is_nowhere(client: Client, published: EibRound, state: str) -> None:
    EibRound.objects.filter(pk=published.pk).update(state=state)
    assert client.get(ROUND).status_code == 404
    assert "146" not in text_of(client, SHEET)
    assert "2019-1" not in client.get(RESULTS).content.decode()
    EibInstrument.objects.update(state=state)
    assert client.get(SHEET).status_code == 404
    assert client.get(RESULTS).json()["results"] == []
    assert client.get(f"{SHEET}preguntas/1/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        f"{SHEET}?version=9",
        f"{SHEET}?version=%00",
        f"{SHEET}preguntas/99999999999/",
        f"{ROUND}?por=persona",
        "/eib/instrumentos/otro/",
        f"{SHEET}rondas/otra/",
        "/eib/rondas/99999999999999999999/respuestas/",
    ],
)
def test_what_there_isnt_is_404(client: Client, published: EibRound, address: str) -> None:
    client.force_login(User.objects.get(username="edita"))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("value", ["%00", "<script>alert(1)</script>", "' OR 1=1 --", "x" * 5000])
def test_hostile_words_are_words(client: Client, published: EibRound, value: str) -> None:
    for address in (
        f"{SHEET}?ugel={value}",
        f"{SHEET}?lengua={value}",
        f"{ROUND}?por=red&ugel={value}",
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()


def test_the_questions_come_as_the_csv_that_a_version_is_typed_from(
    client: Client, published: EibRound
) -> None:
    assert client.get(f"{SHEET}preguntas/1/").content.decode("utf-8-sig") == ITEMS


def test_the_samples_are_marked_until_there_is_a_fact(client: Client) -> None:
    text = text_of(client, "/eib/instrumentos/")
    assert "EJEMPLO ·" in text
    address = "/eib/instrumentos/ejemplo-de-la-formacion-al-aula/"
    shown = text_of(client, address)
    assert "EJEMPLO · Tercera ronda" in shown
    rounds = client.get("/api/v1/eib/rounds/").json()["results"]
    assert len(rounds) == 3
    assert all(row["is_sample"] and row["services_answered"] for row in rounds)
    instrument()
    assert "EJEMPLO ·" not in text_of(client, "/eib/instrumentos/")
    assert client.get(address).status_code == 404
    assert client.get("/api/v1/eib/rounds/").json()["results"] == []
    assert client.get(RESULTS).json()["results"] == []


# Bringing answers in


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
