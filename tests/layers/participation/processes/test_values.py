"""What a process's records may not hold, by the door or the database."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction

from layers.errors import InvalidParameter, TerritorioError, WrongState
from layers.participation.processes import door
from layers.participation.processes.kinds import AGREEMENT, FORUM, MINUTES, SESSION, VERSION
from territory.models import Forum, SessionMinutes
from territory.models.placed import SAMPLE_PREFIX
from territory.participation.processes.seen import seen
from territory.reviewing import Step
from tests.processes import (
    SOURCE,
    agency_of,
    consultation,
    forum,
    member,
    minutes,
    new_forum,
    session,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("values", "parameter"),
    [
        ({"source_url": ""}, "source_url"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"cutoff_date": "31/01/2019"}, "cutoff_date"),
        ({"name": ""}, "name"),
        ({"name": f"{SAMPLE_PREFIX}Foro"}, "name"),
        ({"purpose": "Llame al 987654321"}, "purpose"),
        ({"purpose": "Escriba a ana@example.org"}, "purpose"),
        ({"venue": "Casa de DNI 12345678, con más de cuarenta letras"}, "venue"),
        ({"purpose": "a\x00b"}, "purpose"),
        ({"purpose": "a" * 20_001}, "purpose"),
        ({"units": ["999999"]}, "units"),
        ({"units": ["08", "08"]}, "units"),
        ({"geom": Point(-13.5, -71.9, srid=4326)}, "geom"),
        ({"geom": Point(0, 0, srid=4326)}, "geom"),
        ({"civil_society": -1}, "civil_society"),
        ({"civil_society": 100_001}, "civil_society"),
        ({"sector": "nope"}, "sector"),
        ({"slug": "con espacios"}, "slug"),
        ({"evaluation": "Bien"}, "is_pilot"),
        ({"is_pilot": True, "evaluation": "Bien"}, "evaluation"),
        ({"state": "published"}, "state"),
        ({"is_sample": True}, "is_sample"),
    ],
)
def test_what_a_forum_may_not_hold_is_refused_by_its_field(
    values: dict[str, Any], parameter: str
) -> None:
    with pytest.raises(InvalidParameter) as error:
        new_forum(member("edita", "editor"), **values)
    assert error.value.parameter == parameter


def test_an_identifier_is_given_once() -> None:
    editor = member("edita", "editor")
    row = new_forum(editor)
    with pytest.raises(InvalidParameter) as error:
        new_forum(editor)
    assert error.value.parameter == "slug"
    with pytest.raises(InvalidParameter, match="no cambia"):
        door.change(editor, FORUM, row.pk, row.version, {"slug": "otro"})


def test_nothing_is_added_to_a_sample() -> None:
    editor = member("edita", "editor")
    sample = Forum.objects.get(slug="ejemplo-gobierno-abierto")
    values = {
        "forum_id": sample.pk,
        "number": 9,
        "title": "Sesión",
        "held_on": "2019-01-01",
        "source_url": SOURCE,
        "cutoff_date": "2019-01-31",
    }
    with pytest.raises(WrongState):
        door.create(editor, SESSION, values)


def test_minutes_are_published_once_a_person_says_that_they_name_nobody() -> None:
    editor, reviewer = member("edita", "editor"), member("revisa", "approver")
    row: Any = door.create(editor, MINUTES, {"session_id": session(forum()).pk, "text": "Acta"})
    row = door.take(editor, MINUTES, row.pk, row.version, Step.SUBMIT)
    with pytest.raises(InvalidParameter) as error:
        door.take(reviewer, MINUTES, row.pk, row.version, Step.PUBLISH)
    assert error.value.parameter == "cleared"
    assert not seen(SessionMinutes, AnonymousUser())
    row = door.take(reviewer, MINUTES, row.pk, row.version, Step.PUBLISH, cleared=True)
    assert seen(SessionMinutes, AnonymousUser()).get().text == "Acta"
    # A change of them is confirmed once more.
    row = door.change(editor, MINUTES, row.pk, row.version, {"text": "Otra acta"})
    row = door.take(editor, MINUTES, row.pk, row.version, Step.SUBMIT)
    with pytest.raises(InvalidParameter):
        door.take(reviewer, MINUTES, row.pk, row.version, Step.PUBLISH)


def test_the_database_publishes_no_minutes_that_nobody_confirmed() -> None:
    row = minutes(session(forum()))
    with pytest.raises(IntegrityError), transaction.atomic():
        SessionMinutes.objects.filter(pk=row.pk).update(state="published")


def test_paragraphs_keep_to_their_rules_whatever_brings_them() -> None:
    editor = member("edita", "editor")
    of = consultation()
    for paragraphs in ([], "x", [{"number": 1}], [{"number": 1, "text": "Llame al 987654321"}]):
        with pytest.raises(InvalidParameter) as error:
            door.create(
                editor,
                VERSION,
                {"consultation_id": of.pk, "number": 1, "paragraphs": paragraphs, "note": "x"},
            )
        assert error.value.parameter == "paragraphs"


def test_an_agreement_is_of_an_office_and_has_its_source() -> None:
    editor = member("edita", "editor")
    values = {
        "session_id": session(forum()).pk,
        "code": "A1",
        "text": "Publicar",
        "topic": "Datos",
        "owner_id": agency_of(1).pk,
        "source_url": SOURCE,
        "cutoff_date": "2019-01-31",
    }
    assert door.create(editor, AGREEMENT, values).state == "draft"
    for bad in (
        {"code": "A2", "owner_id": 0},
        {"code": "A2", "fulfilled_on": "2019-01-01"},
        {"code": "A1"},
        {"code": "A2", "session_id": 0},
    ):
        with pytest.raises(TerritorioError):
            door.create(editor, AGREEMENT, values | bad)
