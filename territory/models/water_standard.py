"""Commitment 2: the limits of the water standard, row by row, each with its article."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.core.validators import MinValueValidator, RegexValidator
from django.utils.translation import gettext_lazy as _


class WaterStandardLimit(models.Model):
    """The most of a parameter that water of a category may hold, by a norm.

    Where no row is, nothing is said of a value. ``first_year`` is the first whole year in which
    the norm held: what was sampled before it is not held against it.
    """

    parameter = models.CharField(_("parámetro"), max_length=150)
    parameter_key = models.CharField(
        _("clave del parámetro"),
        max_length=80,
        validators=[RegexValidator(r"^[a-z0-9_]+$")],
        help_text=_("Como en las mediciones: «arsenico»."),
    )
    category = models.CharField(
        _("categoría del cuerpo de agua"),
        max_length=6,
        validators=[RegexValidator(r"^[1-4](-[A-E][1-3]?)?$")],
        help_text=_("Por ejemplo «1-A1»."),
    )
    limit = models.FloatField(_("límite"), validators=[MinValueValidator(0)])
    unit = models.CharField(_("unidad"), max_length=40, default="mg/L")
    norm = models.CharField(_("norma"), max_length=120)
    article = models.CharField(_("artículo o tabla"), max_length=200)
    norm_url = models.URLField(_("dirección de la norma"), null=True, blank=True)
    first_year = models.IntegerField(_("primer año entero de vigencia"))
    last_year = models.IntegerField(_("último año de vigencia"), null=True, blank=True)
    is_shipped = models.BooleanField(_("viene con el sitio"), default=False, editable=False)

    class Meta:
        verbose_name = _("límite del estándar de agua")
        verbose_name_plural = _("límites del estándar de agua")
        ordering = ["category", "parameter", "first_year"]
        constraints = [
            models.UniqueConstraint(
                name="waterstandardlimit_once",
                fields=["parameter_key", "category", "first_year"],
            ),
            models.CheckConstraint(
                name="waterstandardlimit_positive", condition=models.Q(limit__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parameter}, {self.category}: {self.limit} {self.unit}"
