"""The one form of milestones and reports: out, in unchanged, and in with changes."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import given
from hypothesis import strategies as st

from layers.errors import InvalidParameter
from layers.record_csv import defused, fused
from layers.tracking import importing
from layers.tracking.table import HEADER, as_csv, rows_for
from territory.models import Agency, ChangeEntry, Milestone, ProgressReport
from tests.publishers import APPROVER, EDITOR, publisher
from tests.tracking import evidence, milestone, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("untracked")]

AWKWARD = '=1+1; "comillas"\nsegunda línea; ñandú'


def editor() -> Any:
    return publisher("edita", "MINAM-DGPIGA", EDITOR)


def exported(user: Any) -> bytes:
    return b"".join(as_csv(rows_for(user)))


def read(content: bytes) -> list[dict[str, str]]:
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=";"))


def table(*rows: dict[str, str], delimiter: str = ";") -> bytes:
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, names, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def fill() -> None:
    """Milestones of two commitments in every state, with texts that break tables."""
    agency = Agency.objects.get(acronym="MINAM-DGPIGA")
    for code, state in zip("abcd", ["draft", "submitted", "published", "withdrawn"], strict=True):
        made = milestone(
            code=code,
            title=AWKWARD,
            state=state,
            responsible=agency,
            planned_start="2017-11-01",
            planned_end="2018-12-31",
            percent=0,
            progress="not_started",
            units=["08", "130101"],
        )
        report(made, text="'=texto", next_steps="-seguir", percent=5, state=state)
    milestone(number=9, code="x", state="published")
    milestone(
        number=9, code="x", title="EJEMPLO · Hito", is_sample=True, state="published", percent=3
    )


def test_what_is_exported_imports_again_unchanged() -> None:
    fill()
    user = editor()
    before = ChangeEntry.objects.count()
    content = exported(user)
    assert len(read(content)) == 9
    for found in (importing.preview(user, content), importing.apply(user, content)):
        assert (found.changes, found.faults, found.number_unchanged) == ([], [], 9)
    assert ChangeEntry.objects.count() == before
    assert exported(user) == content


def test_a_spreadsheet_that_saves_it_with_commas_and_other_line_ends_changes_nothing() -> None:
    fill()
    user = editor()
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    rows = csv.reader(io.StringIO(exported(user).decode("utf-8-sig"), newline=""), delimiter=";")
    writer.writerows([cell.replace("\n", "\r\n") for cell in row] for row in rows)
    found = importing.preview(user, text.getvalue().encode())
    assert (found.changes, found.faults, found.number_unchanged) == ([], [], 9)


def test_days_as_a_spreadsheet_writes_them_are_the_same_days() -> None:
    fill()
    user = editor()
    rows = read(exported(user))
    for row in rows:
        for name in ("inicio_previsto", "fin_previsto", "fecha"):
            if row[name]:
                year, month, day = row[name].split("-")
                row[name] = f"{day}/{month}/{year}"
        row["estado"] = row["estado"].upper()
        row["avance"] += "%" if row["avance"] else ""
    found = importing.preview(user, table(*rows))
    assert (found.changes, found.faults, found.number_unchanged) == ([], [], 9)
    row = next(row for row in rows if (row["tipo"], row["hito"]) == ("hito", "a"))
    row["fin_previsto"] = "30/12/2018"
    found = importing.preview(user, table(row))
    assert found.changes[0].differences == (("Fin previsto", "2018-12-31", "2018-12-30"),)
    row["fin_previsto"] = "31/02/2018"
    found = importing.preview(user, table(row))
    assert [fault.column for fault in found.faults] == ["fin_previsto"]


def test_a_visitor_gets_what_is_published_without_versions() -> None:
    fill()
    rows = read(exported(AnonymousUser()))
    assert [(row["tipo"], row["hito"]) for row in rows] == [
        ("hito", "c"),
        ("informe", "c"),
        ("hito", "x"),
    ]
    assert {row["version"] for row in rows} == {""}
    assert {row["es_ejemplo"] for row in rows} == {"no"}


def test_the_file_has_what_is_computed_and_evidence_that_is_seen() -> None:
    made = milestone(
        state="published", planned_end="2018-05-31", progress="in_progress", percent=50
    )
    evidence(report(made, state="published"))
    (first, second) = read(exported(AnonymousUser()))
    assert first["estado"] == "en curso"
    assert first["retraso_dias"] != ""
    assert second["evidencias"] == ""  # a draft
    rows = read(exported(editor()))
    assert rows[1]["evidencias"] == "https://example.org/acta"


ROW = {
    "tipo": "hito",
    "compromiso": "3",
    "hito": "n-1",
    "titulo": "Hito nuevo",
    "fuente_url": "https://example.org/plan",
    "fecha": "31/12/2018",
}
REPORT_ROW = {"tipo": "informe", "compromiso": "3", "hito": "n-1", "informe": "1"} | {
    "texto": "Se avanzó",
    "fecha": "2019-01-15",
    "estado": "En curso",
    "avance": "40 %",
    "lugares": "8, 0801",
}


def test_new_rows_become_drafts_and_a_second_import_changes_nothing() -> None:
    user = editor()
    content = table(ROW, REPORT_ROW)
    seen = importing.preview(user, content)
    assert (seen.number_new, seen.faults, Milestone.objects.count()) == (2, [], 0)
    assert importing.apply(user, content).faults == []
    made = ProgressReport.objects.get()
    assert (made.milestone.state, made.state) == ("draft", "draft")
    assert (str(made.milestone.cutoff_date), str(made.reported_on)) == ("2018-12-31", "2019-01-15")
    assert (made.percent, made.progress, made.units) == (40, "in_progress", ["08", "0801"])
    again = importing.preview(user, exported(user))
    assert (again.changes, again.faults, again.number_unchanged) == ([], [], 2)


def test_a_report_may_come_before_nothing_but_its_milestone() -> None:
    found = importing.preview(editor(), table(REPORT_ROW))
    assert [(fault.row, fault.column) for fault in found.faults] == [(2, "hito")]


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"tipo": "meta"}, "tipo"),
        ({"compromiso": "19"}, "compromiso"),
        ({"compromiso": "9"}, "compromiso"),
        ({"hito": "a b"}, "hito"),
        ({"informe": "1"}, "informe"),
        ({"titulo": ""}, "titulo"),
        ({"titulo": "Llamar al 987654321"}, "titulo"),
        ({"titulo": "a\x00b"}, "titulo"),
        ({"titulo": "x" * 501}, "titulo"),
        ({"responsable": "Juan Pérez"}, "responsable"),
        ({"inicio_previsto": "2018-02-30"}, "inicio_previsto"),
        ({"inicio_previsto": "2018-05-01", "fin_previsto": "2018-04-30"}, "fin_previsto"),
        ({"fin_real": "2999-01-01"}, "fin_real"),
        ({"fin_real": "2018-01-01"}, "estado"),
        ({"fin_real": "2019-02-01", "estado": "concluido"}, "fin_real"),
        ({"estado": "casi"}, "estado"),
        ({"estado": "concluido", "avance": "90"}, "avance"),
        ({"avance": "101"}, "avance"),
        ({"avance": "-1"}, "avance"),
        ({"avance": "4,5"}, "avance"),
        ({"avance": "٤"}, "avance"),
        ({"lugares": "99"}, "lugares"),
        ({"lugares": "Cusco"}, "lugares"),
        ({"fuente_url": ""}, "fuente_url"),
        ({"fuente_url": "javascript:alert(1)"}, "fuente_url"),
        ({"fecha": ""}, "fecha"),
        ({"fecha": "ayer"}, "fecha"),
        ({"es_ejemplo": "sí"}, "es_ejemplo"),
        ({"es_ejemplo": "quizá"}, "es_ejemplo"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named_and_nothing_is_written(
    changed: dict[str, str], column: str
) -> None:
    found = importing.apply(editor(), table(ROW | {"hito": "bien"}, ROW | changed))
    assert [(fault.row, fault.column) for fault in found.faults] == [(3, column)]
    assert not Milestone.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Falta la columna"),
        (b"PK\x03\x04 no es csv", "Falta la columna"),
        (b"\xff\xfe\x00t", "UTF-8"),
        (b"tipo;compromiso;hito;color\n", "No se conoce la columna «color»"),
        (b"tipo;compromiso;hito;tipo\n", "Está dos veces la columna «tipo»"),
        (b"tipo;compromiso;hito\nhito;3;a;;sobra\n", "más celdas"),
        (b'tipo;compromiso;hito\nhito;3;"a\n', "comillas"),
        (b"x" * 2_000_001, "2 MB"),
        (b"tipo;compromiso;hito\n" + b"hito;3;a\n" * 5_001, "5000 filas"),
    ],
)
def test_what_is_no_such_file_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(InvalidParameter, match=words):
        importing.preview(editor(), content)


def test_a_change_of_what_is_published_is_proposed_and_exported_to_its_agency() -> None:
    made = milestone(code="a", state="published", title="Antes")
    user = editor()
    content = table(read(exported(user))[0] | {"titulo": "Después"})
    seen = importing.apply(user, content)
    assert [change.differences for change in seen.changes] == [(("Hito", "Antes", "Después"),)]
    made.refresh_from_db()
    assert (made.title, made.proposed) == ("Antes", {"title": "Después"})
    assert read(exported(AnonymousUser()))[0]["titulo"] == "Antes"
    assert importing.preview(user, exported(user)).number_unchanged == 1
    # A second change keeps what the first proposed.
    importing.apply(user, table(read(exported(user))[0] | {"avance": "10"}))
    made.refresh_from_db()
    assert made.proposed == {"title": "Después", "percent": 10}
    assert (made.title, made.percent) == ("Antes", None)


def test_who_changed_a_row_meanwhile_is_not_overwritten() -> None:
    milestone(code="a", title="Antes")
    user = editor()
    content = table(read(exported(user))[0] | {"titulo": "Mío"})
    Milestone.objects.update(title="De otra persona")
    found = importing.apply(user, content)
    assert [(fault.row, fault.column) for fault in found.faults] == [(2, "version")]
    assert Milestone.objects.get().title == "De otra persona"


def test_a_draft_of_another_agency_is_neither_matched_nor_named() -> None:
    milestone(number=9, code="oculto", title="Secreto")
    row = ROW | {"compromiso": "9", "hito": "oculto"}
    found = importing.preview(editor(), table(row))
    assert [fault.column for fault in found.faults] == ["compromiso"]
    assert "Secreto" not in str(found)


def test_an_approver_imports_nothing() -> None:
    user = publisher("aprueba", "MINAM-DGPIGA", APPROVER)
    assert importing.preview(user, table(ROW)).faults[0].column == "compromiso"


def test_the_number_of_queries_does_not_grow_with_the_rows(
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(30):
        report(milestone(code=f"h{number}", state="published"), state="published")
    user = editor()
    with django_assert_max_num_queries(10):
        content = exported(user)
    with django_assert_max_num_queries(10):
        assert importing.preview(user, content).number_unchanged == 60


@given(st.text(alphabet="'=+-@a\t ", max_size=6))
def test_what_is_defused_comes_back_and_runs_nowhere(text: str) -> None:
    assert fused(defused(text)) == text
    assert not defused(text).startswith(("=", "+", "-", "@", "\t"))


def test_the_dictionary_names_every_column() -> None:
    assert len(set(HEADER)) == len(HEADER)
