"""Commitment 2: the units that OEFA supervises."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from territory.models.placed import Measure, PositionedRecord
from territory.models.searched import Code, Searched

_SEARCHED = Searched("name", (Code("code"),))


class SupervisedUnit(PositionedRecord):
    """A mine, plant, lot or other place of a firm that OEFA supervises, known by its code there.

    Who is supervised, and a place that bears a person's name, are named only where that is known to
    be no natural person.
    """

    code = models.CharField(_("código de la unidad fiscalizable"), max_length=40)
    name = models.CharField(_("unidad fiscalizable"), max_length=250, null=True, blank=True)
    holder = models.CharField(_("administrado"), max_length=250, null=True, blank=True)
    sector = models.CharField(_("sector"), max_length=100, null=True, blank=True)
    subsector = models.CharField(_("subsector"), max_length=100, null=True, blank=True)
    geom = models.PointField(_("posición"), null=True, blank=True)

    measures = (Measure("supervised_units", _("unidades que supervisa el OEFA")),)
    row_label = F("code")
    searched = _SEARCHED

    class Meta:
        verbose_name = _("unidad fiscalizable")
        verbose_name_plural = _("unidades fiscalizables")
        ordering = ["id"]
        indexes = _SEARCHED.indexes("supervisedunit")
        constraints = [
            models.UniqueConstraint(name="supervisedunit_once", fields=["code", "is_sample"]),
        ]

    def __str__(self) -> str:
        return self.code
