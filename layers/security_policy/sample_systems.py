"""A planned publication and systems that show the pages, marked as examples throughout."""

from __future__ import annotations

import datetime as dt
from typing import Any

from layers.themes import THEMES
from territory.models import (
    Commitment,
    InformationSystem,
    PlannedPublication,
    ReviewState,
    SystemVersion,
)
from territory.models.placed import SAMPLE_PREFIX

_CUTOFF = dt.date(2019, 6, 30)
_SHOWN = {"state": ReviewState.PUBLISHED, "is_sample": True, "cutoff_date": _CUTOFF}
_MODELS: tuple[Any, ...] = (PlannedPublication, SystemVersion, InformationSystem)
# Code, what it lacks of a second version.
_SYSTEMS = ("SISTEMA-A", "SISTEMA-B")


def load(observatory: Commitment, trafficking: Commitment) -> None:
    """Make them, or make them again what a fresh machine has; an unchanged row stays."""
    source = next((s.name for t in THEMES if 16 in t.serves for s in t.sources), None)
    if source is not None:
        for month in (1, 2):
            PlannedPublication.objects.update_or_create(
                commitment=observatory,
                source=source,
                series=f"{SAMPLE_PREFIX}Serie que no es un hecho",
                period=f"2019-{month:02}",
                is_sample=True,
                defaults={"planned_on": dt.date(2019, month + 1, 15), **_SHOWN},
            )
    for code in _SYSTEMS:
        _system(trafficking, code)


def remove() -> int:
    """Delete them; gives how many there were."""
    return sum(model._default_manager.filter(is_sample=True).delete()[0] for model in _MODELS)


def _system(commitment: Commitment, code: str) -> None:
    system, _ = InformationSystem.objects.update_or_create(
        commitment=commitment,
        code=code,
        is_sample=True,
        defaults={
            "name": f"{SAMPLE_PREFIX}Sistema que no es un hecho",
            "institution": f"{SAMPLE_PREFIX}entidad que no existe",
            "records": f"{SAMPLE_PREFIX}Así se dice qué registra un sistema.",
            **_SHOWN,
        },
    )
    for label, lag in (("1", None), ("2", 30)):
        SystemVersion.objects.update_or_create(
            system=system,
            label=label,
            defaults={
                "improvements": f"{SAMPLE_PREFIX}Así se dice qué mejora una versión.",
                "coverage": f"{SAMPLE_PREFIX}Así se dice qué cubre." if lag else None,
                "lag_days": lag,
                **_SHOWN,
            },
        )
