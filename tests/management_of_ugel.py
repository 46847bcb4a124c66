"""Facts of the management model for tests: a focalised UGEL, its route, its agreements."""

from __future__ import annotations

import datetime as dt
from typing import Any

from layers.versions import bump
from territory.models import (
    FocalisedUgel,
    ManagementModelVersion,
    UgelAgreement,
    UgelRouteStep,
)
from territory.ugel.focalised import place_focalised

CODE = "140001"
ORIGIN: dict[str, Any] = {
    "commitments": [6],
    "source": "Informe 7",
    "source_url": "https://www.gob.pe/informe-7",
    "cutoff_date": "2019-12-31",
}


def focalised(code: str = CODE, **values: Any) -> FocalisedUgel:
    given = {"ugel_code": code, "name": f"UGEL {code}", "declared_unit_id": "140101"}
    row = FocalisedUgel.objects.create(**ORIGIN | given | values)
    place_focalised()
    bump("focalised_ugel")
    return row


def step(position: int, progress: str = "planned", code: str = CODE, **values: Any) -> Any:
    given = {"ugel_code": code, "position": position, "step": f"Paso {position}"}
    return UgelRouteStep.objects.create(**ORIGIN | given | {"progress": progress} | values)


def agreement(code: str, due_on: dt.date | None, progress: str = "pending", **values: Any) -> Any:
    given = {
        "ugel_code": CODE,
        "code": code,
        "text": f"Acuerdo {code}",
        "parties": "UGEL; Salud",
        "due_on": due_on,
        "progress": progress,
    }
    if progress == "fulfilled":
        given["evidence_url"] = "https://www.gob.pe/acta"
    return UgelAgreement.objects.create(**ORIGIN | given | values)


def version(edition: str, day: str, changes: str | None = None) -> ManagementModelVersion:
    return ManagementModelVersion.objects.create(
        **ORIGIN,
        title="Modelo de gestión",
        edition=edition,
        issued_on=day,
        changes=changes,
        document_url=f"https://www.gob.pe/modelo-{edition}",
    )
