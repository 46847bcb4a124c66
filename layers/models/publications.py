"""What publishing remembers: shipped files, and the snapshots of official ones."""

from __future__ import annotations

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext_lazy as _


class LoadedFile(models.Model):
    """Which content of a shipped file is in the database, so that a second load is quick.

    ``name`` is the part of the fixtures that was loaded; ``sha256`` covers every file that
    decides its rows.
    """

    name = models.CharField(max_length=63, primary_key=True)
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.name


class Snapshot(models.Model):
    """A publication of a source's file: what is kept to return to it, and what was refused.

    ``content`` is written and read by ``layers.loading.snapshots``. ``report`` holds ``errors``
    and ``notices``, each a list of row, column, value, reason and file, and ``remarks``,
    sentences. ``covers`` are the units that it was published for (``territory.coverage``),
    ``feed`` names which of the source's files it is where that isn't enough to tell them apart.
    Current are those whose rows are in the layers.
    """

    source = models.CharField(_("fuente"), max_length=63)
    feed = models.CharField(_("nombre"), max_length=63, blank=True, default="")
    covers = ArrayField(models.CharField(max_length=6), verbose_name=_("cubre"))
    file_name = models.CharField(_("archivo"), max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    cutoff_date = models.DateField(_("fecha de corte"), null=True)
    published_at = models.DateTimeField(_("publicado"), auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("publicado por"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    system_user = models.CharField(_("usuario del sistema"), max_length=150, blank=True, default="")
    number_of_rows = models.IntegerField(_("filas"))
    refused_rows = models.IntegerField(_("filas rechazadas"))
    report = models.JSONField(_("informe"))
    content = models.BinaryField()
    is_current = models.BooleanField(_("vigente"))

    class Meta:
        verbose_name = _("publicación de un archivo")
        verbose_name_plural = _("publicaciones de archivos")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="snapshot_one_current",
                fields=["source", "feed", "covers"],
                condition=models.Q(is_current=True),
            )
        ]

    def __str__(self) -> str:
        feed = f" {self.feed}" if self.feed else ""
        return f"{self.source}{feed}: {self.file_name}"
