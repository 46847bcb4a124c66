"""Work for tests' own kinds of jobs, which a real worker can import by name."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from layers.loading import importing, snapshots
from layers.loading.candidates import Candidate
from layers.progress import JobStopped, Progress
from layers.reading.results import SourceError
from layers.themes.environmental_commissions.source import ENVIRONMENT


def count(progress: Progress, rows: int) -> dict[str, Any]:
    progress.step("Contando", rows)
    for _row in range(rows):
        progress.add(1)
    return {"counted": rows}


def refuse(progress: Progress) -> dict[str, Any]:
    progress.step("Leyendo")
    raise SourceError("El archivo está vacío.")


def fail(progress: Progress) -> dict[str, Any]:
    progress.step("Leyendo")
    raise ZeroDivisionError


def wait(progress: Progress, mark: str = "", seconds: float = 60) -> dict[str, Any]:
    """Goes on until it is stopped, with rows to count."""
    if mark:
        with Path(mark).open("a") as file:
            file.write("begun\n")
    progress.step("Esperando", 1_000_000)
    for _turn in range(int(seconds * 20)):
        progress.add(1)
        time.sleep(0.05)
    return {}


def sleep_in_the_database(progress: Progress) -> dict[str, Any]:
    """One long statement within a transaction that has written."""
    progress.step("Escribiendo")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO layers_loadedfile VALUES ('half', 'x', now())")
        cursor.execute("SELECT pg_sleep(60)")
    return {}


def tidy(progress: Progress) -> dict[str, Any]:
    """Puts its own things in order where it is stopped in the middle of a statement."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(60)")
    except JobStopped:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(1)")
            cursor.execute("INSERT INTO layers_loadedfile VALUES ('tidied', 'x', now())")
        raise
    return {}


def publish(progress: Progress, path: str) -> dict[str, Any]:
    """What a publication does, of a file that needs nothing to be said of it."""
    progress.step("Leyendo")
    candidate = Candidate.of(importing.check(ENVIRONMENT, Path(path)))
    progress.step("Publicando", candidate.number_of_rows)
    with transaction.atomic():
        file = snapshots.File.of("comisiones.csv", Path(path))
        published = importing.publish(ENVIRONMENT, candidate, file=file)
        progress.keep()
    return {"message": str(published)}


def keep(progress: Progress) -> dict[str, Any]:
    """What is kept isn't cancelled any more."""
    progress.step("Guardando")
    progress.keep()
    for _turn in range(30):
        progress.add(1)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.05)")
    return {"kept": True}
