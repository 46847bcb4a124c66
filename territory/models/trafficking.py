"""Commitment 18: victims of trafficking, as registers count them, by region and year only."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from territory.models.counts import CountRecord, count_constraints, few_constraint


class Register(models.TextChoices):
    """Who keeps the register; they count differently, and disagree."""

    RETA = "reta", _("RETA (Policía Nacional)")
    SISTRA = "sistra", _("SISTRA (Ministerio Público)")


class Offence(models.TextChoices):
    """What was reported; the two are never added."""

    TRAFFICKING = "trafficking", _("trata de personas")
    SMUGGLING = "smuggling", _("tráfico ilícito de migrantes")


class Victims(models.TextChoices):
    """All victims, and those of one purpose, way of capture, means or scope.

    Each of the four divides the same victims again: they are never added to one another.
    """

    ALL = "victims", _("víctimas")
    SEXUAL = "purpose_sexual", _("finalidad: explotación sexual")
    LABOUR = "purpose_labour", _("finalidad: explotación laboral")
    BEGGING = "purpose_begging", _("finalidad: mendicidad")
    FORCED = "purpose_forced", _("finalidad: trabajos y servicios forzados")
    ORGANS = "purpose_organs", _("finalidad: tráfico de órganos o tejidos")
    CHILDREN = "purpose_children", _("finalidad: venta de niños")
    NO_PURPOSE = "purpose_unidentified", _("finalidad: no identificada")
    INTERNET = "capture_internet", _("captación: internet")
    STUDY = "capture_study", _("captación: oferta de estudio")
    WORK = "capture_work", _("captación: oferta de trabajo")
    GODPARENT = "capture_godparent", _("captación: padrinazgo")
    SEDUCTION = "capture_seduction", _("captación: seducción")
    OTHER_CAPTURE = "capture_other", _("captación: otra")
    POWER = "means_power", _("medio: abuso de poder")
    THREAT = "means_threat", _("medio: amenaza")
    PAYMENT = "means_payment", _("medio: concesión o recepción de pagos")
    DECEIT = "means_deceit", _("medio: engaño")
    FRAUD = "means_fraud", _("medio: fraude")
    DETENTION = "means_detention", _("medio: privación de la libertad")
    VIOLENCE = "means_violence", _("medio: violencia")
    OTHER_MEANS = "means_other", _("medio: otro")
    NATIONAL = "scope_national", _("reclutamiento nacional")
    INTERNATIONAL = "scope_international", _("reclutamiento internacional")


# The ways in which the file divides all victims.
DIVISIONS: tuple[tuple[str, ...], ...] = tuple(
    tuple(code for code in Victims.values if code.startswith(f"{of}_"))
    for of in ("purpose", "capture", "means", "scope")
)


_DIGITS = Func(F("declared_unit"), function="length", output_field=models.IntegerField())


class TraffickingCount(CountRecord):
    """How many victims a register has of a region in a year, as far as that may be told.

    ``missing_months`` are those of the year of which the file has nothing at all: the count is of
    the others.
    """

    category = models.CharField(_("qué se cuenta"), max_length=40, choices=Victims.choices)
    register = models.CharField(_("registro"), max_length=6, choices=Register.choices)
    offence = models.CharField(_("delito"), max_length=11, choices=Offence.choices)
    missing_months = models.CharField(
        _("meses no reportados"),
        max_length=40,
        null=True,
        blank=True,
        help_text=_("Números de los meses del año de los que el archivo no trae nada."),
    )

    dimensions = ("register", "offence")
    adds_units = True

    class Meta:
        verbose_name = _("conteo de víctimas de trata")
        verbose_name_plural = _("conteos de víctimas de trata")
        ordering = ["id"]
        constraints = [
            *count_constraints("traffickingcount", "register", "offence"),
            few_constraint("traffickingcount"),
            models.CheckConstraint(
                name="traffickingcount_region_year",
                condition=Q(granularity="year") & Q(Exact(_DIGITS, 2)),
            ),
        ]
