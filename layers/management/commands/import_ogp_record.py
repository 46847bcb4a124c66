"""``manage.py import_ogp_record``: what OGP's pages say of the commitments, with the day read."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from layers.plan.making.ogp_reader import read_ogp_record
from layers.plan.making.ogp_record import keep_readings
from layers.reading.kinds import in_words
from layers.reading.results import SourceError
from territory.ogp_record import title_of


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"«{text[:40]}» no es una fecha AAAA-MM-DD.") from None


class Command(BaseCommand):
    help = (
        "Agrega lo que dicen las páginas de OGP sobre los compromisos, con su dirección y el día "
        "en que se leyeron. Nada reemplaza a lo leído antes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV u hoja de cálculo")
        parser.add_argument(
            "--read", type=_day, metavar="AAAA-MM-DD", help="día en que se leyeron las páginas"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            cleaned = read_ogp_record(path, options["read"], timezone.localdate())
            for error in cleaned.errors:
                self.stderr.write(str(error))
            for notice in cleaned.notices:
                self.stdout.write(str(notice))
            if cleaned.errors:
                raise CommandError(f"{path.name}: hay celdas rechazadas; no se cambió nada.")
            kept = keep_readings(cleaned.frame)
        except OSError as error:
            raise CommandError(f"{path.name}: {in_words(error)}") from error
        except SourceError as error:
            raise CommandError(f"{path.name}: {error}") from error
        self.stdout.write(f"{kept.added} lecturas nuevas; {kept.known} ya estaban.")
        for number, name, earlier, later in kept.changes:
            self.stdout.write(
                f"Compromiso {number}, {title_of(name)}: «{_shown(earlier)}» → «{_shown(later)}»; "
                "quedan las dos lecturas."
            )


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(value) or "sin dato"
    return str(value or "sin dato")
