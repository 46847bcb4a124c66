"""Titles checked by file: an account, a purpose, a daily quota; a signed and dated answer."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from layers.errors import FeatureNotFound, InvalidParameter, QuotaExceeded
from layers.record_csv import Form, defused, read_rows
from layers.titles.asking import NO_REGISTER, look_up, read_title
from territory.models import TitleCheck
from territory.titles.identifiers import Identifier
from territory.titles.lookup import NOT_A_CERTIFICATE, Answer, Answers, register
from territory.titles.signing import sign

MOST_ROWS = 500
DAILY_ROWS = 1_000
# Column of the file → part of the identifier.
COLUMNS = {
    "institucion": "institution",
    "programa": "programme",
    "anio": "year",
    "numero": "number",
}
FORM = Form(frozenset(COLUMNS), tuple(COLUMNS), most_bytes=1_000_000, most_rows=MOST_ROWS)
ANSWERED = ("respuesta", "fuente", "corte", "consultado_el", "aviso")


@dataclass(frozen=True)
class Row:
    """A row of the file: its texts, and the title that they name or why they name none."""

    number: int
    texts: dict[str, str]
    title: Identifier | None
    reason: str = ""


@dataclass(frozen=True)
class Checked:
    """The answers as a CSV file. ``signature`` is empty of samples, which are never signed.

    ``answers`` are each row's number and what is said of it.
    """

    content: bytes
    signature: bytes
    answers: tuple[tuple[int, str], ...]
    at: dt.datetime

    @property
    def are_samples(self) -> bool:
        return not self.signature


def check_file(user: User, content: bytes, purpose: str) -> Checked:
    """As ``check``, of the titles of a CSV file."""
    return check(user, read_titles(content), purpose)


def check(user: User, rows: list[Row], purpose: str) -> Checked:
    """Check the titles of some rows. Only how many they were, and what for, is kept.

    Raises InvalidParameter of what can't be taken, QuotaExceeded, and FeatureNotFound where there
    is no register to ask.
    """
    if purpose not in TitleCheck.Purpose.values:
        raise InvalidParameter("Elija para qué consulta.", parameter="purpose")
    if not register()[0]:
        raise FeatureNotFound(NO_REGISTER)
    _take_quota(user, len(rows), purpose)
    return _answered(rows, timezone.now())


def read_titles(content: bytes) -> list[Row]:
    """The rows of a file; one that names no title is answered so. Raises InvalidParameter."""
    rows = [row_of(number, texts) for number, texts in read_rows(content, FORM)]
    if not rows:
        raise InvalidParameter("El archivo no tiene ninguna fila.", parameter="file")
    return rows


def row_of(number: int, texts: dict[str, str]) -> Row:
    """A row by its texts, of each of ``COLUMNS``."""
    try:
        written = {part: texts[column] for column, part in COLUMNS.items()}
        return Row(number, texts, read_title(written))
    except InvalidParameter as error:
        return Row(number, texts, None, error.message)


def quota_left(user: User) -> int:
    """How many titles the account may still check by file today, in Lima."""
    return max(0, DAILY_ROWS - _taken(user))


def _take_quota(user: User, number: int, purpose: str) -> None:
    with transaction.atomic():
        # Of two files at the same time the second counts the first.
        get_user_model().objects.select_for_update().get(pk=user.pk)
        left = quota_left(user)
        if number > left:
            raise QuotaExceeded(
                f"El archivo tiene {number} títulos y hoy su cuenta puede consultar {left} más, de "
                f"{DAILY_ROWS} por día."
            )
        TitleCheck.objects.create(
            account=user,
            purpose=purpose,
            rows=number,
            day=timezone.localdate(),
        )


def _taken(user: User) -> int:
    today = TitleCheck.objects.filter(account=user, day=timezone.localdate())
    return today.aggregate(rows=Sum("rows"))["rows"] or 0


def _answered(rows: list[Row], now: dt.datetime) -> Checked:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(("fila", *COLUMNS, *ANSWERED))
    answers = look_up([row.title for row in rows if row.title])
    found = iter(answers.answers)
    said: list[tuple[int, str]] = []
    for row in rows:
        answer = next(found) if row.title else None
        said.append((row.number, _said(row, answer)))
        writer.writerow(_cells(row, answer, answers, now))
    # With a byte order mark, or a spreadsheet in Spanish breaks the accents.
    content = file.getvalue().encode("utf-8-sig")
    signature = b"" if answers.are_samples else sign(content)
    return Checked(content, signature, tuple(said), now)


def _said(row: Row, answer: Answer | None) -> str:
    if answer is None:
        return f"no se pudo consultar: {row.reason}"
    return "consta" if answer.is_there else "no consta"


def _cells(row: Row, answer: Answer | None, answers: Answers, now: dt.datetime) -> list[str]:
    notice = NOT_A_CERTIFICATE
    if answers.are_samples:
        notice = f"EJEMPLO: se buscó entre títulos inventados. {notice}"
    files = [answer.file] if answer and answer.file else answers.files
    asked = [row.texts[column] for column in COLUMNS]
    return [
        str(row.number),
        *map(defused, asked),
        _said(row, answer),
        defused("; ".join(file.source for file in files)),
        "; ".join(str(file.cutoff_date) for file in files),
        timezone.localtime(now).isoformat(timespec="seconds"),
        notice,
    ]
