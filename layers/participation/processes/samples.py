"""Forums, agreements and a consultation that show the pages, marked as examples throughout."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.gis.geos import Point
from django.db import transaction

from layers import versions
from layers.participation.processes import consultation_samples
from layers.participation.processes.consultation_samples import put_sample
from layers.participation.processes.kinds import SESSIONS, SPACES
from territory.models import (
    Agency,
    Agreement,
    Commitment,
    Consultation,
    ConsultationVersion,
    Forum,
    ForumSession,
    SessionMinutes,
    WrittenGuideline,
)
from territory.models.placed import SAMPLE_PREFIX

_CUTOFF = dt.date(2019, 6, 30)
_MODELS = (
    Agreement,
    SessionMinutes,
    ForumSession,
    ConsultationVersion,
    Consultation,
    Forum,
    # The demonstration's alone: those of a fresh machine are a file's.
    WrittenGuideline,
)


def load() -> None:
    """Make them, or make them again what a fresh machine has; an unchanged row stays."""
    plan = {found.number: found for found in Commitment.objects.filter(number__in=(1, 6, 9, 10))}
    if len(plan) < 4:
        return
    with transaction.atomic():
        before = _versions()
        open_forum = _forum(plan[1], "ejemplo-gobierno-abierto", "Foro de gobierno abierto")
        pilot = _forum(
            plan[6],
            "ejemplo-educacion",
            "Foro piloto de gestión educativa",
            sector="education",
            geom=Point(-71.97, -13.52, srid=4326),
            units=["08"],
            is_pilot=True,
            evaluation=f"{SAMPLE_PREFIX}Se mantiene la participación de todos los sectores.",
            evaluation_outcome=Forum.Outcome.ADJUST,
            evaluated_on=dt.date(2019, 3, 15),
        )
        _agreements(_session(open_forum, 1, dt.date(2018, 5, 10)), ["15"])
        _agreements(_session(pilot, 1, dt.date(2018, 8, 22)), ["0801", "0810"])
        consultation_samples.load(plan[1], plan[10], open_forum)
        consultation_samples.load_governance(plan[9])
        if _versions() != before:
            versions.bump(SPACES, SESSIONS)


def _versions() -> list[tuple[int, int]]:
    """Of the rows that the layers show; the database raises one where its row changes."""
    rows = [model.objects.filter(is_sample=True).order_by("pk") for model in (Forum, ForumSession)]
    return [pair for found in rows for pair in found.values_list("pk", "version")]


def remove() -> int:
    """Delete them; gives how many there were."""
    with transaction.atomic():
        removed = sum(model.objects.filter(is_sample=True).delete()[0] for model in _MODELS)
        if removed:
            versions.bump(SPACES, SESSIONS)
    return removed


def _forum(commitment: Commitment, slug: str, name: str, **values: Any) -> Forum:
    defaults = {
        "sector": "open_government",
        "purpose": f"{SAMPLE_PREFIX}Acompañar el compromiso y preparar el plan siguiente.",
        "venue": f"{SAMPLE_PREFIX}sede",
        "geom": Point(-77.03, -12.05, srid=4326),
        "units": ["15"],
        "civil_society": 6,
        "academia": 3,
        "business": 2,
        "public_sector": 4,
    }
    named = {"commitment": commitment, "name": SAMPLE_PREFIX + name, "cutoff_date": _CUTOFF}
    forum: Forum = put_sample(Forum, {"slug": slug}, defaults | named | values)
    return forum


def _session(forum: Forum, number: int, day: dt.date) -> ForumSession:
    session: ForumSession = put_sample(
        ForumSession,
        {"forum": forum, "number": number},
        {
            "title": f"{SAMPLE_PREFIX}Sesión {number}",
            "held_on": day,
            "agenda": f"{SAMPLE_PREFIX}1. Avance del compromiso\n2. Acuerdos",
            "venue": forum.venue,
            "geom": forum.geom,
            "units": forum.units,
            "civil_society": 5,
            "academia": 2,
            "business": 1,
            "public_sector": 4,
            "cutoff_date": _CUTOFF,
        },
    )
    return session


def _agreements(session: ForumSession, units: list[str]) -> None:
    progress = Agreement.Progress
    rows = (
        ("A1", "Publicar el directorio del foro", "Transparencia", progress.FULFILLED, 30),
        ("A2", "Presentar el balance del compromiso", "Seguimiento", progress.IN_PROGRESS, 120),
        ("A3", "Proponer temas para el plan siguiente", "Plan siguiente", progress.PENDING, None),
    )
    commitment = session.forum.commitment
    owner = Agency.objects.filter(led_commitments=commitment).order_by("pk").first()
    if owner is None:
        return
    for code, text, topic, state, days in rows:
        due = session.held_on + dt.timedelta(days) if days else None
        put_sample(
            Agreement,
            {"session": session, "code": code},
            {
                "text": f"{SAMPLE_PREFIX}{text}",
                "topic": topic,
                "owner": owner,
                "due_on": due,
                "progress": state,
                "fulfilled_on": due if state == progress.FULFILLED else None,
                "units": units,
                "cutoff_date": _CUTOFF,
            },
        )
