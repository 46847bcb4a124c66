"""``manage.py federated [SERVICE]``: other platforms' services asked what they offer."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from layers.errors import TerritorioError
from layers.federation.checking import check
from layers.management.watching import Watching
from layers.models import FederatedService
from layers.reading.numbers import grouped


class Command(BaseCommand):
    help = (
        "Pregunta a un servicio del catálogo federado qué ofrece, y guarda si responde y desde "
        "cuándo. Sin servicio, los lista. La guía está en docs/cosechar-servicios.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("service", nargs="?", default="", help="clave del servicio")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["service"]:
            for service in FederatedService.objects.all():
                self.stdout.write(f"{service.pk}: {service.title} ({_state(service)})")
            return
        watching = Watching(self.stdout)
        try:
            service = check(options["service"], watching)
        except FederatedService.DoesNotExist as error:
            raise CommandError(f"No hay un servicio «{options['service'][:60]}».") from error
        except TerritorioError as error:
            raise CommandError(str(error)) from error
        finally:
            watching.end()
        if not service.is_answering:
            raise CommandError(f"«{service.title}» no responde: {service.message}")
        number = service.items.filter(gone_since=None).count()
        self.stdout.write(f"«{service.title}» responde y ofrece {grouped(number)} conjuntos.")


def _state(service: FederatedService) -> str:
    if not service.address:
        return "falta su dirección"
    switch = "encendido" if service.is_enabled else "apagado"
    if service.is_answering is None or service.state_since is None:
        return f"{switch}, nunca se le preguntó"
    said = "responde" if service.is_answering else "no responde"
    return f"{switch}, {said} desde el {timezone.localtime(service.state_since):%d/%m/%Y}"
