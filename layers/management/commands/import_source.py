"""``manage.py import_source SOURCE FILE``: check and publish an official file, or go back."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from layers.loading import importing, snapshots
from layers.models import Snapshot
from layers.reading.context import Feed
from layers.reading.results import Provenance, Reading, SourceError, write_errors
from layers.source import Source

# What a terminal shows of a long list; --errors keeps all of it.
SHOWN_ERRORS = 20
PREVIEW_ROWS = 5


class Command(BaseCommand):
    help = (
        "Publica un archivo oficial; los formatos están en docs/importar.md. Lo publicado antes "
        "se reemplaza y se puede recuperar con --roll-back. Si una fila se rechaza no cambia "
        "nada, salvo con --skip-refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        names = [source.name for source in importing.SOURCES]
        parser.add_argument("source", choices=names, help="fuente: " + ", ".join(names))
        parser.add_argument("file", type=Path, nargs="?", help="archivo")
        parser.add_argument("--dry-run", action="store_true", help="revisa y muestra qué cambiaría")
        parser.add_argument(
            "--origin", default="", help="de quién es el archivo («MINEDU, ESCALE»)"
        )
        parser.add_argument("--origin-url", default="", help="dirección web del archivo")
        parser.add_argument(
            "--cutoff", type=dt.date.fromisoformat, help="fecha de corte del archivo, AAAA-MM-DD"
        )
        parser.add_argument(
            "--feed", default="", help="de una fuente con varios archivos a la vez, cuál es este"
        )
        parser.add_argument(
            "--unit", default="", help="ubigeo de la unidad a la que sirve ese archivo"
        )
        parser.add_argument("--errors", type=Path, help="CSV donde dejar lo rechazado y lo omitido")
        parser.add_argument(
            "--skip-refused", action="store_true", help="publica las demás filas si hay rechazos"
        )
        back = parser.add_mutually_exclusive_group()
        back.add_argument(
            "--roll-back", action="store_true", help="vuelve a la publicación anterior"
        )
        back.add_argument("--return-to", type=int, help="vuelve a la publicación de ese número")
        back.add_argument(
            "--withdraw", action="store_true", help="retira lo publicado; se puede volver a ello"
        )
        back.add_argument("--list", action="store_true", help="muestra las publicaciones")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            source = importing.find(options["source"])
            if options["list"]:
                self._list(source)
            elif options["return_to"]:
                self._return(source, Snapshot.objects.filter(pk=options["return_to"]).first())
            elif options["roll_back"]:
                feed = _feed_name(source, options)
                self._return(source, snapshots.before_current(source.name, feed))
            elif options["withdraw"]:
                published = importing.withdraw(source, _feed_name(source, options))
                self.stdout.write(f"Retirado: {published}.")
            elif options["file"] is None:
                raise CommandError("Falta el archivo.")
            else:
                self._import(source, options["file"], options)
        except (OSError, SourceError) as error:
            raise CommandError(f"{options['file'] or options['source']}: {error}") from error

    def _import(self, source: Source, path: Path, options: dict[str, Any]) -> None:
        data = path.read_bytes()
        reading = importing.check(source, data, _provenance(options), _feed(options))
        self._report(reading, options["errors"])
        file = snapshots.File.of(path.name, data)
        if options["dry_run"]:
            self._preview(source, reading, file)
            return
        if not reading.number_of_rows:
            raise CommandError("Ninguna fila sirve; no se cambió nada.")
        if reading.errors and not options["skip_refused"]:
            raise CommandError(
                "No se cambió nada. Corrija las filas, o publique las demás con --skip-refused."
            )
        published = importing.publish(source, reading, file=file)
        self.stdout.write(f"Publicado: {published}.")
        if published.snapshot:
            self.stdout.write(f"Publicación {published.snapshot.pk}.")

    def _report(self, reading: Reading, errors_file: Path | None) -> None:
        for error in reading.errors[:SHOWN_ERRORS]:
            self.stderr.write(str(error))
        if len(reading.errors) > SHOWN_ERRORS:
            rest = len(reading.errors) - SHOWN_ERRORS
            self.stderr.write(f"… y {rest} celdas rechazadas más (--errors las guarda todas).")
        self.stdout.write(
            f"{reading.number_of_rows} filas correctas, {reading.refused_rows} rechazadas; "
            f"{len(reading.notices)} datos omitidos."
        )
        for remark in reading.remarks:
            self.stdout.write(remark)
        if errors_file is not None:
            # With a byte order mark, or a spreadsheet in Spanish breaks the accents.
            with errors_file.open("w", encoding="utf-8-sig", newline="") as file:
                write_errors(reading.errors, file, reading.notices)

    def _preview(self, source: Source, reading: Reading, file: snapshots.File) -> None:
        """What publishing would write, tried and undone."""
        for name, frame in reading.frames.items():
            self.stdout.write(f"\n{name}:")
            for number, row in frame.head(PREVIEW_ROWS).iterrows():
                cells = "; ".join(f"{k}={v}" for k, v in row.items() if v not in (None, ""))
                self.stdout.write(f"  fila {number}: {cells[:400]}")
        with transaction.atomic():
            published = importing.publish(source, reading, file=file)
            transaction.set_rollback(True)
        self.stdout.write(f"\nSe publicaría: {published}.")
        self.stdout.write("Solo revisión: no se cambió nada.")

    def _return(self, source: Source, snapshot: Snapshot | None) -> None:
        if snapshot is None or snapshot.source != source.name:
            raise CommandError("No hay una publicación a la que volver; --list las muestra.")
        published = importing.return_to(source, snapshot)
        self.stdout.write(f"Vigente la publicación {snapshot.pk}: {published}.")

    def _list(self, source: Source) -> None:
        for snapshot in Snapshot.objects.filter(source=source.name).defer("content", "report"):
            mark = "*" if snapshot.is_current else " "
            feed = f"{snapshot.feed}  " if snapshot.feed else ""
            self.stdout.write(
                f"{mark} {snapshot.pk}  {snapshot.published_at:%Y-%m-%d %H:%M}  "
                f"{feed}corte {snapshot.cutoff_date}  {snapshot.number_of_rows} filas, "
                f"{snapshot.refused_rows} rechazadas  {snapshot.file_name}"
            )


def _feed(options: dict[str, Any]) -> Feed | None:
    if not options["feed"] and not options["unit"]:
        return None
    return Feed(options["feed"], options["unit"])


def _feed_name(source: Source, options: dict[str, Any]) -> str:
    if source.needs_feed != bool(options["feed"]):
        raise CommandError(
            "Esta fuente guarda varios archivos a la vez: indique --feed."
            if source.needs_feed
            else "Esta fuente no distingue archivos: quite --feed."
        )
    return str(options["feed"] or source.feed)


def _provenance(options: dict[str, Any]) -> Provenance | None:
    if not options["origin"] or options["cutoff"] is None:
        return None
    return Provenance(options["origin"][:200], options["origin_url"][:200], options["cutoff"])
