"""The list of agreements: chosen, counted, as files, and imported from one."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from territory.models import Agreement
from tests.frontend.participation.reading import html_of, own_html_of
from tests.processes import agreement, forum, member, session
from tests.zones import client_of

pytestmark = pytest.mark.django_db
AGREEMENTS = "/participar/acuerdos/"


def table_of(client: Client, address: str) -> list[dict[str, str]]:
    response: Any = client.get(address)
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"))))


def chosen(client: Client, query: str) -> list[str]:
    """The codes of the CSV, which are those of the page."""
    rows = table_of(client, f"/participar/acuerdos.csv?{query}")
    shown = own_html_of(client, f"{AGREEMENTS}?{query}")
    assert all(f"Acuerdo {row['code']} " in shown for row in rows)
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
    assert "?tema=Agua%20%26%20suelo" in own_html_of(client, AGREEMENTS)


@pytest.mark.parametrize(
    "query", ["estado=x", "lugar=1", "lugar=٠٨", "compromiso=19", "compromiso=0"]
)
def test_a_bad_choice_is_refused_on_the_page_and_in_the_file(client: Client, query: str) -> None:
    assert 'role="alert"' in own_html_of(client, f"{AGREEMENTS}?{query}", 400)
    assert client.get(f"/participar/acuerdos.csv?{query}").status_code == 400


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
    assert "EJEMPLO · Acuerdos por tema" in own_html_of(client, AGREEMENTS)


def test_the_dictionary_names_the_columns_of_the_file(client: Client) -> None:
    text = "".join(html_of(client, "/participar/acuerdos/diccionario/").split())
    header = table_of(client, "/participar/acuerdos.csv")[0]
    for name in header:
        assert f"<code>{name}</code>" in text


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


def overdue_on(client: Client, ubigeo: str) -> list[str]:
    """The codes of the agreements that a unit's sheet says are overdue there."""
    context = client.get(f"/t/{ubigeo}/").context
    shown = [row.code for row in context["overdue"]]
    assert ('id="vencidos"' in html_of(client, f"/t/{ubigeo}/")) == bool(shown)
    return shown


def test_a_unit_has_the_overdue_agreements_of_the_forums_that_speak_for_it(client: Client) -> None:
    of_cusco = forum(units=["08"])
    agreement(session(of_cusco, 1), "forum")  # neither it nor its session names a place
    agreement(session(of_cusco, 2, units=["0803"]), "session")
    held = session(of_cusco, 3)
    agreement(held, "own", units=["080101", "15"], due_on=dt.date(2018, 11, 30))
    agreement(held, "done", progress="fulfilled", fulfilled_on=dt.date(2018, 12, 1))
    agreement(held, "ahead", due_on=dt.date(2999, 1, 1))
    agreement(held, "undated", due_on=None)
    agreement(held, "draft", state="draft")
    agreement(session(forum("borrador", units=["08"], state="draft")), "hidden")
    assert overdue_on(client, "08") == ["own", "forum", "session"]
    assert overdue_on(client, "0803") == ["forum", "session"]
    assert overdue_on(client, "080101") == ["own", "forum"]
    assert overdue_on(client, "15") == ["own"]
    assert overdue_on(client, "13") == []
    # The list that the sheet leads to has the same, and the counts by department.
    assert chosen(client, "lugar=0803&estado=overdue") == ["forum", "session"]
    counts = table_of(client, "/participar/acuerdos/departamentos.csv?estado=overdue")
    assert [(row["ubigeo"], row["overdue"]) for row in counts] == [("08", "3"), ("15", "1")]


def test_what_is_due_today_is_not_overdue_in_a_unit(client: Client) -> None:
    held = session(forum(), units=["08"])
    agreement(held, "today", due_on=timezone.localdate())
    agreement(held, "yesterday", due_on=timezone.localdate() - dt.timedelta(1))
    assert overdue_on(client, "08") == ["yesterday"]


def test_a_unit_shows_the_first_of_many_overdue_agreements(client: Client) -> None:
    held = session(forum(), units=["08"])
    for number in range(12):
        agreement(held, f"a{number:02}")
    assert overdue_on(client, "08") == [f"a{number:02}" for number in range(10)]
    assert "los que vencieron primero" in html_of(client, "/t/08/")


def test_the_board_counts_the_overdue_agreements_of_each_commitment(client: Client) -> None:
    held = session(forum(), units=["08"])
    agreement(held, "one")
    agreement(held, "two")
    agreement(held, "ahead", due_on=dt.date(2999, 1, 1))
    agreement(held, "draft", state="draft")
    agreement(session(forum("otro", 6, state="draft")), "hidden")
    lines = {line.commitment.number: line for line in client.get("/seguimiento/").context["lines"]}
    assert {n: line.agreements.overdue for n, line in lines.items() if line.agreements} == {1: 2}
    html = html_of(client, "/seguimiento/")
    assert "?compromiso=1&amp;estado=overdue" in html
    assert "2 vencidos" in html
    assert chosen(client, "compromiso=1&estado=overdue") == ["one", "two"]


def test_the_board_says_that_agreements_of_samples_are_samples(client: Client) -> None:
    first = client.get("/seguimiento/").context["lines"][0]
    assert first.agreements.is_sample
    assert first.agreements.overdue == len(
        table_of(client, "/participar/acuerdos.csv?compromiso=1&estado=overdue")
    )
