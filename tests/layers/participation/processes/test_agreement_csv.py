"""Agreements as CSV: what is exported imports again unchanged, and what is wrong is named."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from layers.errors import InvalidParameter
from layers.participation.processes.agreement_csv import VALUES, written
from layers.participation.processes.agreement_import import MOST_ROWS, preview, read
from territory.models import Agreement, ChangeEntry
from territory.participation.processes.agreements import agreements
from tests.processes import SOURCE, agency_of, agreement, forum, member, session

pytestmark = pytest.mark.django_db

DAY = dt.date(2019, 1, 1)
# RFC 4180 §2.6-7 and OWASP's "CSV Injection": what a cell must survive.
AWKWARD = (
    'Dice "sí", y no; nada',
    "Dos\nlíneas\n\ny otra",
    '=HYPERLINK("https://example.org")',
    "'=1+1",
    "''@SUM(A1)",
    "-1",
    "'comilla sola",
    "Ñandú · ámbito — ﬁn",
    "<script>alert(1)</script>",
)


def exported(user: Any = None, day: dt.date = DAY) -> bytes:
    user = user or AnonymousUser()
    return "".join(written(user, agreements(user, day), day)).encode()


def cells(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def file_of(*rows: dict[str, str], **every: str) -> bytes:
    """A file of new agreements of the first session of «foro»."""
    plain = {
        "forum": "foro",
        "session": "1",
        "code": "N1",
        "text": "Nuevo",
        "topic": "Datos",
        "owner": agency_of(1).acronym,
        "due_on": "",
        "progress": "pending",
        "fulfilled_on": "",
        "units": "08",
        "source_url": SOURCE,
        "cutoff_date": "2019-01-31",
    }
    out = io.StringIO()
    writer = csv.DictWriter(out, list(plain))
    writer.writeheader()
    for row in rows or ({},):
        writer.writerow(plain | every | row)
    return out.getvalue().encode()


def counts(report: Any) -> tuple[int, int, int]:
    assert report.errors == []
    return report.created, report.changed, report.unchanged


def test_what_is_exported_imports_again_unchanged() -> None:
    editor = member("edita", "editor")
    held = session(forum())
    for number, text in enumerate(AWKWARD):
        agreement(held, f"A{number}", text=text, units=["0801", "13"], topic=f"-tema {number}")
    agreement(held, "B1", progress="fulfilled", fulfilled_on=DAY, due_on=None)
    content = exported()
    before = ChangeEntry.objects.count()
    assert counts(read(editor, content, DAY)) == (0, 0, len(AWKWARD) + 1)
    assert ChangeEntry.objects.count() == before
    # A spreadsheet of this country writes semicolons.
    table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(table)
    assert counts(read(editor, out.getvalue().encode(), DAY))[2] == len(AWKWARD) + 1


def test_samples_import_again_unchanged() -> None:
    content = exported()
    assert {row["is_sample"] for row in cells(content)} == {"true"}
    report = read(member("edita", "editor"), content, DAY)
    assert counts(report) == (0, 0, len(cells(content)))


def test_an_imported_file_is_exported_again_as_it_was() -> None:
    editor = member("edita", "editor")
    session(forum())
    rows = [{"code": f"N{n}", "text": text} for n, text in enumerate(AWKWARD)]
    guarded = [
        row | {"text": "'" + row["text"]}
        if row["text"].lstrip("'").startswith(("=", "-", "@"))
        else row
        for row in rows
    ]
    assert counts(read(editor, file_of(*guarded), DAY)) == (len(rows), 0, 0)
    assert set(
        Agreement.objects.filter(code__startswith="N").values_list("text", flat=True)
    ) == set(AWKWARD)


def test_no_cell_is_a_formula_to_a_spreadsheet() -> None:
    held = session(forum())
    for number, text in enumerate(AWKWARD):
        agreement(held, f"A{number}", text=text)
    for row in cells(exported()):
        assert not row["text"].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_the_file_says_what_is_overdue() -> None:
    agreement(session(forum()), due_on=dt.date(2018, 12, 31))
    assert [row["overdue"] for row in cells(exported(day=dt.date(2018, 12, 31)))] == ["false"]
    assert [row["overdue"] for row in cells(exported(day=dt.date(2019, 1, 1)))] == ["true"]


def test_what_follows_from_the_rest_is_not_read() -> None:
    agreement(session(forum()))
    content = exported().replace(b"true,false", b"false,true")
    assert counts(read(member("edita", "editor"), content, DAY)) == (0, 0, 1)


def test_changes_of_what_is_published_wait_and_new_rows_are_drafts() -> None:
    editor = member("edita", "editor")
    row = agreement(session(forum()))
    content = exported(editor).replace(b"Acuerdo A1", b"Otro texto")
    assert counts(read(editor, content, DAY)) == (0, 1, 0)
    # Again: the proposal says so already.
    assert counts(read(editor, content, DAY)) == (0, 0, 1)
    row.refresh_from_db()
    assert (row.text, row.proposed) == ("Acuerdo A1", {"text": "Otro texto"})
    assert counts(read(editor, file_of(), DAY)) == (1, 0, 0)
    assert Agreement.objects.get(code="N1").state == "draft"
    assert b"N1" not in exported()
    assert b"N1" in exported(editor)


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"session": "7"}, "session"),
        ({"forum": "nope"}, "session"),
        ({"owner": "Ana Pérez"}, "owner"),
        ({"due_on": "31/12/2018"}, "due_on"),
        ({"due_on": "2018-02-30"}, "due_on"),
        ({"progress": "casi"}, "progress"),
        ({"fulfilled_on": "2019-01-01"}, "fulfilled_on"),
        ({"units": "08 999999"}, "units"),
        ({"source_url": ""}, "source_url"),
        ({"cutoff_date": ""}, "cutoff_date"),
        ({"code": ""}, "code"),
        ({"code": "a b"}, "code"),
        ({"topic": ""}, "topic"),
        ({"topic": "a" * 81}, "topic"),
        ({"text": "Llamar al 987 654 321"}, "text"),
        ({"text": "EJEMPLO · Nuevo"}, "text"),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_and_none_is(
    values: dict[str, str], column: str
) -> None:
    session(forum())
    good, bad = {"code": "N1"}, {"code": "N2"} | values
    report = read(member("edita", "editor"), file_of(good, bad), DAY)
    assert [(error.row, error.column) for error in report.errors] == [(3, column)]
    assert report.errors[0].reason
    assert report.created == 0
    assert not Agreement.objects.filter(code__startswith="N").exists()


def test_all_that_is_wrong_with_a_row_is_named() -> None:
    session(forum())
    bad = {"units": "999999", "text": "Llamar al 987 654 321", "source_url": ""}
    report = read(member("edita", "editor"), file_of(bad), DAY)
    assert {error.column for error in report.errors} == set(bad)


def test_a_preview_stores_nothing_and_says_the_same() -> None:
    editor = member("edita", "editor")
    row = agreement(session(forum()))
    content = exported(editor).replace(b"Acuerdo A1", b"Otro texto")
    before = ChangeEntry.objects.count()
    shown = preview(editor, content, DAY)
    assert counts(shown) == (0, 1, 0)
    assert shown.changes[0].differences == (("Acuerdo", "Acuerdo A1", "Otro texto"),)
    assert (ChangeEntry.objects.count(), Agreement.objects.get(pk=row.pk).proposed) == (
        before,
        None,
    )
    assert read(editor, content, DAY).changes == shown.changes


def test_a_file_older_than_a_change_does_not_undo_it() -> None:
    editor = member("edita", "editor")
    row = agreement(session(forum()), state="draft")
    old = exported(editor)
    Agreement.objects.filter(pk=row.pk).update(text="De otra persona")
    report = read(editor, old, DAY)
    assert [(error.row, error.column) for error in report.errors] == [(2, "version")]
    without = cells(exported(editor))[0] | {"version": "", "text": "Nuevo"}
    report = read(editor, file_of({name: without[name] for name in VALUES}), DAY)
    assert [(error.row, error.column) for error in report.errors] == [(2, "version")]
    row.refresh_from_db()
    assert row.text == "De otra persona"


def test_versions_are_given_to_who_prepares_the_rows() -> None:
    """They rise with drafts: a visitor would count what an agency proposes."""
    agreement(session(forum()))
    given = {
        "visitor": AnonymousUser(),
        "editor": member("edita", "editor"),
        "foreign": member("otra", "editor", 6),
    }
    got = {name: cells(exported(user))[0]["version"] for name, user in given.items()}
    assert got == {"visitor": "", "editor": "1", "foreign": ""}


def test_an_agreement_is_in_one_row() -> None:
    session(forum())
    report = read(member("edita", "editor"), file_of({}, {}), DAY)
    assert [(error.row, error.column) for error in report.errors] == [(3, "code")]


def test_another_agency_changes_nothing() -> None:
    agreement(session(forum()))
    content = exported().replace(b"Acuerdo A1", b"Otro texto")
    other = member("otra", "editor", 6)
    for sent in (content, file_of()):
        report = read(other, sent, DAY)
        assert [error.row for error in report.errors] == [2]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Falta la columna"),
        (b"forum,nope\r\n", "«nope»"),
        (b"forum,forum\r\n", "dos veces"),
        ("á".encode("latin-1"), "UTF-8"),
        (b"PK\x03\x04\x00\x00", "CSV"),
        (",".join(VALUES).encode() + b"\r\n" + b",".join([b"a\x00"] * 12), "CSV"),
        (b"a" * 1_000_001, "1 MB"),
        (b'forum,"ses\r\n', "mal formado"),
    ],
)
def test_a_file_that_is_none_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(InvalidParameter, match=reason):
        read(member("edita", "editor"), content, DAY)


def test_the_file_is_bounded_and_its_rows_are_whole() -> None:
    header = ",".join(VALUES)
    many = header + "\r\n" + (",".join("a" * 12) + "\r\n") * (MOST_ROWS + 1)
    for content, reason in ((many, "2000 filas"), (header + "\r\na,b\r\n", "2 celdas")):
        with pytest.raises(InvalidParameter, match=reason):
            read(member(f"edita{len(content)}", "editor"), content.encode(), DAY)


def test_rows_that_say_nothing_new_ask_nothing_more() -> None:
    editor = member("edita", "editor")
    held = session(forum())

    def asked() -> int:
        content = exported()
        with CaptureQueriesContext(connection) as captured:
            read(editor, content, DAY)
        return len(captured)

    agreement(held, "A0")
    asked()  # who the account is, is remembered
    once = asked()
    for number in range(1, 30):
        agreement(held, f"A{number}")
    assert asked() == once
