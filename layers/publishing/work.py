"""The work of publishing from the browser, done by a worker or, in a test, at once.

Each is called with who watches and JSON arguments, may be done twice, and leaves nothing half
done where it is ended in the middle.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from layers import remote, sandbox, stored
from layers.errors import TerritorioError
from layers.loading import importing, parts
from layers.loading.candidates import Candidate
from layers.loading.checking import arguments_of
from layers.loading.held import hold_candidate_against
from layers.loading.joining import hold_joined_candidate
from layers.loading.packing import candidate_in, candidate_of, summary_of, write_rows
from layers.loading.placement import hold_candidate
from layers.loading.rows import from_file
from layers.loading.snapshots import File, Publisher
from layers.loading.sources import find
from layers.models import Snapshot, StoredFile, Submission, SubmissionCell
from layers.progress import JobStopped, Progress
from layers.publishing import previewing
from layers.publishing.cells import store_cells, write_marks
from layers.publishing.counted import counted
from layers.publishing.figures import figures_before_and_after
from layers.publishing.handing import KEPT, handed_of
from layers.publishing.states import State, move
from layers.reading.context import TEXT_CHOICES
from layers.reading.results import ChoiceMissing, RowError, SourceError
from layers.source import Source
from layers.temporary import temporary_folder

_ROWS_TYPE = "application/gzip"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Result = dict[str, Any]


def check(progress: Progress, submission: str) -> Result:
    """Read a file that was handed in, and store what publishing it would change."""
    held = Submission.objects.select_related("file").get(pk=submission)
    if held.state != State.CHECKING:
        return {"state": held.state}  # done already, by whoever began it first
    source = find(held.source)
    try:
        with temporary_folder("check") as folder:
            candidate, personal = _read(held, source, folder, progress)
            _preview(held, source, candidate, personal, progress)
    except ChoiceMissing as error:
        lacks = {"choice": error.choice, "offers": list(error.offers)[:200]}
        move(held, State.UPLOADED, lacks=lacks, message=error.message)
    except SourceError as error:
        move(held, State.FAILED, lacks=None, message=error.message)
    except JobStopped:
        move(held, State.UPLOADED, message="")
        raise
    return {"submission": str(held.pk), "state": held.state}


def _read(
    held: Submission, source: Source, folder: Path, progress: Progress
) -> tuple[Candidate, list[dict[str, Any]]]:
    """The file read where it can reach nothing, its positions held against its units."""
    file = held.file or _downloaded(held, progress)
    progress.step("Trayendo el archivo")
    path, output = folder / "file", folder / "output"
    output.mkdir()
    stored.copy_to(file, path)
    progress.step("Leyendo el archivo")
    context = importing.facts_context()
    arguments = arguments_of(source, handed_of(held), context)
    summary = sandbox.run("check", {"file": path}, arguments, output, progress=progress)
    candidate = candidate_in(output, summary)
    progress.step("Comprobando las posiciones")
    held_rows = hold_candidate(source, candidate, context.units)
    held_rows = hold_candidate_against(source, held_rows)
    return hold_joined_candidate(source, held_rows), summary["personal"]


def _downloaded(held: Submission, progress: Progress) -> StoredFile:
    """What lies at the address that was handed in; raises SourceError."""
    if not held.address:
        raise SourceError("El archivo ya no está guardado: entréguelo de nuevo.")
    progress.step("Descargando el archivo")
    file = remote.fetch(
        held.address,
        owner=held.created_by,
        expires_in=KEPT,
        watch=lambda _bytes: progress.check(),
    )
    held.file, held.file_name, held.sha256, held.size = file, file.name, file.sha256, file.size
    held.save(update_fields=["file", "file_name", "sha256", "size"])
    return file


def _preview(
    held: Submission,
    source: Source,
    candidate: Candidate,
    personal: list[dict[str, Any]],
    progress: Progress,
) -> None:
    units = importing.directory()
    said = tuple(held.covers) if held.covers else None
    place = previewing.place_of(source, candidate, said, units)
    figures: list[dict[str, Any]] = []
    if candidate.number_of_rows:
        progress.step("Contando las cifras de antes y de después", candidate.number_of_rows)
        figures = figures_before_and_after(source, candidate, place, progress)
    progress.step("Comparando las filas", candidate.number_of_rows)
    with transaction.atomic():
        store_cells(held, candidate)
        watched = counted(candidate, progress)
        short = previewing.compare_rows(held, source, watched, place)
        held.comparison = previewing.counts_of(held)
        rows = None
        with stored.create(
            f"{held.pk}.jsonl.gz", _ROWS_TYPE, owner=held.created_by, expires_in=KEPT
        ) as writer:
            write_rows(candidate.rows, writer)
        rows = writer.file
        move(
            held,
            State.CHECKED,
            lacks=None,
            message="",
            summary=summary_of(candidate),
            rows=rows,
            covered=list(place.covers),
            overlap=_overlap(place, units),
            comparison=held.comparison,
            compared_at=previewing.versions_of(source),
            figures=figures,
            warnings=previewing.warnings_of(held, source, candidate, place, short, units),
            personal=personal,
        )


def _overlap(place: previewing.Place, units: Any) -> str:
    return "; ".join(parts.named(part.covers, units) for part in place.others)


def mark(progress: Progress, submission: str) -> Result:
    """Make a workbook of a file in which every cell of the check is marked."""
    held = Submission.objects.select_related("file", "created_by").get(pk=submission)
    if held.file is None:
        raise SourceError("El archivo ya no está guardado: entréguelo de nuevo.")
    with temporary_folder("mark") as folder:
        path, marks, output = folder / "file", folder / "cells", folder / "output"
        output.mkdir()
        stored.copy_to(held.file, path)
        write_marks(held, marks)
        files = {"file": path, "cells": marks}
        choice = handed_of(held).choice
        arguments = {name: getattr(choice, name) for name in TEXT_CHOICES}
        sandbox.run("mark", files, {"source": held.source, **arguments}, output, progress=progress)
        name = f"{Path(held.file_name).stem[:180]}-marcado.xlsx"
        with (
            (output / "marked.xlsx").open("rb") as made,
            stored.create(name, _WORKBOOK, owner=held.created_by, expires_in=KEPT) as writer,
        ):
            shutil.copyfileobj(made, writer)
    return {"file": str(writer.file.pk)}


def publish(progress: Progress, submission: str, by_account: int, note: str = "") -> Result:
    """Put a checked file in place; all of it, or nothing."""
    held = Submission.objects.select_related("rows").get(pk=submission)
    if held.state != State.PUBLISHING:
        return {"state": held.state}
    source = find(held.source)
    publisher = Publisher(User.objects.get(pk=by_account), submission=held.pk, note=note)
    try:
        with temporary_folder("publish") as folder:
            candidate = _candidate(held, folder / "rows")
            progress.step("Publicando", candidate.number_of_rows)
            with transaction.atomic():
                published = importing.publish(
                    source,
                    counted(candidate, progress),
                    file=File(held.file_name, held.sha256),
                    by=publisher,
                    covers=tuple(held.covered),
                    replace_others=held.replaces_others,
                )
                move(held, State.PUBLISHED, snapshot=published.snapshot, message=str(published))
                held.candidates.all().delete()
                progress.keep()
    except SourceError as error:
        move(held, State.CHECKED, message=error.message)
    except (JobStopped, TerritorioError):
        move(held, State.CHECKED)
        raise
    return {"submission": str(held.pk), "state": held.state, "message": held.message}


def _candidate(held: Submission, path: Path) -> Candidate:
    """What was checked, its rows brought to ``path``.

    While a COPY takes them in, the same connection can't be asked for more.
    """
    if held.rows is None:
        raise SourceError("Lo revisado ya no está guardado: revise el archivo de nuevo.")
    stored.copy_to(held.rows, path)
    errors, notices = _Cells(held, refused=True), _Cells(held, refused=False)
    return candidate_of(from_file(path), held.summary, errors, notices)


def return_to(
    progress: Progress,
    snapshot: int,
    by_account: int,
    replace_others: bool = False,
    note: str = "",
    source: str = "",
) -> Result:
    """Make what is published of a part an earlier publication again.

    ``source`` is the snapshot's, by which the job is found.
    """
    kept = Snapshot.objects.get(pk=snapshot)
    progress.step("Volviendo a la publicación", kept.number_of_rows)
    published = importing.return_to(
        find(kept.source), kept, by=_publisher(by_account, note), replace_others=replace_others
    )
    return {"source": kept.source, "message": str(published)}


def undo(
    progress: Progress, source: str, feed: str, covers: list[str], by_account: int, note: str = ""
) -> Result:
    """Return to what was published of a part before."""
    progress.step("Deshaciendo la publicación")
    published = importing.roll_back(
        find(source), feed, tuple(covers), by=_publisher(by_account, note), replace_others=True
    )
    return {"source": source, "message": str(published)}


def withdraw(
    progress: Progress, source: str, feed: str, covers: list[str], by_account: int, note: str = ""
) -> Result:
    """Take a part out of the layers."""
    progress.step("Retirando lo publicado")
    published = importing.withdraw(
        find(source), feed, tuple(covers), by=_publisher(by_account, note)
    )
    return {"source": source, "message": str(published)}


def sweep(progress: Progress) -> Result:
    """Discard what nobody published for so long that its file is gone."""
    waiting = (State.UPLOADED, State.CHECKED, State.AWAITING, State.FAILED)
    old = Submission.objects.filter(state__in=waiting, updated_at__lt=timezone.now() - KEPT)
    number = 0
    for held in old.defer("figures", "summary").iterator():
        with transaction.atomic():
            move(held, State.DISCARDED, message="Nadie lo publicó a tiempo: entréguelo de nuevo.")
            held.cells.all().delete()
            held.candidates.all().delete()
        number += 1
        progress.add(1)
    return {"discarded": number}


def _publisher(account: int, note: str) -> Publisher:
    return Publisher(User.objects.get(pk=account), note=note)


class _Cells:
    """The stored cells of a file as ``RowError``, for what its snapshot keeps of them."""

    def __init__(self, held: Submission, *, refused: bool) -> None:
        rows = SubmissionCell.objects.filter(submission=held)
        effect = SubmissionCell.Effect.REFUSED
        self._rows = rows.filter(effect=effect) if refused else rows.exclude(effect=effect)

    def __iter__(self) -> Iterator[RowError]:
        for cell in self._rows.iterator():
            is_mended = cell.effect == SubmissionCell.Effect.MENDED
            yield RowError(
                cell.row, cell.column, cell.value, cell.reason, cell.member, cell.code, is_mended
            )
