"""The pages of forums, agreements and consultations, as visitors and agencies see them."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from territory.models.placed import SAMPLE_PREFIX
from tests.processes import agreement, consultation, forum, member, minutes, session, version
from tests.zones import client_of

pytestmark = pytest.mark.django_db
SPACES, AGREEMENTS = "/participar/espacios/", "/participar/acuerdos/"
HOSTILE = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    if status != 404:
        assert "private" in response["Cache-Control"]
    return response.content.decode()


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        page(client, address)
    return len(captured)


def test_a_visitor_reads_a_forum_with_its_sessions(client: Client) -> None:
    held = session(forum(academia=7), agenda="Presupuesto", venue="Casa comunal", donors=3)
    agreement(held, text="Publicar el presupuesto")
    minutes(held, text="Se leyó el acta", cleared_at=timezone.now(), state="published")
    assert "Foro foro" in page(client, SPACES)
    text = page(client, f"{SPACES}foro/")
    for words in ("Presupuesto", "Casa comunal", "Se leyó el acta", "Publicar el presupuesto"):
        assert words in text
    assert "(vencido)" in text
    assert "no se conoce" in text
    assert "no es un hecho" not in text


def test_a_draft_is_seen_by_its_agency_alone(client: Client) -> None:
    held = session(forum())
    agreement(held, text="Acuerdo callado", state="draft")
    minutes(held, text="Acta callada")
    forum("callado", state="draft")
    session(held.forum, 2, title="Sesión callada", state="submitted")
    shown = page(client, f"{SPACES}foro/")
    own = page(client_of(member("prepara", "editor")), f"{SPACES}foro/")
    for words in ("Acuerdo callado", "Sesión callada"):
        assert words not in shown
        assert words in own
    # Minutes that nobody has confirmed are on no page.
    assert "Acta callada" not in shown + own
    assert "callado" not in page(client, SPACES) + page(client, AGREEMENTS)
    assert "callado" not in b"".join(client.get("/participar/acuerdos.csv")).decode()
    page(client, f"{SPACES}callado/", 404)


def test_what_was_written_is_escaped(client: Client) -> None:
    held = session(forum(purpose=HOSTILE), agenda=HOSTILE, venue=HOSTILE)
    agreement(held, text=HOSTILE, topic=HOSTILE)
    minutes(held, text=HOSTILE, cleared_at=timezone.now(), state="published")
    text = consultation(summary=HOSTILE, closing_summary=HOSTILE)
    version(text, 1, "Uno", note=HOSTILE)
    version(text, 2, HOSTILE)
    for address in (
        f"{SPACES}foro/",
        AGREEMENTS,
        "/participar/consultas/consulta/",
        "/participar/consultas/consulta/?comparar=1",
    ):
        shown = page(client, address)
        assert HOSTILE not in shown
        assert ESCAPED in shown


@pytest.mark.parametrize(
    "address",
    [
        "/participar/espacios/ninguno/",
        "/participar/consultas/ninguna/",
        "/participar/consultas/consulta/?version=9",
        "/participar/consultas/consulta/?comparar=x",
    ],
)
def test_what_there_is_not_is_not_found(client: Client, address: str) -> None:
    version(consultation())
    page(client, address, 404)


def many(count: int, start: int = 0) -> None:
    for place in range(start, start + count):
        made = forum(f"foro-{place}")
        for number in (1, 2):
            held = session(made, number, units=["08"])
            agreement(held, topic=f"Tema {place}")
            minutes(held, cleared_at=timezone.now(), state="published")
        text = consultation(f"consulta-{place}")
        for number in range(1, 2 + place):
            version(text, number)


@pytest.mark.parametrize("address", [SPACES, AGREEMENTS])
def test_a_list_takes_the_same_queries_with_more_rows(client: Client, address: str) -> None:
    many(1)
    page(client, address)
    before = queries(client, address)
    many(4, 1)
    assert queries(client, address) == before


def test_a_sheet_takes_the_same_queries_with_more_rows(client: Client) -> None:
    many(5)
    page(client, f"{SPACES}foro-1/")
    before = queries(client, f"{SPACES}foro-0/")
    made = session(forum("grande"), 1, units=["08"])
    for number in range(2, 8):
        agreement(session(made.forum, number, units=["15"]), "B")
    assert queries(client, f"{SPACES}grande/") == before
    consultations = "/participar/consultas/consulta-"
    assert queries(client, f"{consultations}0/") == queries(client, f"{consultations}4/")


def chosen(client: Client, query: str) -> list[str]:
    """The codes of the CSV, which are those of the page."""
    response: Any = client.get(f"/participar/acuerdos.csv?{query}")
    assert response.status_code == 200
    rows = list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    shown = page(client, f"{AGREEMENTS}?{query}")
    assert all(f"Acuerdo {row['code']} " in " ".join(shown.split()) for row in rows)
    return sorted(row["code"] for row in rows)


def test_agreements_by_state_place_topic_and_commitment(client: Client) -> None:
    held = session(forum(), units=["08"])
    agreement(held, "late")
    agreement(held, "done", progress="fulfilled", fulfilled_on=dt.date(2018, 12, 1))
    agreement(held, "unknown", due_on=None, units=["150101"], topic="Agua & suelo")
    agreement(session(forum("otro", 6)), "other", due_on=dt.date(2999, 1, 1))
    assert chosen(client, "") == ["done", "late", "other", "unknown"]
    assert chosen(client, "estado=overdue") == ["late"]
    assert chosen(client, "estado=fulfilled") == ["done"]
    assert chosen(client, "lugar=15") == ["unknown"]
    assert chosen(client, "tema=Agua+%26+suelo") == ["unknown"]
    assert chosen(client, "compromiso=6") == ["other"]
    assert chosen(client, "foro=foro&estado=pending") == ["late", "unknown"]
    assert "?tema=Agua%20%26%20suelo" in page(client, AGREEMENTS)


@pytest.mark.parametrize(
    "query", ["estado=x", "lugar=1", "lugar=٠٨", "compromiso=19", "compromiso=0"]
)
def test_a_bad_choice_is_refused_on_the_page_and_in_the_file(client: Client, query: str) -> None:
    assert 'role="alert"' in page(client, f"{AGREEMENTS}?{query}", 400)
    assert client.get(f"/participar/acuerdos.csv?{query}").status_code == 400


def test_a_consultation_compares_two_versions(client: Client) -> None:
    text = consultation()
    version(text, 1, "El foro sesiona", "Se anota")
    version(text, 2, "El foro delibera", state="published")
    version(text, 3, "Texto callado", state="draft")
    address = "/participar/consultas/consulta/"
    shown = page(client, address)
    assert "El foro delibera" in shown
    assert "Texto callado" not in shown
    assert "cerrada" in shown
    assert "El foro sesiona" in page(client, f"{address}?version=1")
    compared = page(client, f"{address}?comparar=1")
    assert "<del>sesiona</del>" in compared
    assert "<ins>delibera</ins>" in compared
    assert "<del>Se anota</del>" in compared
    page(client, f"{address}?version=3", 404)


def test_samples_say_so(client: Client) -> None:
    made = forum(name=f"{SAMPLE_PREFIX}foro", is_sample=True, source_url=None)
    session(made, title=f"{SAMPLE_PREFIX}sesión", is_sample=True, source_url=None)
    assert "no es un hecho" in page(client, f"{SPACES}foro/")
