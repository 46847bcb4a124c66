"""What the publishing side itself has to remember."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DataVersion(models.Model):
    """How often a layer's data changed; caches keyed on it go stale by themselves."""

    layer = models.CharField(max_length=63, primary_key=True)
    version = models.BigIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.layer}@{self.version}"


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
    and ``notices``, each a list of row, column, value and reason, and ``remarks``, sentences.
    """

    source = models.CharField(_("fuente"), max_length=63)
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
                fields=["source"],
                condition=models.Q(is_current=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.file_name}"
