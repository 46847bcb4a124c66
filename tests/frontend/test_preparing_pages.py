"""The pages on which an agency prepares forums, sessions, minutes, agreements and consultations."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from territory.models import (
    Agreement,
    Commitment,
    Consultation,
    ConsultationVersion,
    Forum,
    ForumSession,
    SessionMinutes,
)
from tests.processes import (
    SOURCE,
    agency_of,
    agreement,
    consultation,
    forum,
    member,
    minutes,
    session,
    version,
)
from tests.publishers import everybody
from tests.zones import client_of, planner

pytestmark = pytest.mark.django_db

START = "/participar/procesos/"
SOURCED = {"source_url": SOURCE, "cutoff_date": "2019-01-31"}
HOSTILE = "<script>alert(1)</script>"


def forum_form(**values: str) -> dict[str, str]:
    plain = {
        "commitment": str(Commitment.objects.get(number=1).pk),
        "slug": "nuevo",
        "name": "Foro nuevo",
        "sector": "open_government",
        "purpose": "Para probar",
        "civil_society": "5",
        "units": "08, 13",
        "geom": "-13,52; -71,97",
    }
    return plain | SOURCED | values


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", answer.content.decode())


def take(client: Client, word: str, record: Any, name: str, **more: str) -> Any:
    record.refresh_from_db()
    form = {"version": str(record.version), "step": name} | more
    return client.post(f"{START}{word}/{record.pk}/paso/", form)


def publish(editor: Client, boss: Client, word: str, record: Any, **more: str) -> None:
    assert take(editor, word, record, "submit").status_code == 302
    assert take(boss, word, record, "publish", **more).status_code == 302


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
    text_of(visitor, "/participar/espacios/nuevo/", 404)
    kept = SessionMinutes.objects.get(session=first)
    publish(editor, boss, "foro", made)
    publish(editor, boss, "sesion", first)
    publish(editor, boss, "acuerdo", Agreement.objects.get(code="A1", session=first))
    assert take(editor, "acta", kept, "submit").status_code == 302
    # Nobody said that the minutes name no one: the database would refuse them as well.
    assert take(boss, "acta", kept, "publish").status_code == 422
    assert "Se aprobó la agenda" not in text_of(visitor, "/participar/espacios/nuevo/")
    assert take(boss, "acta", kept, "publish", cleared="on").status_code == 302
    page = text_of(visitor, "/participar/espacios/nuevo/")
    for words in ("Foro nuevo", "Primera", "Publicar el acta", "(vencido)", "Se aprobó la agenda"):
        assert words in page


def test_a_consultation_gets_versions_whose_paragraphs_keep_their_numbers() -> None:
    editor, boss = client_of(member("edita", "editor")), client_of(member("aprueba", "approver"))
    form = {"slug": "propuesta", "title": "Propuesta", "opens_on": "2018-02-01"}
    form |= {"closes_on": "2018-02-28", "commitment": forum_form()["commitment"]} | SOURCED
    page = text_of(editor, f"{START}consulta/nuevo/")
    # Whatever other fields a consultation has, the form begins with a choice of each.
    form |= dict(re.findall(r'name="(kind)"[^>]*>.*?value="(\w+)"', page))
    assert editor.post(f"{START}consulta/nuevo/", form).status_code == 302
    made = Consultation.objects.get(slug="propuesta")
    first = {"number": "1", "paragraphs": "Uno\n\nDos", "note": "Primera"}
    address = f"{START}version/nuevo/?en={made.pk}"
    assert editor.post(address, first).status_code == 302
    page = text_of(editor, address)
    assert "[1] Uno [2] Dos" in page
    assert 'name="number" value="2"' in page
    second = {"number": "2", "paragraphs": "[2] Dos, mejor\n\nTres", "note": "Con aportes"}
    assert editor.post(address, second).status_code == 302
    rows = ConsultationVersion.objects.filter(consultation=made).order_by("number")
    assert [[item["number"] for item in row.paragraphs] for row in rows] == [[1, 2], [2, 3]]
    publish(editor, boss, "consulta", made)
    for row in rows:
        publish(editor, boss, "version", row)
    shown = text_of(Client(), "/participar/consultas/propuesta/?comparar=1")
    assert "<ins>Dos, mejor</ins>" in shown
    made.refresh_from_db()
    closing = {**form, "closing_summary": "Cambió un párrafo", "version": str(made.version)}
    assert editor.post(f"{START}consulta/{made.pk}/", closing).status_code == 302
    assert "Cambió un párrafo" not in text_of(Client(), "/participar/consultas/propuesta/")
    publish(editor, boss, "consulta", made)
    assert "Cambió un párrafo" in text_of(Client(), "/participar/consultas/propuesta/")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"cutoff_date": "ayer"}, "cutoff_date"),
        ({"source_url": ""}, "source_url"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"units": "08 999999"}, "units"),
        ({"geom": "en la plaza"}, "geom"),
        ({"geom": "40.4, -3.7"}, "geom"),
        ({"civil_society": "-1"}, "civil_society"),
        ({"civil_society": "muchos"}, "civil_society"),
        ({"purpose": "Llame al 987654321"}, "purpose"),
        ({"slug": "con espacios"}, "slug"),
        ({"sector": "otro"}, "sector"),
        ({"commitment": "0"}, "commitment"),
        ({"evaluation": "Salió bien"}, "is_pilot"),
        ({"is_pilot": "on", "evaluation": "Salió bien"}, "evaluation"),
    ],
)
def test_each_mistake_is_said_beside_its_field(values: dict[str, str], field: str) -> None:
    editor = client_of(member("edita", "editor"))
    answer = editor.post(f"{START}foro/nuevo/", forum_form(**values))
    assert answer.status_code == 422
    wrong = re.findall(r'id="id_(\w+)_error"', answer.content.decode())
    assert wrong == [field]
    # What was typed is still there.
    assert "Para probar" in answer.content.decode() or field == "purpose"
    assert not Forum.objects.filter(slug="nuevo").exists()


def test_all_mistakes_of_the_door_are_said_at_once() -> None:
    editor = client_of(member("edita", "editor"))
    bad = forum_form(purpose="Llame al 987654321", units="999999", geom="40.4, -3.7")
    answer = editor.post(f"{START}foro/nuevo/", bad)
    wrong = re.findall(r'id="id_(\w+)_error"', answer.content.decode())
    assert sorted(wrong) == ["geom", "purpose", "units"]


def test_what_names_a_record_is_given_once() -> None:
    editor = client_of(member("edita", "editor"))
    held = session(forum("nuevo"))
    agreement(held, "A1")
    sent: list[tuple[str, dict[str, str], str]] = [
        ("foro/nuevo/", forum_form(), "slug"),
        (
            f"sesion/nuevo/?en={held.forum_id}",
            {"number": "1", "title": "Otra", "held_on": "2018-01-01"} | SOURCED,
            "number",
        ),
        (
            f"acuerdo/nuevo/?en={held.pk}",
            {"code": "A1", "text": "x", "topic": "x", "progress": "pending"}
            | {"owner": str(agency_of(1).pk)}
            | SOURCED,
            "code",
        ),
    ]
    for address, form, field in sent:
        answer = editor.post(START + address, form)
        assert answer.status_code == 422
        assert re.findall(r'id="id_(\w+)_error"', answer.content.decode()) == [field]


def test_a_change_of_what_is_published_waits_and_can_be_forgotten() -> None:
    editor, boss = client_of(member("edita", "editor")), client_of(member("aprueba", "approver"))
    made = forum("nuevo", name="Antes")
    address = f"{START}foro/{made.pk}/"
    changed = forum_form(name="Después", version=str(made.version))
    assert editor.post(address, changed).status_code == 302
    assert "Después" not in text_of(Client(), "/participar/espacios/nuevo/")
    page = text_of(boss, address)
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


def test_each_role_at_each_address() -> None:
    """What isn't seen doesn't exist (404), what is public and another's is refused (403)."""
    agency = agency_of(1).acronym
    users = everybody(agency, agency_of(6).acronym)
    held = session(forum())
    hidden = forum("callado", state="draft")
    addresses = {
        "start": START,
        "new": f"{START}foro/nuevo/",
        "part": f"{START}sesion/nuevo/?en={held.forum_id}",
        "public": f"{START}foro/{held.forum_id}/",
        "draft": f"{START}foro/{hidden.pk}/",
        "import": "/participar/acuerdos/importar/",
    }
    own = dict.fromkeys(addresses, 200)
    expected = dict.fromkeys(("editor", "second_editor", "both", "admin"), own)
    expected["approver"] = own | {"new": 403, "part": 403, "import": 403}
    nobody = dict.fromkeys(addresses, 403) | {"draft": 404}
    expected |= dict.fromkeys(("member", "planner", "staff"), nobody)
    foreign = nobody | {"start": 200}
    expected |= {"foreign_editor": foreign | {"new": 200, "import": 200}}
    expected |= {"foreign_approver": foreign}
    expected["inactive"] = dict.fromkeys(addresses, 302)
    for name, wanted in expected.items():
        client = client_of(users[name])
        got = {key: client.get(address).status_code for key, address in addresses.items()}
        assert got == wanted, name
    assert {Client().get(address).status_code for address in addresses.values()} == {302}


