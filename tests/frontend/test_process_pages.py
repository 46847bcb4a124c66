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

from territory.models import Agreement, Forum
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


def table_of(client: Client, address: str) -> list[dict[str, str]]:
    response: Any = client.get(address)
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"))))


def test_overdue_agreements_are_counted_by_territory_and_topic_in_files(client: Client) -> None:
    held = session(forum(), units=["08"])
    agreement(held, "late", topic="=Agua")
    agreement(held, "both", units=["0801", "15"], due_on=dt.date(2999, 1, 1))
    agreement(held, "draft", state="draft")
    places = table_of(client, "/participar/acuerdos/departamentos.csv")
    assert [(row["ubigeo"], row["total"], row["open"], row["overdue"]) for row in places] == [
        ("08", "2", "2", "1"),
        ("15", "1", "1", "0"),
    ]
    assert {row["as_of"] for row in places} == {timezone.localdate().isoformat()}
    topics = table_of(client, "/participar/acuerdos/temas.csv?lugar=08")
    # What a spreadsheet would take for a formula has an apostrophe.
    assert [(row["topic"], row["overdue"]) for row in topics] == [
        ("'=Agua", "1"),
        ("Transparencia", "0"),
    ]
    assert {row["is_sample"] for row in topics} == {"false"}
    assert client.get("/participar/acuerdos/temas.csv?lugar=1").status_code == 400
    # An agency's own drafts are not counted beside what is published.
    own = client_of(member("edita", "editor"))
    assert table_of(own, "/participar/acuerdos/departamentos.csv") == places


def test_what_is_counted_of_samples_says_so(client: Client) -> None:
    rows = table_of(client, "/participar/acuerdos/temas.csv")
    assert {row["is_sample"] for row in rows} == {"true"}
    assert "EJEMPLO · Acuerdos por tema" in page(client, AGREEMENTS)


def test_the_dictionary_names_the_columns_of_the_file(client: Client) -> None:
    text = "".join(page_of(client, "/participar/acuerdos/diccionario/").split())
    header = table_of(client, "/participar/acuerdos.csv")[0]
    for name in header:
        assert f"<code>{name}</code>" in text


def page_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_file_is_shown_before_it_changes_anything() -> None:
    row = agreement(session(forum()), text="Antes")
    editor = client_of(member("edita", "editor"))
    address = "/participar/acuerdos/importar/"

    def sent(content: str) -> str:
        answer = editor.post(address, {"file": io.BytesIO(content.encode())})
        return answer.content.decode()

    def downloaded() -> str:
        response: Any = editor.get("/participar/acuerdos.csv")
        return b"".join(response).decode()

    same = sent(downloaded())
    assert "Nuevos: 0 · cambiados: 0 · sin cambios: 1" in same
    assert "Nada cambiaría" in same
    changed = downloaded().replace("Antes", "Después & <b>")
    shown = sent(changed)
    assert "cambiados: 1" in shown
    assert "<ins>Después &amp; &lt;b&gt;</ins>" in shown
    assert "Nada cambiaría" not in shown
    kept = Agreement.objects.filter(pk=row.pk)
    assert kept.get().proposed is None
    assert editor.post(address, {"content": changed, "apply": "1"}).status_code == 302
    assert kept.get().proposed == {"text": "Después & <b>"}
    wrong = editor.post(
        address, {"content": downloaded().replace("2018-12-31", "ayer"), "apply": "1"}
    )
    assert wrong.status_code == 422
    assert "<code>due_on</code>" in "".join(wrong.content.decode().split())
    assert editor.post(address, {}).status_code == 422


def test_a_commitment_shows_its_forums_and_what_is_overdue(client: Client) -> None:
    held = session(forum(number=6), units=["08"])
    agreement(held, "late", text="Entregar el balance")
    agreement(held, "done", progress="fulfilled", text="Ya entregado")
    session(held.forum, 2, held_on=dt.date(2018, 9, 3))
    text = page_of(client, "/compromisos/6/")
    shown = text[text.index('id="foros"') : text.index('id="seguimiento"')]
    assert "Foro foro" in shown
    assert "Entregar el balance" in shown
    assert "Ya entregado" not in shown
    # Beside data no commitment is shown as kept.
    assert "no si lo que promete se cumplió" in shown
    assert 'id="foros"' not in page_of(client, "/compromisos/7/")
    Forum.objects.filter(pk=held.forum_id).update(state="withdrawn")
    assert "Entregar el balance" not in page_of(client, "/compromisos/6/")


def test_a_commitments_forums_ask_the_same_queries_with_more_of_them(client: Client) -> None:
    def asked() -> int:
        page_of(client, "/compromisos/6/")
        with CaptureQueriesContext(connection) as captured:
            page_of(client, "/compromisos/6/")
        return len(captured)

    agreement(session(forum("uno", 6)))
    before = asked()
    for number in range(2, 6):
        held = session(forum(f"foro-{number}", 6))
        for place in range(3):
            agreement(held, f"A{place}")
    assert asked() == before


def test_the_proposal_of_forums_shows_what_each_version_changed(client: Client) -> None:
    text = consultation(closing_summary="Dos aportes cambiaron el párrafo 2")
    version(text, 1, "Uno", "Dos")
    paragraphs = [{"number": 2, "text": "Dos, mejor"}, {"number": 3, "text": "Tres"}]
    version(text, 2, paragraphs=paragraphs, note="Con los aportes")
    version(text, 3, "Callado", state="draft")
    forum("piloto", 6, is_pilot=True, sector="education", **EVALUATED)
    forum("otro", 6, is_pilot=True, sector="environment", state="draft")
    agreement(session(forum()), topic="Agua")
    shown = " ".join(page_of(client, "/participar/foros/").split())
    for words in (
        "El plan dice «la implementación de foros multiactor",
        "Cambian: [2].",
        "Nuevos: [3].",
        "Se retiran: [1].",
        "Dos aportes cambiaron el párrafo 2",
        "Continúa con cambios",
        EVALUATED["evaluation_url"],
        "ningún piloto publicado",
        "/participar/acuerdos.csv?tema=Agua",
    ):
        assert words in shown, words
    assert "Callado" not in shown
    assert "Foro otro" not in shown
    assert 'href="/participar/foros/"' in page_of(client, "/compromisos/1/")


EVALUATED: dict[str, Any] = {
    "evaluation": "Se mantiene la participación",
    "evaluation_outcome": "adjust",
    "evaluated_on": dt.date(2019, 3, 15),
    "evaluation_url": "https://example.org/evaluacion",
}


def test_the_proposal_asks_the_same_queries_with_more_rows(client: Client) -> None:
    def asked() -> int:
        page_of(client, "/participar/foros/")
        with CaptureQueriesContext(connection) as captured:
            page_of(client, "/participar/foros/")
        return len(captured)

    many(1)
    before = asked()
    many(4, 1)
    assert asked() == before
