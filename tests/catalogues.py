"""Facts of commitment 11 for tests: facilities, which catalogues they use, practices."""

from __future__ import annotations

from typing import Any

from layers.versions import bump
from territory.health_catalogues.placed import place_adoptions
from territory.models import CatalogueAdoption, HealthFacility, HealthPractice

ORIGIN: dict[str, Any] = {
    "source": "Informe 7",
    "source_url": "https://www.gob.pe/informe-7",
    "cutoff_date": "2019-12-31",
}


def facility(number: int, unit: str = "140101", **values: Any) -> HealthFacility:
    given = {"code": f"{number:08}", "name": f"Posta {number}", "declared_unit_id": unit}
    return HealthFacility.objects.create(**ORIGIN | {"commitments": [12]} | given | values)


def adoption(number: int, catalogue: str = "Lista A", **values: Any) -> CatalogueAdoption:
    given = {
        "facility_code": f"{number:08}",
        "reported_name": f"Posta {number} del informe",
        "catalogue": catalogue,
        "state": "in_use",
        "declared_unit_id": "140101",
        "commitments": [11],
    }
    row = CatalogueAdoption.objects.create(**ORIGIN | given | values)
    place_adoptions()
    bump("catalogue_adoption")
    return row


def practice(edition: str, day: str, **values: Any) -> HealthPractice:
    given = {
        "commitments": [11],
        "title": "Protocolo de triaje",
        "kind": "protocol",
        "edition": edition,
        "issued_on": day,
        "document_url": f"https://www.gob.pe/triaje-{edition}",
        "document_hash": "ab" * 32,
    }
    return HealthPractice.objects.create(**ORIGIN | given | values)
