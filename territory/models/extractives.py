"""Commitment 4: the mining rights of the national cadastre."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from territory.models.placed import Measure, PositionedRecord
from territory.models.searched import Code, Searched

_TITLED, _PENDING = Q(status="titled"), Q(status="pending")
_TOLD = Q(status__isnull=False)


_SEARCHED = Searched("name", (Code("code"),))


class ExtractiveSite(PositionedRecord):
    """A mining right, known by the cadastre's unique code.

    A title says where somebody may extract, not that anybody does. ``status`` puts the
    cadastre's own state (``state_code``, ``state``) into four classes, empty where it tells
    none. ``position_accuracy_m`` is what a change of datum added to the uncertainty of the
    position; empty where there was none.
    """

    class Status(models.TextChoices):
        TITLED = "titled", _("titulado")
        PENDING = "pending", _("en trámite")
        EXTINCT = "extinct", _("extinguido")
        OTHER = "other", _("cantera, planta, relave u otro")

    class Substance(models.TextChoices):
        METALLIC = "M", _("metálica")
        NON_METALLIC = "N", _("no metálica")

    code = models.CharField(_("código único"), max_length=20)
    name = models.CharField(_("nombre"), max_length=200)
    holder = models.CharField(_("titular"), max_length=250, null=True, blank=True)
    area_ha = models.DecimalField(
        _("área declarada (ha)"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    state_code = models.CharField(_("código de estado"), max_length=2, null=True, blank=True)
    state = models.CharField(_("estado en el catastro"), max_length=100, null=True, blank=True)
    status = models.CharField(
        _("estado"), max_length=7, choices=Status.choices, null=True, blank=True
    )
    substance = models.CharField(
        _("sustancia"), max_length=1, choices=Substance.choices, null=True, blank=True
    )
    legend = models.CharField(_("leyenda"), max_length=100, null=True, blank=True)
    map_sheet = models.CharField(_("carta"), max_length=30, null=True, blank=True)
    utm_zone = models.SmallIntegerField(_("zona UTM declarada"), null=True, blank=True)
    datum = models.CharField(_("datum del archivo"), max_length=6, null=True, blank=True)
    position_accuracy_m = models.SmallIntegerField(
        _("incertidumbre por el cambio de datum (m)"),
        null=True,
        blank=True,
        help_text=_("Vacía: la posición no cambió de datum. La del catastro no se conoce."),
    )
    filed_on = models.DateField(_("fecha de formulación"), null=True, blank=True)
    geom = models.MultiPolygonField(_("polígono"))

    measures = (
        Measure("titled", _("derechos mineros titulados"), where=_TITLED, known=_TOLD),
        Measure(
            "titled_ha",
            _("área de los derechos mineros titulados"),
            aggregate=Sum,
            of="area_ha",
            unit=_("ha"),
            where=_TITLED,
            known=_TITLED & Q(area_ha__isnull=False),
        ),
        Measure("pending", _("derechos mineros en trámite"), where=_PENDING, known=_TOLD),
    )

    searched = _SEARCHED

    class Meta:
        verbose_name = _("derecho minero")
        verbose_name_plural = _("derechos mineros")
        ordering = ["id"]
        indexes = _SEARCHED.indexes("extractivesite")
        constraints = [
            models.UniqueConstraint(name="extractivesite_once", fields=["code", "is_sample"]),
        ]

    def __str__(self) -> str:
        return self.name
