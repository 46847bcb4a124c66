"""Commitment 18: services for victims of trafficking, counted by region."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from territory.models.counts import CountRecord, count_constraints


class VictimServiceCount(CountRecord):
    """How many services of a kind there were in a region during a year.

    A service is no person, so a small number isn't withheld: that a region has one shelter doesn't
    say where it lies, and nothing below the region is stored. A place may give several services,
    so kinds are never added.
    """

    class Service(models.TextChoices):
        SHELTER = "shelter", _("hogares y casas de acogida")
        LEGAL = "legal", _("defensa legal")
        PSYCHOLOGICAL = "psychological", _("atención psicológica")
        HEALTH = "health", _("atención de salud")
        SOCIAL = "social", _("asistencia social")
        REINTEGRATION = "reintegration", _("reinserción")

    category = models.CharField(_("servicio"), max_length=20, choices=Service.choices)

    adds_units = True

    class Meta:
        verbose_name = _("conteo de servicios para víctimas de trata")
        verbose_name_plural = _("servicios para víctimas de trata, por región")
        ordering = ["id"]
        constraints = [
            *count_constraints("victimservicecount"),
            models.CheckConstraint(
                name="victimservicecount_of_region",
                condition=Q(Exact(Length(F("declared_unit")), 2)),
            ),
            models.CheckConstraint(
                name="victimservicecount_of_year", condition=Q(granularity="year")
            ),
        ]
