"""``manage.py count_accreditation FILE --output FILE``: messages 270 and 271 into summaries."""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from layers.reading.results import SourceError
from layers.themes.accreditation_activity.columns import COUNTED, FILE, WAITED
from layers.themes.accreditation_activity.counting import Counts, Key
from layers.themes.accreditation_activity.messages import messages
from territory.accreditation.few import Day
from territory.models import HealthFacility


class Command(BaseCommand):
    help = (
        "Cuenta los mensajes 270 y 271 de archivos X12 por día, IPRESS e IAFAS, y escribe un CSV "
        "del formulario de la fuente accreditation_activity. De los asegurados no lee nada."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="archivo")
        parser.add_argument("--output", required=True, type=Path, help="el CSV que se escribe")
        parser.add_argument(
            "--with-tests", action="store_true", help="cuenta también los mensajes de prueba"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        counts = Counts()
        for path in options["files"]:
            try:
                with path.open("rb") as stream:
                    for message in messages(stream):
                        counts.add(message, with_tests=options["with_tests"])
            except (SourceError, OSError) as error:
                raise CommandError(f"{path.name}: {error}") from error
        days = list(counts.days())
        with options["output"].open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";", lineterminator="\n")
            writer.writerow([column.title for column in FILE.columns])
            writer.writerows(_rows(days))
        self.stdout.write(f"{len(days)} días escritos.")
        for why, number in counts.left_out.most_common():
            self.stdout.write(f"{number} mensajes no se cuentan: {why}.")


def _rows(days: Iterable[tuple[Key, Day]]) -> Iterator[list[object]]:
    """As the form has them; the names and the place of a facility are the register's."""
    rows = HealthFacility.objects.filter(is_sample=False).select_related("declared_unit")
    known = {
        code: (name, ubigeo, unit)
        for code, name, ubigeo, unit in rows.values_list(
            "code", "name", "declared_unit_id", "declared_unit__name"
        )
    }
    for (facility, insurer, day), numbers in days:
        name, ubigeo, unit = known.get(facility, ("", "", ""))
        yield [day.isoformat(), facility, name, ubigeo, unit, insurer, "", "", *_cells(numbers)]


def _cells(numbers: Day) -> Iterator[object]:
    for field in (COUNTED | WAITED).values():
        yield "reservado" if field in numbers.withheld else getattr(numbers, field)
