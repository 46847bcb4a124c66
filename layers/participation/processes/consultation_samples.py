"""Consultations that show the pages, marked as examples throughout."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from territory.models import (
    Commitment,
    Consultation,
    ConsultationVersion,
    Forum,
    ReviewState,
    UrbanTransportPlan,
)
from territory.models.placed import SAMPLE_PREFIX

_CUTOFF = dt.date(2019, 6, 30)
_SHOWN = {"state": ReviewState.PUBLISHED, "is_sample": True}

FORUMS_SLUG, PLAN_SLUG = "ejemplo-propuesta-de-foros", "ejemplo-plan-de-transporte"
GOVERNANCE_SLUG = "ejemplo-instrumento-de-gobernanza"

# A text of no meaning beyond its form: two paragraphs change, one is new in the second version.
_FORUMS = (
    (
        "Cada foro acompaña un compromiso del plan en un sector prioritario.",
        "El foro se reúne cuando su entidad lo convoca.",
        "Los acuerdos se anotan al final de cada sesión.",
    ),
    (
        "Cada foro acompaña un compromiso del plan en un sector prioritario.",
        "El foro se reúne cada tres meses, y también cuando lo pide uno de sus sectores.",
        "Los acuerdos se publican con su responsable y su fecha.",
        "Al terminar un piloto se publica su evaluación.",
    ),
)
_PLAN = (
    (
        "El plan se elabora con la información que reúne la municipalidad.",
        "Sus medidas se ordenan por fases.",
    ),
    (
        "El plan se elabora con la información que reúne la municipalidad y con la que aporten "
        "los vecinos.",
        "Sus medidas se ordenan por fases.",
    ),
)
_GOVERNANCE = (
    (
        "El instrumento dice qué entidades deciden sobre el transporte y en qué orden.",
        "Las entidades se reúnen una vez al año.",
        "Los datos de rutas y paraderos los guarda cada entidad.",
    ),
    (
        "El instrumento dice qué entidades deciden sobre el transporte y en qué orden.",
        "Las entidades se reúnen cada tres meses y publican lo que deciden.",
        "Los datos de rutas y paraderos se publican en un formato abierto.",
        "La ciudadanía puede proponer cambios en una ruta o un paradero.",
    ),
)


def load(forums: Commitment, cities: Commitment, forum: Forum) -> None:
    """A proposal of forums and, where there is a sample of one, a plan of transport."""
    proposal = _consultation(
        FORUMS_SLUG,
        commitment=forums,
        forum=forum,
        kind=Consultation.Kind.FORUM_PROPOSAL,
        title="Propuesta de foros multiactor",
        summary="Así se consulta un texto por párrafos.",
        closing_summary="Cambiaron dos párrafos y se agregó uno.",
    )
    _versions(proposal, _FORUMS)
    plan = UrbanTransportPlan.objects.filter(is_sample=True).order_by("code").first()
    if plan is None:
        return
    drafting = _consultation(
        PLAN_SLUG,
        commitment=cities,
        plan_code=plan.code,
        title="Elaboración de un plan de transporte urbano",
        summary="Así se consulta el texto de un plan de transporte.",
        closing_summary="Cambió un párrafo.",
    )
    _versions(drafting, _PLAN)


def load_governance(transport: Commitment) -> None:
    """An instrument of governance in two versions."""
    instrument = _consultation(
        GOVERNANCE_SLUG,
        commitment=transport,
        kind=Consultation.Kind.GOVERNANCE,
        title="Instrumento de gobernanza del transporte urbano",
        summary="Así se consulta un instrumento de gobernanza.",
        closing_summary="Cambiaron dos párrafos y se agregó uno.",
    )
    _versions(instrument, _GOVERNANCE)


def put_sample(model: Any, key: dict[str, Any], values: dict[str, Any]) -> Any:
    """Make the published example of that key, or give it these values."""
    return model.objects.update_or_create(**key, defaults=values | _SHOWN)[0]


def _consultation(slug: str, **values: Any) -> Consultation:
    marked = {
        name: SAMPLE_PREFIX + values.pop(name) for name in ("title", "summary", "closing_summary")
    }
    days = {"opens_on": dt.date(2018, 2, 1), "closes_on": dt.date(2018, 2, 28)}
    made: Consultation = put_sample(
        Consultation, {"slug": slug}, values | marked | days | {"cutoff_date": _CUTOFF}
    )
    return made


def _versions(consultation: Consultation, texts: Sequence[Sequence[str]]) -> None:
    for number, paragraphs in enumerate(texts, start=1):
        note = "Primera propuesta" if number == 1 else "Después de la consulta"
        numbered = [{"number": n, "text": text} for n, text in enumerate(paragraphs, start=1)]
        put_sample(
            ConsultationVersion,
            {"consultation": consultation, "number": number},
            {"paragraphs": numbered, "note": f"{SAMPLE_PREFIX}{note}"},
        )
