"""Services of the register for tests of UGEL: stored as an import stores them, then derived."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from typing import Any

from territory.models import SchoolService, ServiceModelEntry
from territory.ugel.areas import refresh_ugel_areas

CUTOFF = dt.date(2025, 7, 1)
SOURCE = "Padrón de prueba"
_numbers = itertools.count(1)


def service(ubigeo: str | None, code: str | None, name: str | None = None, **values: Any) -> Any:
    """A service that isn't stored yet; UGEL "UGEL <code>" unless a name is given."""
    number = next(_numbers)
    given = {
        "modular_code": f"{number:07d}",
        "annex": "0",
        "name": f"Servicio {number}",
        "declared_unit_id": ubigeo,
        "ugel_code": code,
        "ugel": name if name is not None or code is None else f"UGEL {code}",
        "source": SOURCE,
        "cutoff_date": CUTOFF,
        "is_sample": False,
    }
    return SchoolService(**given | values)


def several(number: int, ubigeo: str | None, code: str | None, **values: Any) -> list[Any]:
    return [service(ubigeo, code, **values) for _ in range(number)]


def register(services: Iterable[Any], models: Iterable[tuple[Any, str]] = ()) -> None:
    """Store the services and what models of service they follow, and derive what follows."""
    SchoolService.objects.bulk_create(services)
    ServiceModelEntry.objects.bulk_create(
        ServiceModelEntry(
            modular_code=found.modular_code,
            annex=found.annex,
            name=found.name,
            service_model=model,
            source="Lista de prueba",
            cutoff_date=CUTOFF,
            is_sample=found.is_sample,
        )
        for found, model in models
    )
    refresh_ugel_areas()
