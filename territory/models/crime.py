"""Commitment 16: complaints to the police, counted by place and time."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from territory.models.counts import CountRecord, count_constraints, few_constraint


class CrimeKind(models.TextChoices):
    """What was reported, as MININTER's system (SIDPOL) groups it; each complaint is of one."""

    TOTAL = "total", _("todas las modalidades")
    THEFT = "theft", _("hurto")
    ROBBERY = "robbery", _("robo")
    FRAUD = "fraud", _("estafa")
    EXTORTION = "extortion", _("extorsión")
    KIDNAPPING = "kidnapping", _("secuestro")
    HOMICIDE = "homicide", _("homicidio")
    VIOLENCE = "violence", _("violencia contra la mujer e integrantes del grupo familiar")
    OTHER = "other", _("otros")


# What makes a total.
KINDS = tuple(kind for kind in CrimeKind if kind is not CrimeKind.TOTAL)


class CrimeCount(CountRecord):
    """Complaints of what happened in a unit: what was reported, not what was committed.

    By month all kinds together, by year each. Numbers from 1 to 4, and those that would tell them,
    are suppressed; each level has rows of its own, since sums of its parts would lack those.
    """

    category = models.CharField(_("modalidad"), max_length=10, choices=CrimeKind.choices)

    adds_units = True
    has_every_level = True

    class Meta:
        verbose_name = _("conteo de denuncias")
        verbose_name_plural = _("conteo de denuncias")
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["period_start", "granularity", "category"], name="crimecount_period"
            )
        ]
        constraints = [*count_constraints("crimecount"), few_constraint("crimecount")]
