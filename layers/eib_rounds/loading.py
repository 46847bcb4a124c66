"""How a round gets its answers: a file, or a service's by the form. They replace what there was.

Answers are the agency's: they stay in their table, and only their sums are shown
(``territory.eib.rounds.counting``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any, BinaryIO
from uuid import UUID

from django.contrib.auth.models import User
from django.db import connection, transaction

from layers import jobs, reviewing, stored
from layers.eib_rounds.answers_csv import MOST_BYTES, Answers, Row
from layers.errors import InvalidParameter, TerritorioError, WrongState
from layers.models import Job, StoredFile
from layers.progress import Progress, Unwatched
from layers.temporary import temporary_folder
from territory.eib.rounds.counting import count
from territory.eib.rounds.items import items_of
from territory.models import (
    EibRound,
    EibRoundAnswer,
    EibRoundLoad,
    EibSchool,
    ReviewState,
)
from territory.reviewing import Verb
from territory.roles import AnyUser

KIND = "load_eib_round"
# Whoever hands in more waits for a job and not for the page.
SMALL_BYTES = 200_000
_ROWS_A_TIME = 2_000
_COLUMNS = ("round_id", "modular_code", "annex", "network", "item", "answer", "number")
_OPEN = (ReviewState.DRAFT, ReviewState.SUBMITTED)
_COPY = f"COPY {EibRoundAnswer._meta.db_table} ({', '.join(_COLUMNS)}) FROM STDIN"
_NO_REGISTER = "Todavía no hay un registro EIB publicado contra el que revisar los servicios."


def hand_in(user: User, found: EibRound, version: int | None, file: StoredFile) -> Job | None:
    """Take the answers of a file: at once of a small one, else by a job, which is given.

    The file is deleted once it was read. Raises InvalidParameter, EditNotAllowed, WrongState,
    VersionConflict.
    """
    if file.size > MOST_BYTES:
        stored.delete(file)
        raise InvalidParameter(
            f"El archivo pasa de {MOST_BYTES // 1_000_000} MB: divídalo.", parameter="file"
        )
    try:
        with transaction.atomic():
            held = _locked(user, found.pk, version)
            if file.size > SMALL_BYTES:
                return _asked_for(user, held, file)
        take_file(user, held.pk, file, Unwatched())
    except TerritorioError:
        stored.delete(file)
        raise
    stored.delete(file)
    return None


def _asked_for(user: User, held: EibRound, file: StoredFile) -> Job:
    job = jobs.submit(
        KIND,
        by=user,
        lock=f"eib_round:{held.pk}",
        title=f"Respuestas de la ronda «{held.title}»",
        round=held.pk,
        account=user.pk,
        file=str(file.pk),
    )
    EibRoundLoad.objects.update_or_create(
        round=held, defaults={"job": job.pk, "rows": 0, "fault_count": 0, "faults": []}
    )
    return job


def load(progress: Progress, round: int, account: int, file: str) -> dict[str, Any]:
    """The work of the job; done twice it finds the file gone, and nothing to do."""
    page = f"/eib/rondas/{round}/respuestas/"
    held = StoredFile.objects.filter(pk=UUID(file)).first()
    if held is None:
        return {"page": page}
    user = User.objects.get(pk=account)
    try:
        found = take_file(user, round, held, progress)
    except TerritorioError:
        stored.delete(held)
        raise
    stored.delete(held)
    return {"page": page, "rows": found.rows, "faults": found.fault_count}


def take_file(user: User, key: int, file: StoredFile, progress: Progress) -> EibRoundLoad:
    """Put a file's answers in the place of the round's, or say what is wrong with it.

    With one cell that can't be taken nothing changes. Raises InvalidParameter where the file as a
    whole can't be read.
    """
    with temporary_folder("eib-round") as folder:
        # Its blocks can't be asked for while rows are copied through the same connection.
        path = folder / "answers"
        stored.copy_to(file, path)
        progress.step("Leyendo las respuestas")
        with path.open("rb") as content:
            return _take(user, key, content, progress)


def _take(user: User, key: int, content: BinaryIO, progress: Progress) -> EibRoundLoad:
    refused: InvalidParameter | None = None
    with transaction.atomic():
        held = _locked(user, key)
        answers = _reader(held)
        EibRoundAnswer.objects.filter(round=held).delete()
        try:
            _copy(held, _watched(answers.read(content), progress))
        except InvalidParameter as error:
            transaction.set_rollback(True)
            refused = error
        else:
            if answers.fault_count:
                transaction.set_rollback(True)
            elif not answers.rows:
                refused = InvalidParameter("El archivo no tiene ninguna fila.", parameter="file")
                transaction.set_rollback(True)
            else:
                progress.step("Contando las respuestas")
                _plan_anew()
                recount(user, held)
    if refused is not None:
        _note(key, Answers({}, {}), [{"row": 1, "column": "", "reason": refused.message}])
        raise refused
    return _note(key, answers, [asdict(fault) for fault in answers.faults])


def _plan_anew() -> None:
    """What follows in the transaction is planned before autovacuum has seen these rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {connection.ops.quote_name(EibRoundAnswer._meta.db_table)}")


