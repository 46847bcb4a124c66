"""Commitment 3: regional (CAR) and municipal (CAM) environmental commissions."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from territory.models.placed import PlacedRecord


class EnvironmentalCommission(PlacedRecord):
    """A commission: CAR on a department, CAM on a province or a district."""

    class Kind(models.TextChoices):
        CAR = "CAR", _("Comisión Ambiental Regional")
        CAM = "CAM", _("Comisión Ambiental Municipal")

    kind = models.CharField(_("tipo"), max_length=3, choices=Kind.choices)
    name = models.CharField(_("nombre"), max_length=200)
    created_by = models.CharField(_("norma de creación"), max_length=200, blank=True)
    created_on = models.DateField(_("fecha de creación"), null=True, blank=True)

    class Meta:
        verbose_name = _("comisión ambiental")
        verbose_name_plural = _("comisiones ambientales")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="environmentalcommission_has_unit",
                condition=models.Q(declared_unit__isnull=False),
            ),
            models.UniqueConstraint(
                name="environmentalcommission_once",
                fields=["kind", "declared_unit", "is_sample"],
            ),
        ]

    def __str__(self) -> str:
        return self.name
