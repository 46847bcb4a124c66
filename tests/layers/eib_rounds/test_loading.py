"""Answers of a round by file: what is taken, what is refused and how, and who may."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from layers.eib_rounds import loading
from layers.errors import EditNotAllowed, FeatureNotFound, InvalidParameter, WrongState
from layers.models import Job, StoredFile
from layers.progress import Unwatched
from territory.models import (
    ChangeEntry,
    EibRound,
    EibRoundAnswer,
    EibRoundCell,
    EibRoundLoad,
    ReviewState,
)
from tests.eib_rounds import HEADER, csv_of, instrument, kept, loaded, round_of, schools
from tests.processes import member
from tests.publishers import EDITOR

pytestmark = pytest.mark.django_db

QUECHUA, AIMARA = "Quechua", "Aimara"
GOOD = (
    ("11", "0", "R1", "F1", "SI", 12),
    ("0000011", "", "r1", "F1", "NO", 8),
    ("0000011", "0", "R1", "M1", "TODOS", 1),
    ("0000022", "0", "R2", "F1", "SI", 5),
)


@pytest.fixture
def editor() -> User:
    schools([("0000011", "080001", QUECHUA), ("0000022", "080001", AIMARA)])
    return member("edita", EDITOR, 5)


@pytest.fixture
def held(editor: User) -> EibRound:
    return round_of(instrument())


def faults(load: EibRoundLoad) -> list[tuple[int, str]]:
    return [(fault["row"], fault["column"]) for fault in load.faults]


def test_a_good_file_takes_the_place_of_what_there_was(editor: User, held: EibRound) -> None:
    loaded(editor, held, csv_of([("22", "0", "R9", "F1", "NO", 30)]))
    loaded(editor, held, csv_of(GOOD))
    rows = EibRoundAnswer.objects.filter(round=held).order_by("modular_code", "item", "answer")
    assert [(r.modular_code, r.annex, r.network, r.item, r.answer, r.number) for r in rows] == [
        ("0000011", "0", "R1", "F1", "NO", 8),
        ("0000011", "0", "R1", "F1", "SI", 12),
        ("0000011", "0", "R1", "M1", "TODOS", 1),
        ("0000022", "0", "R2", "F1", "SI", 5),
    ]
    held.refresh_from_db()
    # Two services are so few that how many they are isn't said.
    assert (held.answer_rows, held.services_answered, held.services_registered) == (4, None, 2)
    assert held.register_source == "MINEDU, DEIB"
    assert held.state == ReviewState.DRAFT


def test_the_history_says_who_brought_the_answers(editor: User, held: EibRound) -> None:
    loaded(editor, held, csv_of(GOOD))
    entry = ChangeEntry.objects.filter(record="territory.eibround", key=str(held.pk)).first()
    assert entry is not None
    assert entry.by_id == editor.pk
    assert entry.after["answer_rows"] == 4


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("99", "0", "R1", "F1", "SI", 1), "cod_mod"),
        (("abc", "0", "R1", "F1", "SI", 1), "cod_mod"),
        (("11", "x", "R1", "F1", "SI", 1), "anexo"),
        (("11", "1", "R1", "F1", "SI", 1), "cod_mod"),
        (("11", "0", "María Quispe", "F1", "SI", 1), "red"),
        (("11", "0", "QUISPE", "F1", "SI", 1), "red"),
        (("11", "0", "40123456", "F1", "SI", 1), "red"),
        (("11", "0", "", "F1", "SI", 1), "red"),
        (("11", "0", "R2", "F1", "NO", 1), "red"),
        (("11", "0", "R1", "F9", "SI", 1), "item"),
        (("11", "0", "R1", "F1", "TALVEZ", 1), "respuesta"),
        (("11", "0", "R1", "F1", "NO", -1), "cantidad"),
        (("11", "0", "R1", "F1", "NO", "1,5"), "cantidad"),
        (("11", "0", "R1", "F1", "NO", "٣"), "cantidad"),
        (("11", "0", "R1", "F1", "NO", 10_000), "cantidad"),
        (("11", "0", "R1", "F1", "NO", "=1+1"), "cantidad"),
        (("11", "0", "R1", "F1", "SI", 3), "respuesta"),
        (("11", "0", "R1", "M1", "TODOS", 2), "cantidad"),
        (("11", "0", "R1", "M1"), ""),
        (("11", "0", "R1", "F1", "NO", 1, "Rosa Mamani"), ""),
        (("1\x001", "0", "R1", "F1", "NO", 1), "cod_mod"),
        (("11", "0", "R\u202e1", "F1", "NO", 1), "red"),
        (("11", "0", "<script>1</script>", "F1", "NO", 1), "red"),
    ],
)
def test_a_cell_that_cant_be_taken_is_named_and_never_repeated(
    editor: User, held: EibRound, row: tuple[Any, ...], column: str
) -> None:
    found = loaded(editor, held, csv_of([("11", "0", "R1", "F1", "SI", 5), row]))
    assert (3, column) in faults(found)
    for cell in row:
        if len(str(cell)) > 4:
            assert str(cell) not in str(found.faults)
    assert not EibRoundAnswer.objects.filter(round=held).exists()


def test_a_service_gives_one_answer_to_what_services_are_asked(
    editor: User, held: EibRound
) -> None:
    rows = [("11", "0", "R1", "M1", "TODOS", 1), ("11", "0", "R1", "M1", "NADA", 1)]
    assert faults(loaded(editor, held, csv_of(rows))) == [(3, "cantidad")]
    rows = [("11", "0", "R1", "M1", "TODOS", 1), ("11", "0", "R1", "M1", "NADA", 0)]
    assert faults(loaded(editor, held, csv_of(rows))) == []


def test_a_wrong_file_changes_nothing_of_what_there_was(editor: User, held: EibRound) -> None:
    loaded(editor, held, csv_of(GOOD))
    before = list(EibRoundCell.objects.filter(round=held).values_list("pk", flat=True))
    loaded(editor, held, csv_of([*GOOD[:2], ("99", "0", "R1", "F1", "SI", 1)]))
    assert EibRoundAnswer.objects.filter(round=held).count() == 4
    assert list(EibRoundCell.objects.filter(round=held).values_list("pk", flat=True)) == before


@pytest.mark.parametrize(
    ("column", "shown"),
    [
        ("Nombre completo", False),
        ("DNI", False),
        ("docente", False),
        ("apellidos y nombres", False),
        ("Teléfono", False),
        ("madre rosa mamani", False),
    ],
)
def test_a_column_that_looks_like_persons_refuses_the_file(
    editor: User, held: EibRound, column: str, *, shown: bool
) -> None:
    content = csv_of([(*GOOD[0], "Rosa Mamani")], f"{HEADER};{column}")
    with pytest.raises(InvalidParameter) as refused:
        loaded(editor, held, content)
    assert column not in refused.value.message
    assert "Rosa" not in refused.value.message
    assert ("quítela" in refused.value.message) is not shown
    kept_load = EibRoundLoad.objects.get(round=held)
    assert "Rosa" not in str(kept_load.faults)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Falta la columna"),
        (HEADER.encode(), "ninguna fila"),
        (b"cod_mod;anexo\n1;0", "Falta la columna"),
        (f"{HEADER};{HEADER}\n".encode(), "dos veces"),
        (csv_of(GOOD).decode().encode("utf-16"), "UTF-8"),
        ("cod_mod;anexo;red;item;respuesta;cantidad\n\xf1".encode("latin-1"), "UTF-8"),
        (f'{HEADER}\n"11;0'.encode(), "comillas"),
        (b"PK\x03\x04" + bytes(range(256)), ""),
    ],
)
def test_what_is_no_such_file_is_refused_in_words(
    editor: User, held: EibRound, content: bytes, said: str
) -> None:
    with pytest.raises(InvalidParameter) as refused:
        loaded(editor, held, content)
    assert said in refused.value.message


def test_a_file_of_a_spreadsheet_with_commas_and_other_headings_is_the_same(
    editor: User, held: EibRound
) -> None:
    rows = csv_of(GOOD, "Código modular;ANEXO;Red educativa;Pregunta;Respuesta;Número")
    content = b"\xef\xbb\xbf" + rows.replace(b";", b",").replace(b"\n", b"\r\n")
    assert loaded(editor, held, content).fault_count == 0
    assert EibRoundAnswer.objects.filter(round=held).count() == 4


def test_what_is_published_doesnt_change_under_its_readers(editor: User, held: EibRound) -> None:
    loaded(editor, held, csv_of(GOOD))
    EibRound.objects.filter(pk=held.pk).update(state="published")
    with pytest.raises(WrongState):
        loaded(editor, held, csv_of(GOOD))


def test_without_a_register_there_is_nothing_to_hold_them_against() -> None:
    """The samples' services are no facts: a fact's answers aren't held against them."""
    editor = member("edita", EDITOR, 5)
    with pytest.raises(WrongState, match="registro EIB"):
        loaded(editor, round_of(instrument()), csv_of(GOOD))


