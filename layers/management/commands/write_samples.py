"""``manage.py write_samples``: all samples anew, each in the form of its official file."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from layers.themes.samples import sample_files
from layers.tracking import samples as tracking


class Command(BaseCommand):
    help = "Escribe las muestras de todos los temas, siempre las mismas (fixtures/samples)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="no escribe: dice qué cambiaría")

    def handle(self, *args: Any, **options: Any) -> None:
        fixtures = settings.BASE_DIR / "fixtures"
        folder = fixtures / "samples"
        files = sample_files(fixtures) | tracking.write()
        if options["check"]:
            _check(folder, files)
            return
        shutil.rmtree(folder, ignore_errors=True)
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        self.stdout.write(f"{len(files)} archivos escritos.")


def _check(folder: Path, files: dict[str, str]) -> None:
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    differing = there ^ set(files)
    for name in there & set(files):
        if (folder / name).read_bytes() != files[name].encode():
            differing.add(name)
    if differing:
        names = ", ".join(sorted(differing))
        raise CommandError(f"No están al día (ejecute manage.py write_samples): {names}")
