"""What a residence needs comes by one door: good, wrong and hostile values, and who may."""

from __future__ import annotations

from typing import Any

import pytest

from layers import versions
from layers.errors import EditNotAllowed, InvalidParameter, WrongState
from layers.participation.processes import door
from layers.residences.kinds import NEED
from territory.models import ChangeEntry, RuralResidence
from territory.reviewing import Step
from tests.processes import member
from tests.publishers import EDITOR, demonstrator
from tests.residences import new_need, residence, school
from tests.zones import account

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Any:
    return member("edita", "editor", 8)


def published(editor: Any, made: Any) -> Any:
    approver = member("aprueba", "approver", 8)
    made = door.take(editor, NEED, made.pk, made.version, Step.SUBMIT)
    return door.take(approver, NEED, made.pk, made.version, Step.PUBLISH)


def test_from_a_draft_to_what_the_map_shows(editor: Any) -> None:
    residence(257048)
    made = new_need(editor, "257048")
    assert (made.residence_id, made.commitment.number, made.state) == ("0257048-0", 8, "draft")
    row = RuralResidence.objects.get(key="0257048-0")
    assert (row.needs, row.need_state) == (None, None)
    before = versions.current()["rural_residences"]
    made = published(editor, made)
    row.refresh_from_db()
    assert (row.needs, row.need_state) == (1, "unmet")
    assert versions.current()["rural_residences"] > before
    door.take(member("retira", "approver", 8), NEED, made.pk, made.version, Step.WITHDRAW)
    row.refresh_from_db()
    assert (row.needs, row.need_state) == (None, None)
    kept = ChangeEntry.objects.filter(record="territory.residenceneed", key=str(made.pk))
    states = [(e.state_before, e.state_after) for e in kept.order_by("pk")]
    assert states[0] == (None, "draft")
    assert states[-1] == ("published", "withdrawn")


WRONG = [
    ({"residence_id": "0000002-0"}, "residence_id", "Secundaria Tutorial (ST): no tiene"),
    ({"residence_id": "0000003"}, "residence_id", "no dice cuál sigue"),
    ({"residence_id": "7654321-0"}, "residence_id", "7654321-0"),
    ({"residence_id": "0000001-7"}, "residence_id", "0000001-7"),
    ({"residence_id": ""}, "residence_id", "no es un código modular"),
    ({"residence_id": "0"}, "residence_id", "no es un código modular"),
    ({"residence_id": "00000001-0"}, "residence_id", "no es un código modular"),
    ({"residence_id": "٠٠٠٠٠٠١-٠"}, "residence_id", "no es un código modular"),
    ({"residence_id": "0000001-0' OR 1=1"}, "residence_id", "no es un código modular"),
    ({"item": "yacht"}, "item", "Bien"),
    ({"item": ""}, "item", "Bien"),
    ({"quantity": 0}, "quantity", "Cantidad"),
    ({"quantity": -3}, "quantity", "Cantidad"),
    ({"quantity": 10_001}, "quantity", "Cantidad"),
    ({"quantity": "diez"}, "quantity", "Cantidad"),
    ({"quantity": 10**30}, "quantity", "Cantidad"),
    ({"priority": "urgent"}, "priority", "Prioridad"),
    ({"document": ""}, "document", "Documento"),
    ({"document": "x" * 201}, "document", "Documento"),
    ({"document": "Pedido de quien llama al 987654321"}, "document", "teléfono"),
    ({"document": "Oficio\x00 1"}, "document", "caracteres"),
    ({"document": "EJEMPLO · Oficio"}, "document", "EJEMPLO"),
    ({"source_url": ""}, "source_url", "fuente"),
    ({"source_url": "javascript:alert(1)"}, "source_url", "Dirección"),
    ({"cutoff_date": "2999-01-01"}, "cutoff_date", "aún no llega"),
    ({"cutoff_date": "31/01/2019"}, "cutoff_date", "no es una fecha"),
]


@pytest.mark.parametrize(("values", "column", "words"), WRONG, ids=str)
def test_what_is_wrong_is_named(
    editor: Any, values: dict[str, Any], column: str, words: str
) -> None:
    residence(1)
    school(2, "ST")
    school(3, None)
    code = values.pop("residence_id", "0000001-0")
    with pytest.raises(InvalidParameter) as caught:
        new_need(editor, code, **values)
    assert caught.value.parameter == column
    assert words in caught.value.message


def test_an_item_is_said_once(editor: Any) -> None:
    residence(1)
    new_need(editor)
    with pytest.raises(InvalidParameter) as caught:
        new_need(editor)
    assert caught.value.parameter == "item"
    new_need(editor, item="stove")


def test_marks_of_direction_are_taken_out(editor: Any) -> None:
    residence(1)
    assert new_need(editor, document="Oficio \u202e12").document == "Oficio 12"


def test_nobody_else_says_what_is_needed(editor: Any) -> None:
    residence(1)
    made = new_need(editor)
    for other in (member("ajena", "editor", 1), account("nadie"), member("aprueba", "approver", 8)):
        with pytest.raises(EditNotAllowed):
            new_need(other, item="stove")
    approver = member("otra", "approver", 8)
    with pytest.raises(WrongState):
        door.take(approver, NEED, made.pk, made.version, Step.PUBLISH)


def test_the_demonstration_speaks_of_samples_alone() -> None:
    user = demonstrator("ejemplo", "MINEDU-DISER", EDITOR)
    sample = RuralResidence.objects.filter(is_sample=True, needs=None).earliest("key")
    made = new_need(user, sample.code, source_url="")
    assert made.is_sample
    assert made.residence_id == sample.key
    assert made.document.startswith("EJEMPLO · ")
    residence(1)
    with pytest.raises(InvalidParameter):
        new_need(user, "0000001-0")
