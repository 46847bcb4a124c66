"""The published files that live side by side in a theme's tables, and what each covers."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class PublishedPart(models.Model):
    """A published file's part of its source's tables; it goes when the file is withdrawn.

    ``covers`` are ubigeos, or ``territory.coverage.COUNTRY`` alone, none within another.
    ``name`` says apart files that may cover the same (the feeds of a city's companies).
    ``records`` are the models that it fills, by label. Parts of a source without names never
    overlap.
    """

    source = models.CharField(_("fuente"), max_length=63)
    name = models.CharField(_("nombre"), max_length=63, blank=True)
    covers = ArrayField(models.CharField(max_length=6), verbose_name=_("unidades que cubre"))
    records = ArrayField(models.CharField(max_length=100), verbose_name=_("tablas"))

    class Meta:
        verbose_name = _("parte publicada")
        verbose_name_plural = _("partes publicadas")
        ordering = ["source", "name", "covers"]
        constraints = [
            models.UniqueConstraint(name="publishedpart_once", fields=["source", "name", "covers"])
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.source, self.name, ",".join(self.covers))))


class PartedRecord(models.Model):
    """A row that files of a source hold: usually one, several where their files share it.

    ``parts`` are keys of ``PublishedPart``. A row that no part holds was written by hand, or is
    a sample.
    """

    parts = ArrayField(models.IntegerField(), default=list, db_default=[], editable=False)

    class Meta:
        abstract = True
