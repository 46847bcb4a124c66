"""Imports of official boundaries, and what became of each row."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from territory.models import AdminUnit


class BoundaryImport(models.Model):
    """One import of official boundaries, or their removal: what came, and what became of it.

    ``level`` is empty where all levels went back to approximate boundaries at once.
    ``new``, ``changed`` and ``equal`` count units, ``refused`` and ``repaired`` the file's rows,
    ``missing`` the units of the level that no row is of. ``removed`` units lost a boundary that
    would overlap; ``dissolved`` ones got the union of the units within them.
    """

    class Action(models.TextChoices):
        IMPORT = "import", _("importación")
        RESTORE = "restore", _("vuelta a los límites aproximados")

    action = models.CharField(_("acción"), max_length=10, choices=Action.choices)
    level = models.CharField(_("nivel"), max_length=10, choices=AdminUnit.Level.choices, blank=True)
    file_name = models.CharField(_("archivo"), max_length=255, blank=True)
    sha256 = models.CharField(_("huella SHA-256"), max_length=64, blank=True)
    crs = models.CharField(_("sistema de coordenadas"), max_length=200, blank=True)
    source = models.CharField(_("fuente"), max_length=200, blank=True)
    cutoff_date = models.DateField(_("fecha de corte"), null=True, blank=True)
    imported_at = models.DateTimeField(_("momento"), auto_now_add=True)
    imported_by = models.CharField(_("por"), max_length=150, blank=True)
    new = models.IntegerField(_("nuevos"), default=0)
    changed = models.IntegerField(_("cambiados"), default=0)
    equal = models.IntegerField(_("iguales"), default=0)
    missing = models.IntegerField(_("faltantes"), default=0)
    refused = models.IntegerField(_("rechazados"), default=0)
    repaired = models.IntegerField(_("reparados"), default=0)
    removed = models.IntegerField(_("retirados"), default=0)
    dissolved = models.IntegerField(_("unidos"), default=0)

    class Meta:
        verbose_name = _("importación de límites")
        verbose_name_plural = _("importaciones de límites")
        ordering = ["-pk"]

    def __str__(self) -> str:
        what = self.file_name or self.get_action_display()
        return f"{self.get_level_display()}: {what}" if self.level else str(what)


class BoundaryImportRow(models.Model):
    """What became of one row of the file, or of one unit that it has no row of.

    ``row`` is the feature's place in the file from 1, empty for a unit without one.
    """

    class Outcome(models.TextChoices):
        NEW = "new", _("nuevo")
        CHANGED = "changed", _("cambiado")
        EQUAL = "equal", _("igual")
        REFUSED = "refused", _("rechazado")
        MISSING = "missing", _("faltante")
        DISSOLVED = "dissolved", _("unido")
        UNDISSOLVED = "undissolved", _("sin unir")

    report = models.ForeignKey(
        BoundaryImport,
        verbose_name=_("importación"),
        on_delete=models.CASCADE,
        related_name="rows",
    )
    row = models.IntegerField(_("fila"), null=True, blank=True)
    ubigeo = models.CharField(_("ubigeo"), max_length=6, blank=True)
    name = models.CharField(_("nombre"), max_length=200, blank=True)
    outcome = models.CharField(_("resultado"), max_length=12, choices=Outcome.choices)
    column = models.CharField(_("columna"), max_length=100, blank=True)
    value = models.CharField(_("valor"), max_length=200, blank=True)
    remark = models.TextField(_("motivo u observación"), blank=True)
    repaired = models.BooleanField(_("reparado"), default=False)

    class Meta:
        verbose_name = _("fila de una importación de límites")
        verbose_name_plural = _("filas de importaciones de límites")
        ordering = ["report", "row", "ubigeo"]

    def __str__(self) -> str:
        return f"{self.ubigeo or self.value}: {self.get_outcome_display()}"
