"""What is wrong with a form is said beside its fields, and texts stay texts."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from territory.models import Forum
from tests.frontend.participation.preparing.forms import SOURCED, START, forum_form
from tests.frontend.participation.reading import html_of
from tests.processes import (
    agency_of,
    agreement,
    consultation,
    forum,
    member,
    minutes,
    session,
    version,
)
from tests.zones import client_of

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>"


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


def test_another_agencys_commitment_is_no_choice() -> None:
    editor = client_of(member("otra", "editor", 6))
    answer = editor.post(f"{START}foro/nuevo/", forum_form())
    assert answer.status_code == 422
    assert re.findall(r'id="id_(\w+)_error"', answer.content.decode()) == ["commitment"]


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
            page = html_of(editor, address)
            assert HOSTILE not in page
            assert "&lt;script&gt;" in page
    assert HOSTILE not in html_of(editor, START)
