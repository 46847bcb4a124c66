"""Residences and what is said of them, for tests: derived as an import derives them."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

from django.contrib.gis.geos import Point
from django.utils import timezone

from layers.participation.processes import door
from layers.residences.kinds import NEED
from territory.models import (
    Alliance,
    Commitment,
    Delivery,
    DeliveryEvidence,
    ResidenceCondition,
    ResidenceNeed,
    RuralResidence,
    RuralSchool,
)
from territory.residences.derived import refresh_residences, summarise_needs

SOURCE = "https://example.org/diagnostico"
LIST = "Lista de prueba"
CUTOFF = dt.date(2019, 1, 31)
OFFERED, AGREED, DELIVERED = dt.date(2019, 3, 1), dt.date(2019, 3, 15), dt.date(2019, 4, 10)
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


def alliance(of: Any, quantity: int = 10, stage: str = "agreed", **values: Any) -> Any:
    """A published alliance towards a need, as no door lets one in."""
    agreed = {"agreed_quantity": quantity, "agreed_on": AGREED} if stage == "agreed" else {}
    given = {
        "commitment": of.commitment,
        "need": of,
        "organisation": "Asociación Kallpa",
        "stage": stage,
        "quantity": quantity,
        "offered_on": OFFERED,
        "document": "Convenio 1",
        "source_url": SOURCE,
        "cutoff_date": OFFERED,
        "state": "published",
        "is_sample": of.is_sample,
        **agreed,
    }
    if of.is_sample:
        given |= {"document": "EJEMPLO · Convenio", "source_url": None}
    made = Alliance.objects.create(**given | values)
    summarise_needs()
    made.refresh_from_db()
    return made


def delivery(of: Any, quantity: int = 4, **values: Any) -> Any:
    """A published delivery without any evidence yet."""
    given = {
        "commitment": of.commitment,
        "alliance": of,
        "quantity": quantity,
        "delivered_on": DELIVERED,
        "document": "EJEMPLO · Acta" if of.is_sample else "Acta 1",
        "state": "published",
        "is_sample": of.is_sample,
    }
    made = Delivery.objects.create(**given | values)
    summarise_needs()
    made.refresh_from_db()
    return made


def evidence(of: Any, **values: Any) -> Any:
    """A published address that shows a delivery."""
    given = {
        "commitment": of.commitment,
        "delivery": of,
        "title": "EJEMPLO · Foto" if of.is_sample else "Guía de remisión",
        "address": SOURCE,
        "cleared_at": timezone.now(),
        "state": "published",
        "is_sample": of.is_sample,
    }
    made = DeliveryEvidence.objects.create(**given | values)
    summarise_needs()
    made.refresh_from_db()
    return made


def shown_delivery(of: Any, quantity: int = 4, **values: Any) -> Any:
    """A published delivery with its evidence."""
    made = delivery(of, quantity, **values)
    evidence(made)
    return made


def condition(of: RuralResidence, **values: Any) -> Any:
    """A published photo, whose file isn't stored."""
    given = {
        "commitment": Commitment.objects.get(number=NUMBER),
        "residence": of,
        "condition": "fair",
        "observed_on": CUTOFF,
        "title": "EJEMPLO · Dormitorio" if of.is_sample else "Dormitorio",
        "file": uuid4(),
        "file_name": "foto.jpg",
        "kind": "image",
        "size": 1,
        "sha256": "0" * 64,
        "cleared_at": timezone.now(),
        "state": "published",
        "is_sample": of.is_sample,
    }
    made = ResidenceCondition.objects.create(**given | values)
    summarise_needs()
    made.refresh_from_db()
    return made
