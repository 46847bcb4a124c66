"""Evidence on security and documents that stand on it, for tests: as no door lets one in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from territory.models import (
    InformationSystem,
    PlannedPublication,
    PolicyBasis,
    PolicyDocument,
    SecurityEvidence,
    SystemVersion,
)
from tests.processes import agency_of
from tests.tracking import commitment

SOURCE = "https://example.org/seguridad"
DAY = dt.date(2019, 1, 31)


def _made(model: Any, values: dict[str, Any]) -> Any:
    found = model.objects.create(**values)
    found.refresh_from_db()
    return found


def evidence(number: int = 17, **values: Any) -> SecurityEvidence:
    """A study at an address, published and confirmed."""
    given = {
        "commitment": commitment(number),
        "title": "Estudio de percepción",
        "shows": "Cuántos comercios dicen haber recibido amenazas.",
        "method": "quantitative",
        "institution": "Universidad que lo hizo",
        "address": f"{SOURCE}/estudio.pdf",
        "cutoff_date": DAY,
        "cleared_at": timezone.now(),
        "state": "published",
    }
    made: SecurityEvidence = _made(SecurityEvidence, given | values)
    return made


def document(number: int = 17, title: str = "Propuesta", **values: Any) -> PolicyDocument:
    given = {
        "commitment": commitment(number),
        "title": title,
        "kind": "proposal",
        "agency": agency_of(number),
        "summary": "Propone patrullar por horas.",
        "issued_on": DAY,
        "source_url": SOURCE,
        "cutoff_date": DAY,
        "state": "published",
    }
    made: PolicyDocument = _made(PolicyDocument, given | values)
    return made


def basis(of: PolicyDocument, number: int = 1, **values: Any) -> PolicyBasis:
    """It stands on a figure, or on the evidence that is given."""
    given: dict[str, Any] = {
        "document": of,
        "number": number,
        "use": "Dónde se empieza.",
        "state": "published",
    }
    if "evidence" not in values:
        figure = {"layer": "departments", "figure": "población", "period": "2017"}
        given |= {**figure, "figure_cutoff": DAY}
    made: PolicyBasis = _made(PolicyBasis, given | values)
    return made


def planned(number: int = 16, **values: Any) -> PlannedPublication:
    """That a source's series was to be published of January 2019 by 15 February."""
    given = {
        "commitment": commitment(number),
        "source": "water_supply",
        "series": "Denuncias por mes",
        "period": "2019-01",
        "planned_on": dt.date(2019, 2, 15),
        "source_url": SOURCE,
        "cutoff_date": DAY,
        "state": "published",
    }
    made: PlannedPublication = _made(PlannedPublication, given | values)
    return made


def system(number: int = 18, code: str = "RETA", **values: Any) -> InformationSystem:
    given = {
        "commitment": commitment(number),
        "code": code,
        "name": "Registro de trata",
        "institution": "Entidad que lo lleva",
        "records": "Denuncias.",
        "source_url": SOURCE,
        "cutoff_date": DAY,
        "state": "published",
    }
    made: InformationSystem = _made(InformationSystem, given | values)
    return made


def system_version(of: InformationSystem, label: str = "1", **values: Any) -> SystemVersion:
    given = {
        "system": of,
        "label": label,
        "improvements": "Ficha única.",
        "source_url": SOURCE,
        "cutoff_date": DAY,
        "state": "published",
    }
    made: SystemVersion = _made(SystemVersion, given | values)
    return made
