"""``manage.py import_environment FILE``: publish the environmental commissions of a CSV."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from layers.loading.environment import check_commissions, publish_commissions
from layers.sources.results import Cleaned, SourceError, write_errors


class Command(BaseCommand):
    help = (
        "Publica las comisiones ambientales (CAR y CAM) de un CSV; el formato está en "
        "docs/importar-comisiones.md. Lo publicado antes se reemplaza. Si una fila se rechaza no "
        "cambia nada, salvo con --skip-refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="archivo CSV")
        parser.add_argument("--dry-run", action="store_true", help="solo revisa el archivo")
        parser.add_argument("--errors", type=Path, help="CSV donde dejar lo rechazado")
        parser.add_argument(
            "--skip-refused", action="store_true", help="publica las demás filas si hay rechazos"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            cleaned = check_commissions(options["file"].read_bytes())
        except (OSError, SourceError) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        self._report(cleaned, options["errors"])
        if options["dry_run"]:
            self.stdout.write("Solo revisión: no se cambió nada.")
            return
        if cleaned.frame.empty:
            raise CommandError("Ninguna fila sirve; no se cambió nada.")
        if cleaned.errors and not options["skip_refused"]:
            raise CommandError(
                "No se cambió nada. Corrija las filas, o publique las demás con --skip-refused."
            )
        self.stdout.write(f"Publicado: {publish_commissions(cleaned)}.")

    def _report(self, cleaned: Cleaned, errors_file: Path | None) -> None:
        for error in cleaned.errors:
            self.stderr.write(str(error))
        self.stdout.write(
            f"{len(cleaned.frame)} filas correctas, {cleaned.refused_rows} rechazadas."
        )
        if errors_file is not None:
            # With a byte order mark, or a spreadsheet in Spanish breaks the accents.
            with errors_file.open("w", encoding="utf-8-sig", newline="") as file:
                write_errors(cleaned.errors, file)
