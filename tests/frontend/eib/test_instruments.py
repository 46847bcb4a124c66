"""Pages and API of instruments and rounds: what is shown, what stays back, hostile questions."""

from __future__ import annotations

import csv
import io

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from territory.models import EibInstrument, EibRound
from tests.eib_rounds import ITEMS, answers, instrument, loaded, round_of
from tests.frontend.reading import text_of

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
