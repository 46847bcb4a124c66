"""Residences and what is said of them, for tests: derived as an import derives them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.gis.geos import Point

from layers.participation.processes import door
from layers.residences.kinds import NEED
from territory.models import Commitment, ResidenceNeed, RuralResidence, RuralSchool
from territory.residences.derived import refresh_residences, summarise_needs

SOURCE = "https://example.org/diagnostico"
LIST = "Lista de prueba"
CUTOFF = dt.date(2019, 1, 31)
NUMBER = 8


def school(number: int = 1, model: str | None = "CRFA", **values: Any) -> RuralSchool:
    """A rural school that is stored, of whose residence nothing is derived yet."""
    known = {"service_model_source": LIST, "service_model_cutoff_date": CUTOFF} if model else {}
    given = {
        "modular_code": f"{number:07d}",
        "annex": "0",
        "name": f"COLEGIO {number}",
        "level": "Secundaria",
        "service_model": model,
        "declared_unit_id": "080101",
        "geom": Point(-71.9 + number / 10, -13.5, srid=4326),
        "commitments": [NUMBER],
        "source": "Padrón de prueba",
        "cutoff_date": CUTOFF,
        **known,
    }
    made: RuralSchool = RuralSchool.objects.create(**given | values)
    return made


def residence(number: int = 1, model: str = "CRFA", **values: Any) -> RuralResidence:
    """A published residence, derived of a school of its own."""
    made = school(number, model, **values)
    refresh_residences()
    return RuralResidence.objects.get(
        modular_code=made.modular_code, annex=made.annex, is_sample=made.is_sample
    )


def known() -> RuralResidence:
    """The residence of code 0000900-0, made the first time."""
    found = RuralResidence.objects.filter(key="0000900-0").first()
    return found or residence(900)


def need(of: RuralResidence, item: str = "bed", quantity: int = 10, **values: Any) -> Any:
    """A need that is published as no door lets one in."""
    given = {
        "commitment": Commitment.objects.get(number=NUMBER),
        "residence": of,
        "item": item,
        "quantity": quantity,
        "priority": "high",
        "document": "Diagnóstico de 2019",
        "source_url": SOURCE,
        "cutoff_date": CUTOFF,
        "state": "published",
        "is_sample": of.is_sample,
    }
    if of.is_sample:
        given |= {"document": "EJEMPLO · Diagnóstico", "source_url": None}
    made = ResidenceNeed.objects.create(**given | values)
    summarise_needs()
    made.refresh_from_db()
    return made


def new_need(user: Any, code: str = "0000001-0", **values: Any) -> Any:
    """A draft through the door."""
    given = {
        "residence_id": code,
        "item": "bed",
        "quantity": 10,
        "priority": "high",
        "document": "Diagnóstico de 2019",
        "source_url": SOURCE,
        "cutoff_date": "2019-01-31",
    }
    return door.create(user, NEED, given | values)
