"""Commitment 2: the national inventory of greenhouse gases, a row a source of emission and year."""

from __future__ import annotations

from typing import Any

from django.contrib.gis.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from territory.models.placed import PublishedRecord


def _gigagrams(title: Any) -> Any:
    """An amount; unknown where the inventory says «sin valor», which is no zero."""
    return models.DecimalField(title, max_digits=14, decimal_places=4, null=True, blank=True)


class GreenhouseGasEmission(PublishedRecord):
    """What a source emitted of each gas in a year, in the whole country: it is of no place.

    Amounts are gigagrams; those of ``_co2eq`` are equivalents of carbon dioxide, of which
    ``total_co2eq`` is the sum as the inventory gives it. Forests may take in more than they emit:
    then it is negative.
    """

    year = models.PositiveSmallIntegerField(_("año"))
    sector = models.CharField(_("sector"), max_length=120)
    category = models.CharField(_("categoría"), max_length=160)
    subcategory = models.CharField(_("subcategoría"), max_length=160)
    emission_source = models.CharField(_("fuente de emisión"), max_length=200)
    ipcc_code = models.CharField(_("clase del IPCC"), max_length=12)
    co2 = _gigagrams(_("dióxido de carbono (Gg)"))
    ch4 = _gigagrams(_("metano (Gg)"))
    ch4_co2eq = _gigagrams(_("metano (Gg de CO₂ equivalente)"))
    n2o = _gigagrams(_("óxido nitroso (Gg)"))
    n2o_co2eq = _gigagrams(_("óxido nitroso (Gg de CO₂ equivalente)"))
    hfc_co2eq = _gigagrams(_("HFC (Gg de CO₂ equivalente)"))
    total_co2eq = _gigagrams(_("gases de efecto invernadero (Gg de CO₂ equivalente)"))

    row_label = F("emission_source")

    class Meta:
        verbose_name = _("emisión de gases de efecto invernadero")
        verbose_name_plural = _("emisiones de gases de efecto invernadero")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="greenhousegasemission_once",
                fields=[
                    *("year", "ipcc_code", "sector", "category", "subcategory"),
                    *("emission_source", "is_sample"),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.emission_source
