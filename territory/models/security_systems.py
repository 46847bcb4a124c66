"""When figures on security were to be published, and the systems that exist on trafficking.

A planned publication says of which source, which series and which period; that it came out is read
in the diary of publications. A system's versions say what each improved, what it covers and how
long a case takes to be in it.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.gis.db import models
from django.core.validators import MaxValueValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

from territory.models.histories import history
from territory.models.participation import Sourced, sourced
from territory.models.plan import Commitment
from territory.models.reviewed import ReviewedRecord
from territory.models.security_policy import SecurityEvidence

# Ten years: a lag of more days is a mistake.
MOST_DAYS = 3_650


class PlannedPublication(Sourced, ReviewedRecord):
    """That a source's series is to be published of a period, by a day.

    ``source`` is a source of the site (``layers.loading.sources``), ``period`` a year or a month.
    """

    commitment = models.ForeignKey(
        Commitment,
        verbose_name=_("compromiso"),
        on_delete=models.PROTECT,
        related_name="planned_publications",
    )
    source = models.CharField(_("fuente de este sitio"), max_length=63)
    series = models.CharField(_("serie"), max_length=200)
    period = models.CharField(
        _("periodo que se publica"),
        max_length=7,
        validators=[
            RegexValidator(
                r"^\d{4}(?:-(?:0[1-9]|1[0-2]))?\Z", _("Escriba un año, o un mes «2022-03».")
            )
        ],
    )
    planned_on = models.DateField(_("fecha prevista"))

    class Meta:
        verbose_name = _("publicación prevista")
        verbose_name_plural = _("publicaciones previstas")
        ordering = ["-planned_on", "source", "series", "period"]
        triggers = [*history()]
        constraints = [
            *sourced("plannedpublication", "series"),
            models.UniqueConstraint(
                name="plannedpublication_once",
                fields=["commitment", "source", "series", "period", "is_sample"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series}, {self.period}"


class InformationSystem(Sourced, ReviewedRecord):
    """A register or system that exists: whose it is and what it records.

    ``institution`` runs it, an entity and never a person.
    """

    commitment = models.ForeignKey(
        Commitment,
        verbose_name=_("compromiso"),
        on_delete=models.PROTECT,
        related_name="information_systems",
    )
    code = models.CharField(_("sigla"), max_length=30)
    name = models.CharField(_("nombre"), max_length=200)
    institution = models.CharField(_("entidad que lo lleva"), max_length=200)
    records = models.TextField(_("qué registra"))

    class Meta:
        verbose_name = _("sistema de información")
        verbose_name_plural = _("sistemas de información")
        ordering = ["commitment", "code"]
        triggers = [*history()]
        constraints = [
            *sourced("informationsystem", "name"),
            models.UniqueConstraint(
                name="informationsystem_once", fields=["commitment", "code", "is_sample"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}. {self.name}"


class SystemVersion(Sourced, ReviewedRecord):
    """A version of a system: since when, what it improved, what it covers and how late it is.

    ``lag_days`` are the days from a fact until it is in the system, NULL where nobody said;
    ``evidence`` is what shows it, if the library has it.
    """

    system = models.ForeignKey(
        InformationSystem,
        verbose_name=_("sistema"),
        on_delete=models.PROTECT,
        related_name="versions",
    )
    label = models.CharField(_("versión"), max_length=40)
    in_use_from = models.DateField(_("en uso desde"), null=True, blank=True)
    improvements = models.TextField(_("qué mejora"))
    coverage = models.TextField(_("qué cubre"), null=True, blank=True)
    lag_days = models.PositiveIntegerField(
        _("días hasta que un hecho se registra"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_DAYS)],
    )
    evidence = models.ForeignKey(
        SecurityEvidence,
        verbose_name=_("evidencia"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    commitment_path: ClassVar[str] = "system__commitment"
    within: ClassVar[tuple[str, ...]] = ("system",)

    class Meta:
        verbose_name = _("versión de un sistema")
        verbose_name_plural = _("versiones de los sistemas")
        ordering = ["system", "-in_use_from", "-label"]
        triggers = [*history()]
        constraints = [
            *sourced("systemversion", "improvements"),
            models.UniqueConstraint(name="systemversion_once", fields=["system", "label"]),
        ]

    def __str__(self) -> str:
        return f"Versión {self.label}"
