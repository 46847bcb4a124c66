"""``manage.py write_guides [--check]``: the tables of the import guides, from the declarations."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from layers.guides import GuideError, guides


class Command(BaseCommand):
    help = (
        "Escribe en las guías de docs/ las tablas de fuentes y de columnas, a partir de lo que "
        "cada lector declara. Con --check solo dice qué guías no están al día."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="no escribe nada")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            stale = [(path, text) for path, text in guides() if path.read_text("utf-8") != text]
        except GuideError as error:
            raise CommandError(str(error)) from error
        names = ", ".join(path.name for path, _text in stale)
        if stale and options["check"]:
            raise CommandError(f"No están al día: {names}. Ejecute manage.py write_guides.")
        for path, text in stale:
            path.write_text(text, encoding="utf-8")
        self.stdout.write(f"Escritas: {names}." if stale else "Todas están al día.")
