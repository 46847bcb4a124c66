"""How often each layer is used, by month: numbers alone, and nothing of who asked."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class UseKind(models.TextChoices):
    """A download hands over elements or cells; a request is a map, a tile, what is at a point."""

    DOWNLOAD = "download", _("descargas")
    REQUEST = "request", _("consultas")


class LayerUse(models.Model):
    """How many answers a layer gave in a month (Lima's), of a kind."""

    layer = models.CharField(_("capa"), max_length=63)
    month = models.DateField(_("mes"), help_text=_("Su primer día."))
    kind = models.CharField(_("uso"), max_length=8, choices=UseKind.choices)
    times = models.PositiveBigIntegerField(_("veces"))

    class Meta:
        verbose_name = _("uso de una capa")
        verbose_name_plural = _("uso de las capas")
        ordering = ["layer", "month", "kind"]
        constraints = [
            models.UniqueConstraint(name="layeruse_once", fields=["layer", "month", "kind"]),
            models.CheckConstraint(name="layeruse_first_day", condition=models.Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.layer}, {self.month:%Y-%m}, {self.kind}: {self.times}"
