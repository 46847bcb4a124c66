"""What a worker does of the federated catalogue: it asks the services that are on."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from layers import jobs
from layers.federation.checking import check
from layers.models import FederatedService
from layers.progress import Progress


def check_one(progress: Progress, *, service: str) -> dict[str, Any]:
    """Ask one; raises WrongState where it has no address."""
    found = check(service, progress)
    return {"service": found.pk, "is_answering": found.is_answering}


def check_due(progress: Progress) -> dict[str, Any]:
    """Ask for a question to each service that is on, so that a slow one holds up no other."""
    progress.step("Servicios encendidos")
    found = FederatedService.objects.filter(is_enabled=True)
    for service in found:
        with transaction.atomic():
            jobs.submit(
                "check_service",
                by=None,
                lock=f"federation:{service.pk}",
                title=f"Consulta: {service.title}",
                service=service.pk,
            )
    return {"asked": [service.pk for service in found]}
