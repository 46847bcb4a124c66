"""``manage.py official``: every registered official source fetched and published."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from layers.errors import TerritorioError
from layers.harvest.official import CLOSED, Line, left_out, publish_all, reachable, wanted
from layers.management.watching import Watching
from layers.reading.numbers import grouped

_HEAD = ("Fuente", "Filas", "Corte", "Qué pasó")
_WIDEST = 44


class Command(BaseCommand):
    help = (
        "Trae y publica los límites del INEI y todas las fuentes oficiales registradas que "
        "respondan. Sin salida a internet lo dice y no cambia nada."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--probe", action="store_true", help="solo ve si alguna fuente responde, sin tocar nada"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["probe"]:
            if not reachable(wanted()):
                raise CommandError(CLOSED)
            return
        watching = Watching(self.stdout)
        lines: list[Line] = []
        try:
            for line in publish_all(watching):
                watching.end()
                lines.append(line)
        except TerritorioError as error:
            raise CommandError(str(error)) from error
        finally:
            watching.end()
        self._print([*lines, *left_out()])
        if all(line.rows is None for line in lines):
            raise CommandError("Ninguna fuente se pudo publicar.")

    def _print(self, lines: list[Line]) -> None:
        rows = [_HEAD, *map(_cells, lines)]
        widths = [max(len(row[at]) for row in rows) for at in range(3)]
        self.stdout.write("")
        for row in rows:
            told = "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=False))
            self.stdout.write(f"{told}  {row[3]}".rstrip())


def _cells(line: Line) -> tuple[str, str, str, str]:
    title = line.source.title
    short = title if len(title) <= _WIDEST else f"{title[: _WIDEST - 1]}…"
    rows = "—" if line.rows is None else grouped(line.rows)
    done = "publicada" if line.rows is not None else "no se publicó"
    return short, rows, line.cutoff or "—", f"{done}: {line.reason}" if line.reason else done
