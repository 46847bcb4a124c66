"""Instruments and rounds through the door: questions that stay, and the second person."""

from __future__ import annotations

from typing import Any

import pytest

from layers.eib_rounds.kinds import INSTRUMENT, ROUND
from layers.errors import EditNotAllowed, InvalidParameter, WrongState
from layers.participation.processes import door
from territory.eib.rounds.items import stored_items
from territory.eib.rounds.items_text import read_items, typed_items
from territory.models import Agency, AgencyRole, Commitment, EibInstrument, EibRound
from territory.reviewing import Step
from tests.eib_rounds import DAY, ITEMS, csv_of, instrument, loaded, round_of, schools
from tests.processes import SOURCE, member
from tests.publishers import APPROVER, EDITOR

pytestmark = pytest.mark.django_db


def values(**more: Any) -> dict[str, Any]:
    given = {
        "commitment_id": Commitment.objects.get(number=5).pk,
        "slug": "monitoreo",
        "number": 1,
        "title": "Monitoreo",
        "purpose": "Saber qué llega.",
        "dated_on": DAY,
        "items": stored_items(read_items(ITEMS)),
        "source_url": SOURCE,
        "cutoff_date": DAY,
    }
    return given | more


def test_an_instrument_and_a_round_go_from_draft_to_public_by_two_persons() -> None:
    Agency.objects.filter(led_commitments__number=5).update(needs_approval=True)
    schools([("0000011", "080001", "Quechua")])
    editor = member("edita", EDITOR, 5)
    AgencyRole.objects.create(
        user=editor, agency=AgencyRole.objects.get(user=editor).agency, role=APPROVER
    )
    second = member("aprueba", APPROVER, 5)
    made = door.create(editor, INSTRUMENT, values())
    sent = door.take(editor, INSTRUMENT, made.pk, 1, Step.SUBMIT)
    with pytest.raises(EditNotAllowed):
        door.take(editor, INSTRUMENT, made.pk, sent.version, Step.PUBLISH)
    door.take(second, INSTRUMENT, made.pk, sent.version, Step.PUBLISH)
    found = door.create(
        editor,
        ROUND,
        {
            "instrument_id": made.pk,
            "code": "2019-1",
            "title": "Primera",
            "starts_on": "2019-04-01",
            "ends_on": "2019-05-31",
            "asked": "Todos.",
            "source": "MINEDU, DEIB",
            "source_url": SOURCE,
            "cutoff_date": "2019-06-30",
        },
    )
    assert isinstance(found, EibRound)
    sent = door.take(editor, ROUND, found.pk, 1, Step.SUBMIT)
    with pytest.raises(WrongState, match="no tiene respuestas"):
        door.take(second, ROUND, found.pk, sent.version, Step.PUBLISH)
    loaded(editor, found, csv_of([("11", "0", "R1", "F1", "SI", 9)]))
    found.refresh_from_db()
    # What changes after it was submitted is a draft again.
    assert found.state == "draft"
    sent = door.take(editor, ROUND, found.pk, found.version, Step.SUBMIT)
    with pytest.raises(EditNotAllowed):
        door.take(editor, ROUND, found.pk, sent.version, Step.PUBLISH)
    assert door.take(second, ROUND, found.pk, sent.version, Step.PUBLISH).state == "published"


def test_questions_with_answers_stay_and_others_are_another_version() -> None:
    schools([("0000011", "080001", "Quechua")])
    editor = member("edita", EDITOR, 5)
    made = door.create(editor, INSTRUMENT, values())
    assert isinstance(made, EibInstrument)
    other = stored_items(read_items(ITEMS.replace("Sí;si", "Siempre;si")))
    changed = door.change(editor, INSTRUMENT, made.pk, 1, {"items": other})
    loaded(editor, round_of(made), csv_of([("11", "0", "R1", "F1", "SI", 9)]))
    with pytest.raises(InvalidParameter, match="otra versión"):
        door.change(editor, INSTRUMENT, made.pk, changed.version, {"items": values()["items"]})
    door.change(editor, INSTRUMENT, made.pk, changed.version, {"title": "Otro", "items": other})
    door.create(editor, INSTRUMENT, values(number=2))


def test_a_rounds_code_is_its_own_over_all_versions() -> None:
    editor = member("edita", EDITOR, 5)
    round_of(instrument(), "2019-1")
    second = instrument(number=2)
    given = {
        "instrument_id": second.pk,
        "code": "2019-1",
        "title": "Otra",
        "starts_on": "2019-06-01",
        "ends_on": "2019-05-01",
        "asked": "Todos.",
        "source": "MINEDU",
        "source_url": SOURCE,
        "cutoff_date": "2019-06-30",
    }
    with pytest.raises(InvalidParameter) as refused:
        door.create(editor, ROUND, given)
    problems = {problem.parameter for problem in getattr(refused.value, "problems", ())}
    assert {"code", "ends_on"} <= problems


def test_what_is_typed_of_the_questions_is_read_back() -> None:
    items = read_items(ITEMS)
    assert [item.code for item in items] == ["F1", "M1", "U1", "O1"]
    assert typed_items(stored_items(items)) == ITEMS


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("item;", "otro;"), "primera línea"),
        (("formacion", "formación de docentes"), "eslabon"),
        (("docentes", "Juana"), "responde"),
        ((";si\n", ";quizás\n"), "favorable"),
        (("F1;formacion;docentes;¿Recibió", 'F1;formacion;docentes;"¿Recibió'), "comillas"),
    ],
)
def test_typed_questions_that_cant_be_read_say_where(change: tuple[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_items(ITEMS.replace(*change))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("F1;", "F 1;"), "código de la pregunta"),
        ((";NO;No;no", ";NO;No;si"), "favorables"),
        ((";SI;Sí;si", ";NO;Sí;si"), "mismo código"),
        (("¿Recibió formación", "Llame al 987654321: ¿recibió formación"), "personales"),
        (("¿Recibió formación", "¿Recibió\u202eformación"), "extraños"),
        (("¿Recibió formación en EIB este año?", ""), "de 1 a 300"),
    ],
)
def test_questions_that_cant_be_asked_are_refused(change: tuple[str, str], said: str) -> None:
    editor = member("edita", EDITOR, 5)
    items = stored_items(read_items(ITEMS.replace(*change)))
    with pytest.raises(InvalidParameter, match=said):
        door.create(editor, INSTRUMENT, values(items=items))


@pytest.mark.parametrize("items", [None, 5, "x", [], [{}], [{"code": 1}], {"a": 1}, [[1]]])
def test_questions_of_another_shape_are_refused(items: Any) -> None:
    editor = member("edita", EDITOR, 5)
    with pytest.raises(InvalidParameter):
        door.create(editor, INSTRUMENT, values(items=items))
