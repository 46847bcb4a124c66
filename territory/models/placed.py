"""What every placed row carries, whatever its theme."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext_lazy as _


class PlacedRecord(models.Model):
    """A row of an official file, tied to the territory it declares.

    ``declared_unit`` is what the file says; nothing is derived from coordinates while
    boundaries are approximate. ``is_sample`` rows demonstrate a format: they enter no
    count, sum or comparison.
    """

    declared_unit = models.ForeignKey(
        "territory.AdminUnit",
        verbose_name=_("unidad declarada"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_column="declared_ubigeo",
    )
    commitments = ArrayField(models.SmallIntegerField(), verbose_name=_("compromisos"))
    source = models.CharField(_("fuente"), max_length=200)
    source_url = models.URLField(_("dirección de la fuente"), blank=True)
    cutoff_date = models.DateField(_("fecha de corte"))
    is_sample = models.BooleanField(_("es una muestra"), default=False)

    class Meta:
        abstract = True
