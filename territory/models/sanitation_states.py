"""What publications said of investments in sanitation at their cut-off dates; thresholds."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from territory.models.sanitation import SanitationProject


class SanitationCut(models.Model):
    """A cut-off date of which a publication told, for what it covered (``PublishedPart.covers``).

    Its states stay when a later publication takes the rows' place, so that two can be compared.
    Kept by ``territory.sanitation.states``.
    """

    cutoff_date = models.DateField(_("fecha de corte"))
    covers = ArrayField(models.CharField(max_length=6), verbose_name=_("unidades que cubre"))
    source = models.CharField(_("fuente"), max_length=200)
    source_url = models.URLField(_("dirección de la fuente"), null=True, blank=True)
    is_sample = models.BooleanField(_("es una muestra"), default=False)

    class Meta:
        verbose_name = _("corte de inversiones en saneamiento")
        verbose_name_plural = _("cortes de inversiones en saneamiento")
        ordering = ["cutoff_date", "id"]
        constraints = [
            models.UniqueConstraint(
                name="sanitationcut_once", fields=["covers", "cutoff_date", "is_sample"]
            )
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """What addresses call it: its day and what it covers."""
        return f"{self.cutoff_date}.{'-'.join(self.covers)}"


class SanitationState(models.Model):
    """An investment, whole and once, as it was at a cut-off date.

    ``places`` are the units that its rows declare, none for several departments.
    """

    cut = models.ForeignKey(
        SanitationCut, verbose_name=_("corte"), on_delete=models.CASCADE, related_name="states"
    )
    cui = models.CharField(_("código único de inversión (CUI)"), max_length=8)
    name = models.CharField(_("nombre"), max_length=1000)
    places = ArrayField(models.CharField(max_length=6), verbose_name=_("unidades declaradas"))
    government_level = models.CharField(
        _("nivel de gobierno"),
        max_length=2,
        choices=SanitationProject.GovernmentLevel.choices,
        null=True,
    )
    entity = models.CharField(_("entidad"), max_length=300, null=True)
    status = models.CharField(_("estado"), max_length=60, null=True)
    updated_cost_pen: Any = models.DecimalField(
        _("costo actualizado (S/)"), max_digits=16, decimal_places=2, null=True
    )
    modified_budget_pen: Any = models.DecimalField(
        _("PIM del año (S/)"), max_digits=16, decimal_places=2, null=True
    )
    accrued_pen: Any = models.DecimalField(
        _("devengado acumulado (S/)"), max_digits=16, decimal_places=2, null=True
    )
    physical_advance_pct: Any = models.DecimalField(
        _("avance físico (%)"), max_digits=5, decimal_places=2, null=True
    )

    class Meta:
        verbose_name = _("estado de una inversión en un corte")
        verbose_name_plural = _("estados de inversiones en un corte")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(name="sanitationstate_once", fields=["cut", "cui"])]
        indexes = [models.Index(fields=["cui"], name="sanitationstate_cui")]

    def __str__(self) -> str:
        return f"{self.cui} {self.name}"


class SanitationThreshold(models.Model):
    """From where on an investment is listed, and why from there: this site's, of no law."""

    class Name(models.TextChoices):
        STALLED_FROM_MONTH = "stalled_from_month", _("sin avance: desde qué mes del año del corte")
        STALLED_ACCRUED_PCT = (
            "stalled_accrued_pct",
            _("sin avance: devengado del año, hasta qué % del costo"),
        )
        OVERRUN_PCT = "overrun_pct", _("sobrecosto: desde qué % sobre el monto viable")
        AHEAD_POINTS = (
            "ahead_points",
            _("gasto por delante de la obra: desde cuántos puntos de diferencia"),
        )

    name = models.CharField(_("umbral"), max_length=20, choices=Name.choices, primary_key=True)
    value: Any = models.DecimalField(_("valor"), max_digits=6, decimal_places=2)
    reason = models.TextField(_("por qué"), max_length=500)
    changed_at = models.DateTimeField(_("cambiado"), auto_now=True)

    class Meta:
        verbose_name = _("umbral de las listas de saneamiento")
        verbose_name_plural = _("umbrales de las listas de saneamiento")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="sanitationthreshold_plausible",
                violation_error_message=_("Use de 0 a 1000; un mes, de 1 a 12."),
                condition=Q(value__range=(0, 1000))
                & (~Q(name="stalled_from_month") | Q(value__range=(1, 12))),
            ),
            models.CheckConstraint(name="sanitationthreshold_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_name_display()}: {self.value.normalize():f}"
