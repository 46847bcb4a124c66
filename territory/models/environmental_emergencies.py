"""Commitment 2: environmental emergencies that OEFA was told of."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from territory.models.placed import Measure, PositionedRecord
from territory.models.searched import Code, Searched

_SEARCHED = Searched("code", (Code("code"),))


class EnvironmentalEmergency(PositionedRecord):
    """An emergency, known by OEFA's code of it.

    Who is involved is named only where that is known to be no natural person. What is told of it
    in free text isn't read, since it names whom it likes.
    """

    code = models.CharField(_("código"), max_length=30)
    occurred_on = models.DateField(_("fecha de la emergencia"))
    sector = models.CharField(_("sector"), max_length=100, null=True, blank=True)
    subsector = models.CharField(_("subsector"), max_length=100, null=True, blank=True)
    holder = models.CharField(_("administrado involucrado"), max_length=250, null=True, blank=True)
    facility = models.CharField(
        _("unidad fiscalizable involucrada"), max_length=250, null=True, blank=True
    )
    geom = models.PointField(_("posición"), null=True, blank=True)

    measures = (Measure("environmental_emergencies", _("emergencias ambientales")),)
    row_label = F("code")
    searched = _SEARCHED

    class Meta:
        verbose_name = _("emergencia ambiental")
        verbose_name_plural = _("emergencias ambientales")
        ordering = ["id"]
        indexes = [
            *_SEARCHED.indexes("envemergency"),
            models.Index(fields=["occurred_on"], name="envemergency_day"),
        ]
        constraints = [
            models.UniqueConstraint(name="envemergency_once", fields=["code", "is_sample"]),
        ]

    def __str__(self) -> str:
        return self.code
