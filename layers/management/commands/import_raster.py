"""``manage.py import_raster FILE``: a GeoTIFF becomes a coverage on maps and in WCS."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from layers.errors import InvalidParameter, StorageAway
from layers.management.watching import Watching
from layers.models.rasters import Coverage, CoverageKind, CoverageState
from layers.rasters.ramps import BY_NAME
from layers.rasters.registering import Reading, Said, import_raster, set_state
from layers.reading.cells import CellError, parse_url
from layers.reading.dates import parse_required_date
from layers.reading.kinds import in_words
from layers.reading.numbers import grouped
from layers.reading.results import SourceError
from territory.models import Agency


class Command(BaseCommand):
    help = (
        "Publica un GeoTIFF como ráster: en los mapas (WMS) y para descargar (WCS). El archivo se "
        "revisa y se escribe de nuevo; la guía está en docs/importar-rasteres.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="archivo GeoTIFF")
        parser.add_argument("--title", default="", help="título (obligatorio)")
        parser.add_argument("--kind", default="", help=", ".join(CoverageKind.values))
        parser.add_argument("--unit", default="", help="unidad de los valores: m, mm, personas…")
        parser.add_argument("--source", default="", help="fuente (obligatoria)")
        parser.add_argument("--source-url", default="", help="dirección web de la fuente")
        parser.add_argument("--cutoff", default="", help="fecha de corte (obligatoria)")
        parser.add_argument("--licence", default="", help="licencia")
        parser.add_argument("--abstract", default="", help="resumen")
        parser.add_argument("--accuracy", default="", help="hasta dónde se puede confiar en él")
        parser.add_argument("--agency", default="", help="siglas de la entidad; si no, del sitio")
        parser.add_argument("--ramp", default="", help=f"colores: {', '.join(BY_NAME)}")
        parser.add_argument("--crs", default="", help="sistema de coordenadas, si no lo dice")
        parser.add_argument("--nodata", default="", help="valor de «sin dato», si no lo dice")
        parser.add_argument("--private", action="store_true", help="no lo publica todavía")
        parser.add_argument("--remove", default="", help="borra el ráster de este identificador")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["remove"]:
            self._remove(options["remove"])
            return
        path: Path | None = options["file"]
        if path is None:
            raise CommandError("Falta el archivo, o --remove.")
        watching = Watching(self.stdout)
        try:
            coverage = import_raster(
                path,
                _said(options),
                Reading(options["crs"], options["nodata"]),
                agency=_agency(options["agency"]),
                progress=watching,
            )
        except InvalidParameter as error:
            raise CommandError(f"--{error.parameter}: {error}") from error
        except (OSError, SourceError, StorageAway) as error:
            reason = in_words(error) if isinstance(error, OSError) else str(error)
            raise CommandError(f"{path}: {reason}") from error
        watching.end()
        if not options["private"]:
            set_state(coverage, CoverageState.PUBLISHED)
        self.stdout.write(
            f"Listo: «{coverage.title}», identificador {coverage.name}, "
            f"{grouped(coverage.width)} × {grouped(coverage.height)} celdas, "
            f"{len(coverage.bands)} bandas, EPSG:{coverage.srid}."
        )

    def _remove(self, name: str) -> None:
        found = Coverage.objects.filter(name=name).exclude(state=CoverageState.DELETED).first()
        if found is None:
            raise CommandError(f"--remove: no hay un ráster «{name}».")
        set_state(found, CoverageState.DELETED)
        self.stdout.write(f"Borrado: {name}.")


def _said(options: dict[str, Any]) -> Said:
    """No raster without source and cut-off date."""
    try:
        cutoff = parse_required_date(options["cutoff"], today=timezone.localdate())
    except CellError as error:
        raise CommandError(f"--cutoff: {error}") from error
    try:
        address = parse_url(options["source_url"]) if options["source_url"] else ""
    except CellError as error:
        raise CommandError(f"--source-url: {error}") from error
    return Said(
        title=options["title"],
        kind=options["kind"],
        source=options["source"],
        cutoff_date=cutoff,
        unit=options["unit"],
        source_url=str(address),
        abstract=options["abstract"],
        accuracy=options["accuracy"],
        licence=options["licence"],
        ramp=options["ramp"],
    )


def _agency(acronym: str) -> Agency | None:
    if not acronym:
        return None
    found = Agency.objects.filter(acronym=acronym).first()
    if found is None:
        raise CommandError(f"--agency: no hay una entidad «{acronym}».")
    return found
