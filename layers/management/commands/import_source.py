"""``manage.py import_source SOURCE FILE``: check and publish an official file, or go back."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from contextlib import nullcontext
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from layers.loading import exclusive, importing, parts, snapshots
from layers.loading.candidates import Candidate
from layers.loading.checking import Handed
from layers.loading.rows import blocks_of
from layers.loading.snapshots import Publisher
from layers.loading.sources import SOURCES, find
from layers.loading.trial import undone
from layers.management.choices import add_choices, choice_of
from layers.management.operator import account, system_user
from layers.management.readable import readable_row
from layers.management.watching import Watching
from layers.models import Snapshot
from layers.publishing.counted import counted
from layers.reading.context import TEXT_CHOICES, Feed
from layers.reading.kinds import in_words
from layers.reading.progress import watched
from layers.reading.results import Provenance, SourceError, write_errors
from layers.source import Source
from layers.temporary import temporary_folder
from territory.coverage import Covers, missing

# What a terminal shows of a long list; --errors keeps all of it.
SHOWN_ERRORS = 20
PREVIEW_ROWS = 5


class Command(BaseCommand):
    help = (
        "Publica un archivo oficial; los formatos están en docs/importar.md. Lo publicado antes "
        "se reemplaza y se puede recuperar con --roll-back. Si una fila se rechaza no cambia "
        "nada, salvo con --skip-refused."
    )
    # They read every page and protocol of the site, a quarter of the memory that a file takes.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        names = [source.name for source in SOURCES]
        parser.add_argument("source", choices=names, help="fuente: " + ", ".join(names))
        parser.add_argument("file", type=Path, nargs="?", help="archivo")
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="revisa, muestra qué cambiaría y termina como terminaría, sin cambiar nada",
        )
        parser.add_argument(
            "--user", default="", help="cuenta del sitio a cuyo nombre se publica, si no es la suya"
        )
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
        parser.add_argument(
            "--covers",
            default="",
            help="qué cubre el archivo: ubigeos separados por comas, o PE; si no se dice, lo que "
            "dicen sus filas. Con --roll-back y --withdraw, cuál de los archivos publicados",
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="retira enteros los archivos publicados que cubren parte de lo mismo",
        )
        add_choices(parser, "sheet", "layer", "crs", "zone", "datum", *TEXT_CHOICES)
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
            source = find(options["source"])
            if options["list"]:
                self._list(source)
                return
            if exclusive.is_taken(source):
                self.stdout.write(
                    "Otra publicación de esta fuente está en marcha; se espera a que termine."
                )
            if options["return_to"] or options["roll_back"] or options["withdraw"]:
                with undone() if options["dry_run"] else nullcontext():
                    self._go_back(source, options)
            elif options["file"] is None:
                raise CommandError("Falta el archivo.")
            else:
                self._import(source, options["file"], options)
        except (OSError, SourceError) as error:
            reason = in_words(error) if isinstance(error, OSError) else str(error)
            raise CommandError(f"{options['file'] or options['source']}: {reason}") from error
        if options["dry_run"]:
            self.stdout.write("Solo revisión: no se cambió nada.")

    def _go_back(self, source: Source, options: dict[str, Any]) -> None:
        if options["return_to"]:
            self._return(source, options)
            return
        feed, covers = _feed_name(source, options), _covers(options)
        if options["withdraw"]:
            self.stdout.write(
                f"Retirado: {importing.withdraw(source, feed, covers, by=_by(options))}."
            )
            return
        self._returned(
            importing.roll_back(
                source, feed, covers, by=_by(options), replace_others=options["replace"]
            )
        )

    def _import(self, source: Source, path: Path, options: dict[str, Any]) -> None:
        with temporary_folder("import") as folder:
            self._import_by_way_of(folder, source, path, options)

    def _import_by_way_of(
        self, folder: Path, source: Source, path: Path, options: dict[str, Any]
    ) -> None:
        watching = Watching(self.stdout)
        watching.step(f"Leyendo {path.name} ({path.stat().st_size / 1e6:.1f} MB)")
        with watched(watching.add):
            handed = Handed(_provenance(options), _feed(options), choice_of(options))
            candidate = importing.candidate_of(source, path, handed, folder=folder)
        watching.end()
        self._report(candidate, options["errors"])
        file = snapshots.File.of(path.name, path)
        publish = partial(
            importing.publish,
            source,
            file=file,
            covers=self._covered(source, candidate, options),
            replace_others=options["replace"],
            by=_by(options),
        )
        if options["dry_run"]:
            self._preview(candidate)
        if not candidate.number_of_rows:
            raise CommandError("Ninguna fila sirve; no se cambió nada.")
        if candidate.refused_rows and not options["skip_refused"]:
            raise CommandError(
                "No se cambió nada. Corrija las filas, o publique las demás con --skip-refused."
            )
        if options["dry_run"]:
            with undone():
                published = publish(candidate)
            self.stdout.write(f"\nSe publicaría: {published}.")
            return
        watching.step("Publicando", candidate.number_of_rows)
        published = publish(counted(candidate, watching))
        watching.end()
        self.stdout.write(f"Publicado: {published}.")
        if published.snapshot:
            self.stdout.write(f"Publicación {published.snapshot.pk}.")

    def _report(self, candidate: Candidate, errors_file: Path | None) -> None:
        rest = 0
        for number, error in enumerate(candidate.errors):
            if number < SHOWN_ERRORS:
                self.stderr.write(str(error))
            else:
                rest += 1
        if rest:
            self.stderr.write(f"… y {rest} celdas rechazadas más (--errors las guarda todas).")
        self.stdout.write(
            f"{candidate.number_of_rows} filas correctas, {candidate.refused_rows} rechazadas; "
            f"{candidate.left_out} datos omitidos."
        )
        for notice in candidate.notices:
            if notice.is_mended:
                self.stdout.write(f"{notice.column}, fila {notice.row}: {notice.reason}")
        for remark in candidate.remarks:
            self.stdout.write(remark)
        if errors_file is not None:
            # With a byte order mark, or a spreadsheet in Spanish breaks the accents.
            with errors_file.open("w", encoding="utf-8-sig", newline="") as file:
                write_errors(candidate.errors, file, candidate.notices)

    def _covered(self, source: Source, candidate: Candidate, options: dict[str, Any]) -> Covers:
        """What the publication covers, shown: the operator confirms it, or says otherwise."""
        units = importing.directory()
        covers = _covers(options)
        if covers is not None and source.needs_feed:
            raise SourceError("De esta fuente, lo que cubre el archivo lo dice --unit.")
        said = "según se indicó"
        if covers is None:
            covers = parts.covers_of(source, candidate, units)
            said = "según sus filas; si cubre otra cosa, dígalo con --covers"
        self.stdout.write(f"Cubre: {parts.named(covers, units)} ({said}).")
        for department, number in sorted(parts.outside(candidate, covers).items()):
            self.stdout.write(
                f"{number} filas declaran unidades de {units.label(department)} que no cubre."
            )
        older = parts.told_older(source, candidate.feed, covers, candidate.cutoff_date)
        if older:
            self.stdout.write(older)
        if options["replace"]:
            for part in parts.in_the_way(source, candidate.feed, covers):
                lost = [gap for unit in part.covers for gap in missing(unit, covers, units.names)]
                self.stdout.write(
                    f"Reemplaza entero al archivo que cubre {parts.named(part.covers, units)}."
                    + (f" Quedan sin datos: {parts.named(lost, units)}." if lost else "")
                )
        return covers

    def _preview(self, candidate: Candidate) -> None:
        """The first rows that publishing would write."""
        for name, rows in candidate.rows.items():
            self.stdout.write(f"\n{name}:")
            numbered = chain.from_iterable(block.rows() for block in blocks_of(rows))
            for number, row in islice(numbered, PREVIEW_ROWS):
                self.stdout.write(f"  fila {number}: {readable_row(dict(row))}")

    def _return(self, source: Source, options: dict[str, Any]) -> None:
        snapshot = Snapshot.objects.filter(source=source.name, pk=options["return_to"]).first()
        if snapshot is None:
            raise CommandError("No hay una publicación a la que volver; --list las muestra.")
        self._returned(
            importing.return_to(
                source, snapshot, by=_by(options), replace_others=options["replace"]
            )
        )

    def _returned(self, published: importing.Published) -> None:
        assert published.snapshot is not None
        self.stdout.write(f"Vigente la publicación {published.snapshot.pk}: {published}.")

    def _list(self, source: Source) -> None:
        units = importing.directory()
        for snapshot in Snapshot.objects.filter(source=source.name).defer("content", "report"):
            mark = "*" if snapshot.is_current else " "
            feed = f"{snapshot.feed}  " if snapshot.feed else ""
            self.stdout.write(
                f"{mark} {snapshot.pk}  {snapshot.published_at:%Y-%m-%d %H:%M}  "
                f"{feed}{parts.named(snapshot.covers, units)}  corte {snapshot.cutoff_date}  "
                f"{snapshot.number_of_rows} filas, {snapshot.refused_rows} rechazadas  "
                f"{snapshot.file_name}"
            )


def _by(options: dict[str, Any]) -> Publisher:
    return Publisher(account(options["user"]), system_user())


def _feed(options: dict[str, Any]) -> Feed | None:
    if not options["feed"] and not options["unit"]:
        return None
    return Feed(options["feed"], options["unit"])


def _covers(options: dict[str, Any]) -> Covers | None:
    if not options["covers"]:
        return None
    return parts.parse_covers(options["covers"], importing.directory())


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