def test_who_has_no_part_in_the_commitment_brings_nothing(held: EibRound) -> None:
    foreign = member("ajena", EDITOR, 1)
    with pytest.raises((FeatureNotFound, EditNotAllowed)):
        loaded(foreign, held, csv_of(GOOD))
    assert not EibRoundAnswer.objects.filter(round=held).exists()


def test_a_large_file_is_a_jobs_and_the_file_goes(
    editor: User, held: EibRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "SMALL_BYTES", 10)
    file = kept(csv_of(GOOD), editor)
    job = loading.hand_in(editor, held, held.version, file)
    assert job is not None
    assert not EibRoundAnswer.objects.filter(round=held).exists()
    arguments = Job.objects.get(pk=job.pk).arguments
    result = loading.load(Unwatched(), **arguments)
    assert result == {"page": f"/eib/rondas/{held.pk}/respuestas/", "rows": 4, "faults": 0}
    assert not StoredFile.objects.filter(pk=file.pk).exists()
    assert loading.load(Unwatched(), **arguments) == {"page": result["page"]}
    assert EibRoundAnswer.objects.filter(round=held).count() == 4


def test_a_service_typed_into_the_form_replaces_its_own_answers_alone(
    editor: User, held: EibRound
) -> None:
    loaded(editor, held, csv_of(GOOD))
    held.refresh_from_db()
    rows = [("11", "0", "R3", "F1", "SI", "2"), ("11", "0", "R3", "F1", "NO", "1")]
    assert loading.put_service(editor, held, held.version, rows) == []
    stored = EibRoundAnswer.objects.filter(round=held).order_by("modular_code", "answer")
    assert [(r.modular_code, r.network, r.answer, r.number) for r in stored] == [
        ("0000011", "R3", "NO", 1),
        ("0000011", "R3", "SI", 2),
        ("0000022", "R2", "SI", 5),
    ]
    held.refresh_from_db()
    wrong = loading.put_service(
        editor, held, held.version, [("11", "0", "R3", "F1", "SI", "muchos")]
    )
    assert [fault.column for fault in wrong] == ["cantidad"]
    assert EibRoundAnswer.objects.filter(round=held).count() == 3
