"""``manage.py run_worker``: does jobs until it is stopped, as part of the site or elsewhere."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from layers.jobs.kinds import QUEUES
from layers.jobs.worker import Settings, work


class Command(BaseCommand):
    help = (
        "Hace los trabajos en segundo plano (publicaciones, exportaciones) hasta que se detenga. "
        "make serve ya tiene uno; en otras máquinas, make worker."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--queue",
            choices=QUEUES,
            action="append",
            help="solo esta cola: quick, lo que alguien espera ante la página, o long, lo demás",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at_once = max(1, int(os.environ.get("JOBS_AT_ONCE", "2")))
        work(Settings(at_once, tuple(options["queue"] or QUEUES)), self._announce)

    def _announce(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