def test_another_agencys_commitment_is_no_choice() -> None:
    editor = client_of(member("otra", "editor", 6))
    answer = editor.post(f"{START}foro/nuevo/", forum_form())
    assert answer.status_code == 422
    assert re.findall(r'id="id_(\w+)_error"', answer.content.decode()) == ["commitment"]


def test_a_sample_is_nobodys_to_change() -> None:
    editor = client_of(member("edita", "editor"))
    sample = Forum.objects.get(slug="ejemplo-gobierno-abierto")
    text_of(editor, f"{START}foro/{sample.pk}/", 403)
    text_of(editor, f"{START}sesion/nuevo/?en={sample.pk}", 403)
    assert "Preparar" not in text_of(editor, "/participar/espacios/ejemplo-gobierno-abierto/")


@pytest.mark.parametrize(
    "address",
    [
        "nada/nuevo/",
        "nada/1/",
        "foro/0/",
        "foro/99999999999999999999/",
        "sesion/nuevo/",
        "sesion/nuevo/?en=x",
    ],
)
def test_what_there_is_not_is_not_found(address: str) -> None:
    text_of(client_of(member("edita", "editor")), START + address, 404)


def test_who_may_finds_the_way_and_others_do_not() -> None:
    made = forum()
    editor = client_of(member("edita", "editor"))
    ways = {
        "/publicar/": START,
        "/participar/espacios/": START,
        "/participar/espacios/foro/": f"{START}foro/{made.pk}/",
    }
    for address, way in ways.items():
        assert f'href="{way}"' in text_of(editor, address)
        if address != "/publicar/":
            assert f'href="{way}"' not in text_of(Client(), address)
    assert f'href="{START}"' not in text_of(client_of(planner("planifica")), "/publicar/")


