"""What publishing from the browser has to remember."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceSetting(models.Model):
    """How one source is published, whatever its agencies say."""

    source = models.CharField(_("fuente"), max_length=63, unique=True)
    needs_approval = models.BooleanField(
        _("una segunda persona aprueba lo que se publica"), default=True
    )

    class Meta:
        verbose_name = _("ajuste de una fuente")
        verbose_name_plural = _("ajustes de las fuentes")
        ordering = ["source"]

    def __str__(self) -> str:
        return self.source
