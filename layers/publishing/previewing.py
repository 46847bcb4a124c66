"""What publishing a file would change, before anything does: its rows, and what to beware of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from layers import versions
from layers.loading import parts
from layers.loading.candidates import Candidate
from layers.loading.differences import ShortCodes, Standing, compare
from layers.models import CandidateRow, Submission, SubmissionCell
from layers.reading.directory import Directory
from layers.reading.sheet_errors import EXPLAINED
from layers.source import Source
from territory.coverage import Covers, missing
from territory.models import PublishedPart

Change = CandidateRow.Change
_ZEROS = "ceros iniciales"


@dataclass(frozen=True)
class Place:
    """Where a file would go: what it covers, the part that it replaces, and those in its way."""

    covers: Covers
    own: tuple[PublishedPart, ...]
    others: tuple[PublishedPart, ...]


def place_of(source: Source, candidate: Candidate, said: Covers | None, units: Directory) -> Place:
    """By what was said of it, else by its rows; raises ChoiceMissing where they say nothing."""
    covers = said or parts.covers_of(source, candidate, units)
    own = [
        part
        for part in parts.current(source, candidate.feed)
        if source.needs_feed or part.covers == list(covers)
    ]
    others = parts.in_the_way(source, candidate.feed, covers)
    return Place(covers, tuple(own), tuple(others))


def compare_rows(
    submission: Submission, source: Source, candidate: Candidate, place: Place
) -> list[ShortCodes]:
    """Store how each row of each table compares with what is published now."""
    CandidateRow.objects.filter(submission=submission).delete()
    scope: dict[str, Any] = {"is_sample": False}
    if source.has_feeds:
        scope["feed"] = candidate.feed
    keys = tuple(part.pk for part in (*place.own, *place.others))
    standing = Standing(scope, keys, place.covers)
    return [
        short
        for table in source.tables
        for short in compare(submission, table, candidate.rows[table.name], standing)
    ]


def counts_of(submission: Submission) -> dict[str, dict[str, int]]:
    """Table → change → how many rows."""
    rows = CandidateRow.objects.filter(submission=submission).order_by()
    found: dict[str, dict[str, int]] = {}
    for table, change, number in rows.values_list("table", "change").annotate(n=Count("pk")):
        found.setdefault(table, dict.fromkeys(Change.values, 0))[change] = number
    return found


def warnings_of(
    submission: Submission,
    source: Source,
    candidate: Candidate,
    place: Place,
    short: Iterable[ShortCodes],
    units: Directory,
) -> list[str]:
    """What a person should know before it is published, in sentences."""
    found = [*_shrinking(submission.comparison), *map(_lost_zero, short)]
    found += _of_cells(submission)
    for department, number in sorted(parts.outside(candidate, place.covers).items()):
        found.append(
            f"{number} filas declaran unidades de {units.label(department)}, que el archivo no "
            "cubre."
        )
    older = parts.told_older(source, candidate.feed, place.covers, candidate.cutoff_date)
    found += [older] if older else []
    for part in place.others:
        lost = [gap for unit in part.covers for gap in missing(unit, place.covers, units.names)]
        found.append(
            f"Reemplazaría entero al archivo que cubre {parts.named(part.covers, units)}."
            + (f" Quedarían sin datos: {parts.named(lost, units)}." if lost else "")
        )
    return found


def _shrinking(comparison: Mapping[str, Mapping[str, int]]) -> list[str]:
    found = []
    for counts in comparison.values():
        before = counts[Change.GONE] + counts[Change.CHANGED] + counts[Change.SAME]
        after = before - counts[Change.GONE] + counts[Change.NEW]
        if before and 2 * after < before:
            found.append(
                f"Lo publicado se reduce a menos de la mitad: de {before} filas a {after}. ¿Está "
                "completo el archivo?"
            )
    return found


def _lost_zero(short: ShortCodes) -> str:
    return (
        f"{short.number} códigos de «{short.column}» tienen {short.length} dígitos y casi todos "
        f"los demás {short.usual}: ¿perdieron el cero inicial en una hoja de cálculo?"
    )


def _of_cells(submission: Submission) -> list[str]:
    """What vanishes from a spreadsheet without a word, and what was put back."""
    cells = SubmissionCell.objects.filter(submission=submission)
    zeros = cells.filter(effect=SubmissionCell.Effect.MENDED, reason__contains=_ZEROS).first()
    found = [f"{zeros.column}: {zeros.reason}"] if zeros else []
    for start, what in EXPLAINED.items():
        number = cells.filter(reason__startswith=start).count()
        if number:
            found.append(f"{number} celdas {what}: no tienen valor, y aquí no se supone ninguno.")
    return found


def versions_of(source: Source) -> dict[str, int]:
    """The data versions of the source's layers: what a comparison was made at."""
    return {name: versions.of(name) for name in source.layers}