def test_the_history_is_everybodys_as_far_as_it_was_published() -> None:
    editor, boss = client_of(member("edita", "editor")), client_of(member("aprueba", "approver"))
    editor.post(f"{START}foro/nuevo/", forum_form(name="Secreto de borrador"))
    made = Forum.objects.get(slug="nuevo")
    editor.post(f"{START}foro/{made.pk}/", forum_form(version=str(made.version)))
    address = f"{START}foro/{made.pk}/historia/"
    text_of(Client(), address, 404)
    made.refresh_from_db()
    publish(editor, boss, "foro", made)
    page = text_of(Client(), address)
    assert agency_of(1).acronym in page
    for hidden in ("Secreto de borrador", "edita", "aprueba"):
        assert hidden not in page
    assert "Secreto de borrador" in text_of(editor, address)


def test_scripts_in_texts_are_texts() -> None:
    editor = client_of(member("edita", "editor"))
    held = session(forum(name=HOSTILE, purpose=HOSTILE), title=HOSTILE)
    kept = minutes(held, text=HOSTILE, cleared_at=timezone.now(), state="published")
    row = agreement(held, text=HOSTILE, topic=HOSTILE)
    text = version(consultation(title=HOSTILE), 1, HOSTILE, note=HOSTILE)
    for word, record in (
        ("foro", held.forum),
        ("sesion", held),
        ("acta", kept),
        ("acuerdo", row),
        ("consulta", text.consultation),
        ("version", text),
    ):
        for address in (f"{START}{word}/{record.pk}/", f"{START}{word}/{record.pk}/historia/"):
            page = text_of(editor, address)
            assert HOSTILE not in page
            assert "&lt;script&gt;" in page
    assert HOSTILE not in text_of(editor, START)


def test_the_pages_ask_the_same_queries_with_more_rows() -> None:
    editor = client_of(member("edita", "editor"))

    def asked(address: str) -> int:
        text_of(editor, address)
        with CaptureQueriesContext(connection) as captured:
            text_of(editor, address)
        return len(captured)

    held = session(forum(state="draft"), state="draft")
    agreement(held, state="draft")
    version(consultation(state="draft"), state="draft")
    addresses = (START, f"{START}foro/{held.forum_id}/", f"{START}sesion/{held.pk}/")
    before = [asked(address) for address in addresses]
    for number in range(2, 9):
        session(held.forum, number, state="submitted")
        agreement(held, f"B{number}", state="submitted")
        forum(f"foro-{number}", state="draft")
        version(consultation(f"consulta-{number}", state="draft"), state="draft")
    assert [asked(address) for address in addresses] == before
