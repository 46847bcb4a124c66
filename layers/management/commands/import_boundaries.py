"""``manage.py import_boundaries FILE|URL``: official boundaries in place of approximate ones."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from layers.boundaries.origin import Origin, digest_of
from layers.boundaries.publish import (
    BoundaryReport,
    MostlyRefused,
    check_boundaries,
    publish_boundaries,
    restore_approximate,
)
from layers.boundaries.reader import CleanBoundaries, Scheme
from layers.boundaries.report import write_report
from layers.management.choices import add_choices
from layers.management.operator import system_user
from layers.management.watching import Watching
from layers.models import BoundaryImport
from layers.reading.cells import CellError, parse_required_text
from layers.reading.dates import parse_required_date
from layers.reading.downloads import downloaded, file_name_of, is_web_address
from layers.reading.kinds import in_words
from layers.reading.progress import watched
from layers.reading.results import SourceError, write_errors
from territory.boundaries import BoundaryError, mismatches, positioned_models
from territory.models import AdminUnit

Level = AdminUnit.Level

# More are in the report that is kept, and in --errors.
SHOWN = 100


class Command(BaseCommand):
    help = (
        "Publica límites oficiales de departamentos, provincias o distritos de un GeoPackage, un "
        "GeoJSON o un shapefile en zip, en cualquier sistema de coordenadas; la guía está en "
        "docs/importar-limites.md. Reemplaza los límites aproximados en una sola transacción."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", help="archivo, o dirección http(s) de él")
        parser.add_argument("--level", choices=list(Level.values), help="nivel de las unidades")
        parser.add_argument(
            "--scheme",
            choices=[scheme.value for scheme in Scheme],
            help="de quién son los códigos; con reniec se busca por los nombres",
        )
        add_choices(parser, "layer", "crs")
        parser.add_argument("--source", default="", help="fuente de los límites (obligatoria)")
        parser.add_argument("--cutoff", default="", help="fecha de corte (obligatoria)")
        parser.add_argument(
            "--dissolve", action="store_true", help="une los límites para los niveles superiores"
        )
        parser.add_argument("--dry-run", action="store_true", help="solo revisa el archivo")
        parser.add_argument("--errors", type=Path, help="CSV donde dejar el informe fila por fila")
        parser.add_argument(
            "--restore-approximate",
            action="store_true",
            help="retira los límites oficiales (de --level, o todos) y repone los aproximados",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        level = Level(options["level"]) if options["level"] else None
        if options["restore_approximate"]:
            self._restore(options["file"], level)
            return
        if not options["file"]:
            raise CommandError("Indique el archivo, o --restore-approximate.")
        try:
            source, cutoff = _provenance(options["source"], options["cutoff"])
            with _local(options["file"]) as (path, name):
                cleaned = self._check(path, name, level, options)
                origin = Origin(source, cutoff, name, digest_of(path), system_user())
            report = self._publish(cleaned, origin, options)
        except (OSError, SourceError, BoundaryError) as error:
            if isinstance(error, MostlyRefused):
                self._print_refused(error, options["errors"])
            reason = in_words(error) if isinstance(error, OSError) else str(error)
            raise CommandError(f"{options['file']}: {reason}") from error
        self._print_report(report, options["errors"])
        if options["dry_run"]:
            self.stdout.write("Solo revisión: no se cambió nada.")
        else:
            self.stdout.write(
                f"Publicado; el informe {report.summary.pk} está en la administración."
            )
            if not options["dissolve"]:
                self._hint(cleaned.level)
            self._print_mismatches()

    def _check(
        self, path: Path, name: str, level: Level | None, options: dict[str, Any]
    ) -> CleanBoundaries:
        watching = Watching(self.stdout)
        watching.step(f"Leyendo {name} ({path.stat().st_size / 1e6:.1f} MB)")
        with watched(watching.add):
            cleaned = check_boundaries(
                path,
                level=level,
                scheme=Scheme(options["scheme"]) if options["scheme"] else None,
                layer=options["layer"],
                crs=options["crs"],
            )
        watching.end()
        return cleaned

    def _publish(
        self, cleaned: CleanBoundaries, origin: Origin, options: dict[str, Any]
    ) -> BoundaryReport:
        watching = Watching(self.stdout)
        watching.step(f"Comparando y reparando {cleaned.rows} límites")
        report = publish_boundaries(
            cleaned, origin, dissolve=options["dissolve"], dry_run=options["dry_run"]
        )
        watching.end()
        return report

    def _restore(self, file: str | None, level: Level | None) -> None:
        if file:
            raise CommandError("--restore-approximate no lleva archivo.")
        try:
            report = restore_approximate(
                settings.BASE_DIR / "fixtures", level=level, imported_by=system_user()
            )
        except BoundaryError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Retirados {report.summary.removed} límites oficiales; repuestos los aproximados."
        )

    def _print_report(self, report: BoundaryReport, file: Path | None) -> None:
        for row in report.troubles[:SHOWN]:
            place = f"fila {row.row}" if row.row else "sin fila"
            unit = " ".join(filter(None, (row.ubigeo or row.value, row.name)))
            self.stderr.write(f"{place}, {unit}: {row.get_outcome_display()}. {row.remark}")
        if len(report.troubles) > SHOWN:
            self.stderr.write(f"… y {len(report.troubles) - SHOWN} más, en el informe.")
        self.stdout.write(_counts(report.summary))
        if file is not None:
            # With a byte order mark, or a spreadsheet in Spanish breaks the accents.
            with file.open("w", encoding="utf-8-sig", newline="") as target:
                write_report(report.rows, target)

    def _print_refused(self, refusal: MostlyRefused, file: Path | None) -> None:
        for error in refusal.errors[:SHOWN]:
            self.stderr.write(str(error))
        if len(refusal.errors) > SHOWN:
            self.stderr.write(f"… y {len(refusal.errors) - SHOWN} más (--errors las guarda todas).")
        if file is not None:
            with file.open("w", encoding="utf-8-sig", newline="") as target:
                write_errors(refusal.errors, target)

    def _hint(self, level: Level) -> None:
        above = {Level.DISTRICT: "provincias", Level.PROVINCE: "departamentos"}.get(level)
        if above:
            self.stdout.write(
                f"Los límites de {above} son los que había: impórtelos, o únalos con --dissolve."
            )

    def _print_mismatches(self) -> None:
        for model in positioned_models():
            count = mismatches(model).count()
            if count:
                self.stdout.write(
                    f"{model._meta.verbose_name_plural}: {count} filas tienen su posición fuera de "
                    "la unidad que declaran; véalas en la administración."
                )


def _provenance(source: str, cutoff: str) -> tuple[str, Any]:
    """No boundary without source and cut-off date."""
    readers = (
        ("--source", source, partial(parse_required_text, max_length=200)),
        ("--cutoff", cutoff, partial(parse_required_date, today=timezone.localdate())),
    )
    values = []
    for option, text, parse in readers:
        try:
            values.append(parse(text))
        except CellError as error:
            raise CommandError(f"{option}: {error}") from error
    return str(values[0]), values[1]


@contextmanager
def _local(place: str) -> Iterator[tuple[Path, str]]:
    """The file itself, fetched where it is an address, and what to call it."""
    if is_web_address(place):
        with downloaded(place) as path:
            yield path, file_name_of(place)
    elif "://" in place:
        raise CommandError(f"{place}: solo se descarga de direcciones http y https.")
    else:
        yield Path(place), Path(place).name


def _counts(summary: BoundaryImport) -> str:
    return (
        f"{summary.get_level_display().capitalize()}: {summary.new} nuevos, "
        f"{summary.changed} cambiados, {summary.equal} iguales, {summary.missing} faltantes, "
        f"{summary.refused} filas rechazadas, {summary.repaired} reparadas, "
        f"{summary.removed} límites retirados, {summary.dissolved} unidos."
    )
