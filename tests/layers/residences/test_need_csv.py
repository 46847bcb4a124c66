"""Needs as CSV: what is exported imports again unchanged, and what is wrong is named by its row."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from layers.errors import InvalidParameter
from layers.residences.need_csv import COLUMNS, written
from layers.residences.need_import import preview, read
from territory.models import ChangeEntry, ResidenceNeed
from territory.residences.shown import needs, needs_seen_by
from tests.processes import member
from tests.residences import SOURCE, need, residence, school

pytestmark = pytest.mark.django_db

PLAIN = {
    "COD_MOD": "1",
    "ANEXO": "",
    "BIEN": "Cama",
    "CANTIDAD": "12",
    "PRIORIDAD": "Alta",
    "DOCUMENTO": "Diagnóstico de 2019",
    "FUENTE_URL": SOURCE,
    "FECHA_CORTE": "2019-01-31",
}


@pytest.fixture
def editor() -> Any:
    return member("edita", "editor", 8)


def file_of(*rows: dict[str, str], delimiter: str = ";") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(PLAIN), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(PLAIN | row for row in rows or ({},))
    return out.getvalue().encode("utf-8-sig")


def exported(user: Any = None) -> bytes:
    rows = needs() if user is None else needs_seen_by(user)
    return "".join(written(rows, with_versions=user is not None)).encode()


def test_a_file_of_the_agency_makes_drafts(editor: Any) -> None:
    residence(1)
    rows: tuple[dict[str, str], ...] = (
        {},
        {"BIEN": "COLCHÓN", "CANTIDAD": "3", "PRIORIDAD": "baja"},
        {"BIEN": "sillas"},
    )
    content = file_of(*rows)
    assert preview(editor, content).created == 3
    assert not ResidenceNeed.objects.filter(is_sample=False).exists()
    found = read(editor, content)
    assert (found.created, found.changed, found.unchanged, found.errors) == (3, 0, 0, [])
    stored = ResidenceNeed.objects.filter(is_sample=False).order_by("item")
    columns = ("residence__key", "item", "quantity", "priority", "state")
    assert list(stored.values_list(*columns)) == [
        ("0000001-0", "bed", 12, "high", "draft"),
        ("0000001-0", "chair", 12, "high", "draft"),
        ("0000001-0", "mattress", 3, "low", "draft"),
    ]
    again = read(editor, content)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 3)


def test_what_is_exported_imports_again_unchanged(editor: Any) -> None:
    made = residence(1)
    texts = ('Dice "sí"; no', "=HYPERLINK(1)", "'-1", "<script>alert(1)</script>", "Ñandú · ﬁn")
    items = ("bed", "stove", "bedding", "tools", "radio")
    for item, text in zip(items, texts, strict=True):
        need(made, item, document=text)
    content = exported(editor)
    before = ChangeEntry.objects.count()
    found = read(editor, content)
    assert (found.created, found.changed, found.unchanged, found.errors) == (0, 0, 5, [])
    assert ChangeEntry.objects.count() == before
    cells = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert cells[0] == [column.name for column in COLUMNS]
    assert not any(cell.startswith(("=", "+", "@")) for row in cells for cell in row)


def test_a_change_waits_beside_what_is_published(editor: Any) -> None:
    made = need(residence(1))
    header, row, *_rest = exported(editor).decode("utf-8-sig").splitlines()
    changed = f"{header}\n{row.replace(',10,', ',25,')}\n".encode()
    assert read(editor, changed).changed == 1
    made.refresh_from_db()
    assert (made.quantity, made.proposed) == (10, {"quantity": 25})
    # What waits already is said again by the same file.
    assert read(editor, changed).unchanged == 1
    stale = changed.replace(b",25,", b",30,")
    (fault,) = read(editor, stale).errors
    assert (fault.row, fault.column) == (2, "version")


WRONG = [
    ({"COD_MOD": "2"}, "cod_mod", "Secundaria Tutorial"),
    ({"COD_MOD": "7654321"}, "cod_mod", "7654321-0"),
    ({"COD_MOD": "x"}, "cod_mod", "código modular"),
    ({"ANEXO": "12"}, "cod_mod", "código modular"),
    ({"BIEN": "yate"}, "bien", "no es un bien"),
    ({"BIEN": ""}, "bien", "no es un bien"),
    ({"CANTIDAD": "0"}, "cantidad", "Cantidad"),
    ({"CANTIDAD": "1,5"}, "cantidad", "Cantidad"),
    ({"PRIORIDAD": "urgente"}, "prioridad", "Prioridad"),
    ({"DOCUMENTO": ""}, "documento", "Documento"),
    ({"DOCUMENTO": "Llamar a ana@example.org"}, "documento", "correo"),
    ({"FUENTE_URL": ""}, "fuente_url", "fuente"),
    ({"FECHA_CORTE": "2999-12-31"}, "fecha_corte", "aún no llega"),
]


@pytest.mark.parametrize(("row", "column", "words"), WRONG, ids=str)
def test_a_wrong_cell_is_named_and_nothing_is_stored(
    editor: Any, row: dict[str, str], column: str, words: str
) -> None:
    residence(1)
    school(2, "ST")
    found = read(editor, file_of({"BIEN": "silla"}, row))
    assert found.created == 0
    (fault,) = found.errors
    assert (fault.row, fault.column) == (3, column)
    assert words in fault.reason
    assert not ResidenceNeed.objects.filter(is_sample=False).exists()


def test_the_same_item_twice_is_told(editor: Any) -> None:
    residence(1)
    (fault,) = read(editor, file_of({}, {"COD_MOD": "0000001", "ANEXO": "0"})).errors
    assert (fault.row, fault.column) == (3, "bien")


def test_a_foreign_file_and_account_change_nothing(editor: Any) -> None:
    residence(1)
    other = member("ajena", "editor", 1)
    (fault,) = read(other, file_of()).errors
    assert fault.row == 2
    for content in (b"\xff\xfe\x00", b"cod_mod;bien\n1;cama\n", b"\x00\x00", b""):
        with pytest.raises(InvalidParameter):
            read(editor, content)
    # What is exported of samples is no fact to import.
    ResidenceNeed.objects.filter(is_sample=False).delete()
    assert not ResidenceNeed.objects.filter(is_sample=False).exists()


def test_samples_are_not_imported_as_facts(editor: Any) -> None:
    content = exported()
    found = read(editor, content)
    assert found.created == 0
    assert {fault.column for fault in found.errors} == {"es_ejemplo"}
