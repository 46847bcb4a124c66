"""``manage.py import_population FILE``: how many people live where, by a grid or census blocks."""

from __future__ import annotations

from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from layers.errors import InvalidParameter, StoredFileMissing
from layers.management.choices import add_choices
from layers.management.operator import system_user
from layers.management.watching import Watching
from layers.population.from_rasters import follow, import_raster_population
from layers.population.importing import Wanted, import_population, remove_population
from layers.reading.cells import CellError, parse_required_text, parse_url
from layers.reading.dates import parse_required_date
from layers.reading.kinds import in_words
from layers.reading.numbers import grouped
from layers.reading.results import Provenance, SourceError
from territory.models import PeopleNearStops, PopulationSource, UnitPopulation


class Command(BaseCommand):
    help = (
        "Carga cuántas personas viven en cada lugar, de un ráster GeoTIFF de personas por celda o "
        "de manzanas censales (GeoPackage, GeoJSON o shapefile en zip, polígonos o puntos). "
        "Reemplaza lo cargado antes; la guía está en docs/importar-poblacion.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="archivo")
        parser.add_argument("--source", default="", help="fuente (obligatoria)")
        parser.add_argument("--source-url", default="", help="dirección web (obligatoria)")
        parser.add_argument("--cutoff", default="", help="fecha de corte (obligatoria)")
        parser.add_argument(
            "--field", default="", help="columna con las personas, o número de la banda"
        )
        parser.add_argument(
            "--covers",
            default="",
            help="unidades de las que el archivo tiene a toda la población: ubigeos separados por "
            "comas, o PE; si no se dice, las que sus celdas con valor cubren enteras",
        )
        parser.add_argument(
            "--raster",
            default="",
            help="en vez de un archivo, un ráster de población publicado: su identificador",
        )
        add_choices(parser, "layer", "crs")
        parser.add_argument(
            "--remove",
            action="store_true",
            help="retira lo cargado; cuenta entonces el ráster de población publicado, si lo hay",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path | None = options["file"]
        name: str = options["raster"]
        watching = Watching(self.stdout)
        if options["remove"]:
            if path or name:
                raise CommandError("--remove no lleva archivo ni --raster.")
            self._remove(watching)
            return
        if (path is None) == (not name):
            raise CommandError("Falta el archivo, --raster o --remove: uno de los tres.")
        covers = [code for code in options["covers"].replace(" ", "").split(",") if code]
        try:
            if path is None:
                _refuse_said(options)
                kept = import_raster_population(name, covers, by=system_user(), progress=watching)
            else:
                kept = import_population(
                    path,
                    _said(options),
                    Wanted(options["field"], options["layer"], options["crs"]),
                    covers,
                    by=system_user(),
                    progress=watching,
                )
        except (OSError, SourceError, InvalidParameter, StoredFileMissing) as error:
            reason = in_words(error) if isinstance(error, OSError) else str(error)
            raise CommandError(f"{path or name}: {reason}") from error
        watching.end()
        self._report(kept)

    def _remove(self, watching: Watching) -> None:
        self.stdout.write(f"Retirado: {grouped(remove_population())} celdas.")
        try:
            followed = follow(watching)
        except SourceError as error:
            raise CommandError(f"Ningún ráster publicado se puede contar: {error}") from error
        watching.end()
        if followed["population"]:
            self.stdout.write(f"Cuenta ahora el ráster publicado: {followed['population']}.")

    def _report(self, kept: PopulationSource) -> None:
        self.stdout.write(
            f"Cargado: {grouped(round(kept.people))} personas en {grouped(kept.cells)} lugares "
            f"({kept.get_kind_display()}); {grouped(kept.without_value)} sin valor, "
            f"{grouped(kept.elsewhere)} fuera del Perú."
        )
        units = UnitPopulation.objects.filter(population=kept).count()
        near = PeopleNearStops.objects.filter(population=kept)
        self.stdout.write(
            f"Unidades con celdas: {units}; con personas cerca de un paradero: "
            f"{near.filter(unit__isnull=False).count()}; redes: {near.exclude(feed='').count()}."
        )
        if not units:
            self.stdout.write(
                "Ninguna cifra por unidad: sin límites oficiales no se sabe qué celdas son de cuál "
                "(docs/importar-limites.md)."
            )


def _refuse_said(options: dict[str, Any]) -> None:
    """The catalogue says of a raster what these would."""
    said = [n for n in ("source", "source_url", "cutoff", "field", "layer", "crs") if options[n]]
    if said:
        names = ", ".join(f"--{name.replace('_', '-')}" for name in said)
        raise CommandError(f"--raster no lleva {names}: lo dice el catálogo de rásteres.")


def _said(options: dict[str, Any]) -> Provenance:
    """No population without source, address and cut-off date."""
    readers = (
        ("--source", "source", partial(parse_required_text, max_length=200)),
        ("--source-url", "source_url", _address),
        ("--cutoff", "cutoff", partial(parse_required_date, today=timezone.localdate())),
    )
    found: dict[str, Any] = {}
    for option, name, parse in readers:
        try:
            found[name] = parse(options[name])
        except CellError as error:
            raise CommandError(f"{option}: {error}") from error
    return Provenance(str(found["source"]), str(found["source_url"]), found["cutoff"])


def _address(text: str) -> str:
    return parse_url(parse_required_text(text, max_length=200))
