"""Commitment 16: where one can report a crime."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from territory.models.placed import Measure, PositionedRecord
from territory.models.searched import Searched

_SEARCHED = Searched("name")


class PoliceStation(PositionedRecord):
    """A station (comisaría) of the National Police, by its name within its district.

    No published list has a code that all copies share, so a name is what a station is known by.
    Who is in charge, telephones and e-mails are never read.
    """

    name = models.CharField(_("nombre"), max_length=200)
    kind = models.CharField(
        _("tipo"),
        max_length=60,
        null=True,
        blank=True,
        help_text=_("Con las palabras del archivo."),
    )
    police_region = models.CharField(_("región policial"), max_length=100, null=True, blank=True)
    police_division = models.CharField(
        _("división o frente policial"), max_length=100, null=True, blank=True
    )
    address = models.CharField(_("dirección"), max_length=300, null=True, blank=True)
    geom = models.PointField(_("posición"), null=True, blank=True)

    measures = (Measure("police_stations", _("comisarías")),)
    searched = _SEARCHED

    class Meta:
        verbose_name = _("comisaría")
        verbose_name_plural = _("comisarías")
        ordering = ["id"]
        indexes = _SEARCHED.indexes("policestation")
        constraints = [
            models.UniqueConstraint(
                name="policestation_once", fields=["declared_unit", "name", "is_sample"]
            ),
            models.CheckConstraint(
                name="policestation_in_a_unit", condition=models.Q(declared_unit__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name
