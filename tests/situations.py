"""Situations that affect regions, as tests store them; what they say is of the tests alone."""

from __future__ import annotations

import datetime as dt

from layers import versions
from territory.models import SevereSituation, SituationUnit

SOURCE_URL = "https://example.org/situaciones"


def affected(*ubigeos: str, title: str = "Situación de la prueba") -> SevereSituation:
    """A situation with the units that it affects; the layer's version rises with it."""
    situation = SevereSituation.objects.create(
        title=title,
        source="Fuente de la prueba",
        source_url=SOURCE_URL,
        cutoff_date=dt.date(2018, 5, 1),
    )
    SituationUnit.objects.bulk_create(
        SituationUnit(situation=situation, unit_id=ubigeo) for ubigeo in ubigeos
    )
    versions.bump("affected_regions")
    return situation
