"""``manage.py harvest SOURCE``: a registered service read whole, compared and published."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from layers.errors import TerritorioError
from layers.harvest.asking import Asker
from layers.harvest.listing import layers_offered
from layers.harvest.running import harvest
from layers.harvest.sources import sources
from layers.management.watching import Watching
from layers.models import HarvestedSource, HarvestRun
from layers.reading.numbers import grouped


class Command(BaseCommand):
    help = (
        "Cosecha una fuente registrada: la lee entera, dice qué cambió desde la última vez y la "
        "publica como capa. Sin fuente, las lista. La guía está en docs/cosechar-servicios.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", nargs="?", default="", help="clave de la fuente")
        parser.add_argument("--dry-run", action="store_true", help="lee y compara, sin publicar")
        parser.add_argument(
            "--layers", action="store_true", help="lista las capas que el servicio ofrece"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if not options["source"]:
                self._list()
            elif options["layers"]:
                self._layers(options["source"])
            else:
                self._harvest(options["source"], dry_run=options["dry_run"])
        except TerritorioError as error:
            raise CommandError(str(error)) from error

    def _list(self) -> None:
        states = {state.key: state for state in HarvestedSource.objects.all()}
        for source in sources():
            state = states.get(source.key)
            said = "encendida" if state is not None and state.is_enabled else "apagada"
            if not source.is_ready:
                said += ", falta elegir la capa"
            if state is not None and state.last_success_at:
                said += f", última cosecha {state.last_success_at:%d/%m/%Y}"
            if state is not None and state.stale_since:
                said += f", no responde desde {state.stale_since:%d/%m/%Y}"
            self.stdout.write(f"{source.key}: {source.title} ({source.protocol.label}; {said})")

    def _layers(self, key: str) -> None:
        for name, title in layers_offered(key, Asker(lambda: None)):
            self.stdout.write(f"{name}\t{title}")

    def _harvest(self, key: str, *, dry_run: bool) -> None:
        watching = Watching(self.stdout)
        try:
            run = harvest(key, watching, dry_run=dry_run)
        finally:
            watching.end()
        self._print(run)

    def _print(self, run: HarvestRun) -> None:
        told = run.differences
        changed = "" if told["changed"] is None else f"{grouped(told['changed'])} cambiados, "
        self.stdout.write(
            f"{grouped(run.rows)} elementos: {grouped(told['added'])} nuevos, {changed}"
            f"{grouped(told['gone'])} que ya no están, {grouped(told['same'])} iguales; "
            f"{grouped(run.report['pages'])} respuestas, {run.received_bytes / 1e6:.1f} MB."
        )
        for remark in run.report["remarks"]:
            self.stdout.write(remark)
        if run.state == HarvestRun.State.HELD:
            raise CommandError(run.message)
        self.stdout.write(
            "Solo revisión: no se cambió nada."
            if run.state == HarvestRun.State.TRIED
            else f"{run.get_state_display().capitalize()}."
        )