def put_service(
    user: User, found: EibRound, version: int | None, rows: Iterable[tuple[str, ...]]
) -> list[Any]:
    """Put one service's answers, typed into the form, in the place of what it had.

    ``rows`` are the texts of the file's columns. Gives the faults, with which nothing changes.
    """
    with transaction.atomic():
        held = _locked(user, found.pk, version)
        answers = _reader(held)
        taken = [row for n, cells in enumerate(rows, start=1) if (row := answers.take(n, cells))]
        if answers.fault_count or not taken:
            return answers.faults
        code, annex = taken[0][:2]
        EibRoundAnswer.objects.filter(round=held, modular_code=code, annex=annex).delete()
        _copy(held, taken)
        recount(user, held)
    return []


def recount(user: User, held: EibRound) -> None:
    """Sum the round's answers; who changed them prepared the round, which is a draft again."""
    values = count(held)
    reviewing.change(user, held, values)


def _locked(user: AnyUser, key: int, version: int | None = None) -> EibRound:
    """The round, locked; what is published can't change under those who read it."""
    if version is None:
        version = EibRound.objects.values_list("version", flat=True).get(pk=key)
    held = reviewing.locked(EibRound, user, key, version)
    if held.state not in _OPEN:
        raise WrongState(
            "Sus respuestas no cambian mientras está "
            f"«{held.get_state_display()}»: retírela y ábrala primero."
        )
    reviewing.demand(user, Verb.PREPARE, held.of_commitment, samples=held.is_sample)
    return held


def _reader(held: EibRound) -> Answers:
    items = {item.code: item for item in items_of(held.instrument.items)}
    schools = EibSchool.objects.filter(is_sample=held.is_sample)
    listed = schools.values_list("modular_code", "annex").order_by("pk").iterator()
    services = {service: number for number, service in enumerate(listed)}
    if not services:
        raise WrongState(_NO_REGISTER)
    return Answers(items, services)


def _watched(rows: Iterable[Row], progress: Progress) -> Iterator[Row]:
    for number, row in enumerate(rows, start=1):
        yield row
        if number % _ROWS_A_TIME == 0:
            progress.add(_ROWS_A_TIME)


def _copy(held: EibRound, rows: Iterable[Row]) -> None:
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(_COPY) as copy,
    ):
        for row in rows:
            copy.write_row((held.pk, *row))


def _note(key: int, answers: Answers, faults: list[dict[str, Any]]) -> EibRoundLoad:
    kept, _made = EibRoundLoad.objects.update_or_create(
        round_id=key,
        defaults={
            "rows": answers.rows,
            "fault_count": max(answers.fault_count, len(faults)),
            "faults": faults,
        },
    )
    return kept
