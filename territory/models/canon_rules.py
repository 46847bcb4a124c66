"""Commitment 4: how a canon is shared out by law, row by row, each with its article."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from territory.models.resource_transfers import TransferKind


class CanonSplitRule(models.Model):
    """The part of a canon that the law gives to some governments.

    Where no row is, nothing is said of what a government should have received. ``first_year`` is
    the first whole year of which a source that was read says that the norm held: what was received
    before it isn't held against it. ``source_url`` is where its text was read.
    """

    class Group(models.TextChoices):
        """Which governments share the part."""

        PRODUCING_DISTRICT = (
            "producing_district",
            _("municipalidades donde se explota el recurso"),
        )
        PRODUCING_PROVINCE = (
            "producing_province",
            _("municipalidades de la provincia donde se explota"),
        )
        DEPARTMENT = "department", _("municipalidades del departamento donde se explota")
        REGION = "region", _("gobierno regional donde se explota")

    kind = models.CharField(_("tipo de recurso"), max_length=16, choices=TransferKind.choices)
    group = models.CharField(_("quiénes lo reciben"), max_length=20, choices=Group.choices)
    share_pct = models.DecimalField(
        _("parte del total (%)"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    text = models.TextField(_("texto de la norma"), max_length=1000)
    norm = models.CharField(_("norma"), max_length=200)
    article = models.CharField(_("artículo"), max_length=200)
    source_url = models.URLField(_("dirección donde se leyó"))
    source_note = models.CharField(_("qué es esa dirección"), max_length=600, null=True, blank=True)
    first_year = models.IntegerField(_("primer año de vigencia que consta"))
    last_year = models.IntegerField(
        _("último año de vigencia"),
        null=True,
        blank=True,
        help_text=_("Vacío: no consta que haya terminado."),
    )
    is_shipped = models.BooleanField(_("viene con el sitio"), default=False, editable=False)

    class Meta:
        verbose_name = _("regla de reparto del canon")
        verbose_name_plural = _("reglas de reparto del canon")
        ordering = ["kind", "first_year", "id"]
        constraints = [
            models.UniqueConstraint(
                name="canonsplitrule_once", fields=["kind", "group", "first_year"]
            ),
            models.CheckConstraint(
                name="canonsplitrule_is_part", condition=Q(share_pct__gte=0, share_pct__lte=100)
            ),
            models.CheckConstraint(
                name="canonsplitrule_years",
                condition=Q(last_year__isnull=True) | Q(last_year__gte=F("first_year")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.article}: {self.share_pct} %"
