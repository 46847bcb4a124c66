"""How the plan was made, and the situations of regions that it was made for.

Neither is in the plan's text but as kinds: each row names the published source that it is of.
"""

from __future__ import annotations

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from territory.models.histories import history
from territory.models.plan import Plan, Theme


def sourced(name: str) -> models.CheckConstraint:
    """The constraint that a row's ``source_url`` is the address of a page."""
    return models.CheckConstraint(
        name=name, condition=models.Q(source_url__regex=r"^https?://[^/[:space:]]+")
    )


class PlanEvent(models.Model):
    """Something that took place while the plan was made, of one of the kinds that its text names.

    ``theme`` is the sector that it was about, ``unit`` the place that it was for; each is empty
    where the source names none.
    """

    class Kind(models.TextChoices):
        LESSONS = "lessons", _("Consulta sobre lecciones aprendidas")
        THEMATIC_TABLE = "thematic_table", _("Mesa temática")
        VIRTUAL_CONSULTATION = "virtual_consultation", _("Consulta pública virtual")
        REGIONAL_WORKSHOP = "regional_workshop", _("Taller regional")
        NATIONAL_TABLE = "national_table", _("Mesa nacional")

    plan = models.ForeignKey(
        Plan, verbose_name=_("plan"), on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("tipo"), max_length=20, choices=Kind.choices)
    title = models.CharField(_("título"), max_length=300)
    theme = models.CharField(
        _("sector"), max_length=20, choices=Theme.choices, null=True, blank=True
    )
    unit = models.ForeignKey(
        "territory.AdminUnit",
        verbose_name=_("territorio"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_column="ubigeo",
    )
    held_on = models.DateField(_("fecha"), null=True, blank=True)
    source = models.CharField(_("fuente"), max_length=200)
    source_url = models.URLField(_("dirección de la fuente"))
    cutoff_date = models.DateField(_("fecha de corte"))
    version = models.IntegerField(_("versión"), default=1, editable=False)
    updated_at = models.DateTimeField(_("cambiado"), auto_now=True)

    class Meta:
        verbose_name = _("evento de la elaboración del plan")
        verbose_name_plural = _("eventos de la elaboración del plan")
        ordering = ["held_on", "id"]
        triggers = [*history()]
        constraints = [sourced("planevent_has_source")]

    def __str__(self) -> str:
        return self.title


class SevereSituation(models.Model):
    """A situation that affects units severely; the plan says that it took such into account."""

    title = models.CharField(_("situación"), max_length=200)
    description = models.TextField(_("descripción"), null=True, blank=True)
    source = models.CharField(_("fuente"), max_length=200)
    source_url = models.URLField(_("dirección de la fuente"))
    cutoff_date = models.DateField(_("fecha de corte"))
    units: models.ManyToManyField[models.Model, models.Model] = models.ManyToManyField(
        "territory.AdminUnit",
        verbose_name=_("territorios afectados"),
        through="SituationUnit",
        related_name="+",
    )
    version = models.IntegerField(_("versión"), default=1, editable=False)
    updated_at = models.DateTimeField(_("cambiado"), auto_now=True)

    class Meta:
        verbose_name = _("situación que afecta a regiones")
        verbose_name_plural = _("situaciones que afectan a regiones")
        ordering = ["title", "id"]
        triggers = [*history()]
        constraints = [sourced("severesituation_has_source")]

    def __str__(self) -> str:
        return self.title


class SituationUnit(models.Model):
    """A unit that a situation affects, as the situation's source names it."""

    situation = models.ForeignKey(
        SevereSituation,
        verbose_name=_("situación"),
        on_delete=models.CASCADE,
        related_name="affected",
    )
    unit = models.ForeignKey(
        "territory.AdminUnit",
        verbose_name=_("territorio"),
        on_delete=models.PROTECT,
        related_name="+",
        db_column="ubigeo",
    )
    version = models.IntegerField(_("versión"), default=1, editable=False)
    updated_at = models.DateTimeField(_("cambiado"), auto_now=True)

    class Meta:
        verbose_name = _("territorio afectado")
        verbose_name_plural = _("territorios afectados")
        ordering = ["unit"]
        triggers = [*history()]
        constraints = [
            models.UniqueConstraint(name="situationunit_once", fields=["situation", "unit"])
        ]

    def __str__(self) -> str:
        return f"{self.situation_id}: {self.unit_id}"
