"""Other people's maps shown among ours: a layer of a remote WMS, drawn by its own server."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from layers.models.datasets import DatasetTheme, Licence


class Cascade(models.Model):
    """A layer of a remote WMS as its service described it when it was last read.

    ``key`` is the line's of the table of sources. ``extent`` is EPSG:4326, x/y order; ``srids``
    are the CRSs of ours that the service draws in. ``legend`` is a PNG that was drawn anew.
    ``version`` rises with every change of what is told of it. Nothing of its pictures is kept.
    """

    key = models.SlugField(_("fuente"), primary_key=True, max_length=60)
    name = models.SlugField(_("identificador"), max_length=63, unique=True)
    title = models.CharField(_("título"), max_length=200)
    abstract = models.TextField(_("resumen"), max_length=4000, default="", blank=True)
    theme = models.CharField(_("tema"), max_length=30, choices=DatasetTheme.choices)
    source = models.CharField(_("fuente"), max_length=200)
    attribution = models.CharField(_("atribución"), max_length=200)
    licence = models.CharField(
        _("licencia"), max_length=30, choices=Licence.choices, default="", blank=True
    )
    address = models.CharField(_("dirección"), max_length=2000)
    remote_name = models.CharField(_("capa en el servicio"), max_length=300)
    remote_style = models.CharField(_("estilo en el servicio"), max_length=200, default="")
    srids = ArrayField(models.IntegerField(), verbose_name=_("sistemas de coordenadas"))
    extent = ArrayField(models.FloatField(), size=4, verbose_name=_("extensión"))
    legend = models.BinaryField(_("leyenda"), null=True)
    legend_width = models.PositiveIntegerField(default=0)
    legend_height = models.PositiveIntegerField(default=0)
    is_public = models.BooleanField(
        _("pública"),
        default=False,
        help_text=_("La ve todo el mundo; antes, solo quien administra el sitio."),
    )
    version = models.PositiveIntegerField(_("versión"), default=1)
    read_at = models.DateTimeField(_("leída"))
    stale_since = models.DateTimeField(_("no responde desde"), null=True)

    class Meta:
        verbose_name = _("capa de un WMS ajeno")
        verbose_name_plural = _("capas de WMS ajenos")
        ordering = ["title", "key"]

    def __str__(self) -> str:
        return self.title
