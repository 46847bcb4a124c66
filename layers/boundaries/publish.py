"""Publishing official boundaries: checked, put in place in one transaction, reported row by row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from layers import overviews, registry, versions
from layers.boundaries.dissolve import dissolve_parents
from layers.boundaries.origin import Origin
from layers.boundaries.reader import GEOMETRY, CleanBoundaries, Scheme, clean_boundaries
from layers.boundaries.report import describe_loss, joined
from layers.models import BoundaryImport, BoundaryImportRow
from layers.reading.directory import Directory
from layers.reading.results import RowError, SourceError
from layers.reading.vector import read_vector
from layers.units.load import load_boundaries
from territory.boundaries import (
    positioned_models,
    recompute_approximate,
    refresh_located,
    refresh_spanned,
    refresh_territories,
)
from territory.models import AdminUnit, BoundarySource
from territory.population import refresh_near_stops, refresh_unit_population
from territory.residences.derived import refresh_residences
from territory.sanitation_studies.shapes import refresh_shapes
from territory.sql import read_statements
from territory.ugel.areas import refresh_ugel_areas

Level = AdminUnit.Level
Outcome = BoundaryImportRow.Outcome

# How much of a polygon others may cover before it counts as another version of the same land;
# neighbours of two editions overlap by slivers.
MAX_OVERLAP = 0.1

_SQL = read_statements(Path(__file__).with_suffix(".sql"))


class MostlyRefused(SourceError):
    """Se rechaza más de la mitad de las filas.

    ``errors`` are the refused cells.
    """

    def __init__(self, refused: int, rows: int, errors: Sequence[RowError]) -> None:
        self.errors = errors
        super().__init__(f"Se rechazan {refused} de {rows} filas: no se cambió nada.")


@dataclass(frozen=True)
class BoundaryReport:
    """What an import did (or would do): its counts, and every row of the file by its fate."""

    summary: BoundaryImport
    rows: tuple[BoundaryImportRow, ...]

    @property
    def troubles(self) -> list[BoundaryImportRow]:
        """The rows that a person should look at: all but those that simply went in."""
        return [row for row in self.rows if row.remark]


def check_boundaries(
    path: Path,
    *,
    level: Level | None = None,
    scheme: Scheme | None = None,
    layer: str = "",
    crs: str = "",
) -> CleanBoundaries:
    """Everything that can be said of a file before anything changes. Raises SourceError."""
    table = read_vector(path, layer=layer, crs=crs)
    present = AdminUnit.objects.filter(valid_to__isnull=True)
    directory = Directory.of(present.values_list("ubigeo", "name"))
    placed = present.filter(capital_point__isnull=False).values_list("ubigeo", "capital_point")
    capitals = {ubigeo: (point.x, point.y) for ubigeo, point in placed if point}
    cleaned = clean_boundaries(table, directory, capitals, level=level, scheme=scheme)
    _refuse_mostly_refused(cleaned.rows, cleaned.errors)
    return cleaned


def _refuse_mostly_refused(rows: int, errors: Sequence[RowError]) -> None:
    refused = len({error.row for error in errors})
    if refused * 2 > rows:
        raise MostlyRefused(refused, rows, errors)


def publish_boundaries(
    cleaned: CleanBoundaries, origin: Origin, *, dissolve: bool = False, dry_run: bool = False
) -> BoundaryReport:
    """Put the file's boundaries in the place of the units', in one transaction.

    A unit of the file's departments that gets none loses an approximate one, or a former
    official one that the new ones cover: it would overlap them; it keeps its capital's point.
    With ``dissolve``, or where they are unions already, the units above get the union of theirs.
    """
    with transaction.atomic(), connection.wrap_database_errors, connection.cursor() as cursor:
        report = _Publication(cursor, cleaned, origin).run(dissolve=dissolve)
        if dry_run:
            transaction.set_rollback(True)
            return report
        if cleaned.level == Level.DEPARTMENT:
            recompute_approximate()  # cells are cut by their department's outline
        _follow(cursor)
        report.summary.save()
        BoundaryImportRow.objects.bulk_create(report.rows, batch_size=500)
    return report


def restore_approximate(folder: Path, *, level: Level | None, imported_by: str) -> BoundaryReport:
    """Go back to the boundaries of a fresh machine, of one level or of all."""
    official = AdminUnit.objects.filter(boundary_source=BoundarySource.INEI)
    if level is not None:
        official = official.filter(level=level) | official.filter(boundary_dissolved=True)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_SQL["lock"])
        removed = official.update(
            geom=None,
            boundary_source=None,
            boundary_origin=None,
            boundary_cutoff_date=None,
            boundary_dissolved=False,
        )
        load_boundaries(folder)
        _follow(cursor)
        summary = BoundaryImport.objects.create(
            action=BoundaryImport.Action.RESTORE,
            level=level or "",
            removed=removed,
            imported_by=imported_by,
        )
    return BoundaryReport(summary, ())


def _follow(cursor: Any) -> None:
    """Everything that is computed from boundaries, or drawn with them."""
    cursor.execute(_SQL["analyze"])  # what follows joins them to every placed row
    refresh_territories()
    refresh_located()
    refresh_spanned(positioned_models())
    refresh_unit_population()
    refresh_near_stops()
    refresh_ugel_areas()
    refresh_residences()
    refresh_shapes()
    names = [layer.name for layer in registry.LAYERS]
    versions.bump(*names)
    overviews.refresh_after_commit(names)


class _Publication:
    """One import on its way: the staged rows, and what is to be reported of each."""

    def __init__(self, cursor: Any, cleaned: CleanBoundaries, origin: Origin) -> None:
        self.cursor = cursor
        self.cleaned = cleaned
        self.departments = sorted({ubigeo[:2] for ubigeo in cleaned.frame["ubigeo"]})
        self.summary = BoundaryImport(
            action=BoundaryImport.Action.IMPORT,
            level=cleaned.level,
            file_name=origin.file_name[:255],
            sha256=origin.sha256,
            crs=cleaned.crs[:200],
            source=origin.source,
            cutoff_date=origin.cutoff_date,
            imported_by=origin.imported_by,
        )
        self.refused: dict[int, list[RowError]] = {}
        for error in cleaned.errors:
            self.refused.setdefault(error.row, []).append(error)
        self.repairs: dict[int, str] = {}

    def run(self, *, dissolve: bool) -> BoundaryReport:
        self._stage()
        outcomes = self._store()
        lost = self._remove_overlapping()
        self.summary.removed = len(lost)
        rows = [*self._file_rows(outcomes, lost), *self._missing_rows(lost)]
        rows += dissolve_parents(
            self.cursor, self.summary, self.cleaned.level, self.departments, asked=dissolve
        )
        self._count(outcomes, rows)
        return BoundaryReport(self.summary, tuple(rows))

    def _stage(self) -> None:
        frame = self.cleaned.frame
        for name in ("lock", "drop", "stage"):
            self.cursor.execute(_SQL[name])
        with self.cursor.copy(_SQL["fill"]) as copy:
            for number, ubigeo, geom in zip(
                frame.index, frame["ubigeo"], frame["geom"], strict=True
            ):
                copy.write_row((int(number), ubigeo, geom))
        self.cursor.execute(_SQL["analyze_stage"])
        self.cursor.execute(_SQL["repair"])
        for number, fault, area_m2 in self.cursor.fetchall():
            self.repairs[number] = f"Geometría reparada ({fault}); quedan {area_m2 / 1e6:.2f} km²."
        self._refuse("refuse_hollow", "El polígono no encierra ninguna superficie.")
        self._refuse(
            "refuse_repeated",
            "Varias filas de la misma unidad se superponen: deje la que vale.",
        )
        errors = [error for row in sorted(self.refused) for error in self.refused[row]]
        _refuse_mostly_refused(self.cleaned.rows, errors)

    def _refuse(self, statement: str, reason: str) -> None:
        self.cursor.execute(_SQL[statement], {"part": MAX_OVERLAP})
        for (number,) in self.cursor.fetchall():
            ubigeo = self.cleaned.named[number]
            self.refused[number] = [RowError(number, GEOMETRY, ubigeo, reason)]

    def _store(self) -> dict[str, str]:
        """Ubigeo → new, changed or equal, of every unit that the file brings."""
        self.cursor.execute(_SQL["unite"])
        self.cursor.execute(_SQL["index_new"])
        self.cursor.execute(_SQL["compare"])
        outcomes = dict(self.cursor.fetchall())
        provenance = {"source": self.summary.source, "cutoff_date": self.summary.cutoff_date}
        self.cursor.execute(_SQL["store"], provenance)
        return outcomes

    def _remove_overlapping(self) -> dict[str, str]:
        """Ubigeo → the source of the boundary that the unit lost."""
        self.cursor.execute(
            _SQL["remove_overlapping"], {"level": self.cleaned.level, "part": MAX_OVERLAP}
        )
        return dict(self.cursor.fetchall())

    def _file_rows(
        self, outcomes: dict[str, str], lost: dict[str, str]
    ) -> Iterable[BoundaryImportRow]:
        frame = self.cleaned.frame
        for number, errors in sorted(self.refused.items()):
            ubigeo = self.cleaned.named.get(number, "")
            yield self._row(
                row=number,
                ubigeo=ubigeo,
                name=self.cleaned.called[number],
                outcome=Outcome.REFUSED,
                column=errors[0].column[:100],
                value=errors[0].value[:200],
                remark=joined(
                    *(error.reason for error in errors),
                    describe_loss(lost[ubigeo]) if ubigeo in lost else "",
                ),
            )
        units = zip(frame.index, frame["ubigeo"], frame["name"], frame["remark"], strict=True)
        for number, ubigeo, name, remark in units:
            if number not in self.refused:
                repair = self.repairs.get(number, "")
                yield self._row(
                    row=int(number),
                    ubigeo=ubigeo,
                    name=name,
                    outcome=outcomes[ubigeo],
                    remark=joined(remark, repair),
                    repaired=bool(repair),
                )

    def _missing_rows(self, lost: dict[str, str]) -> Iterable[BoundaryImportRow]:
        """The units that no row is of, within the departments that the file speaks of."""
        units = AdminUnit.objects.filter(level=self.cleaned.level, valid_to__isnull=True)
        named = set(self.cleaned.named.values())
        for ubigeo, name, source in units.values_list("ubigeo", "name", "boundary_source"):
            if ubigeo not in named and ubigeo[:2] in self.departments:
                kept = (
                    "Conserva el límite que tenía." if source else describe_loss(lost.get(ubigeo))
                )
                yield self._row(
                    ubigeo=ubigeo,
                    name=name,
                    outcome=Outcome.MISSING,
                    remark=joined("El archivo no la trae.", kept),
                )

    def _row(self, **values: Any) -> BoundaryImportRow:
        return BoundaryImportRow(report=self.summary, **values)

    def _count(self, outcomes: dict[str, str], rows: list[BoundaryImportRow]) -> None:
        summary, fates = self.summary, list(outcomes.values())
        summary.new = fates.count(Outcome.NEW)
        summary.changed = fates.count(Outcome.CHANGED)
        summary.equal = fates.count(Outcome.EQUAL)
        summary.refused = len(self.refused)
        summary.repaired = sum(row.repaired for row in rows)
        summary.missing = sum(row.outcome == Outcome.MISSING for row in rows)
