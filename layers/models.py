"""What the publishing side itself has to remember."""

from __future__ import annotations

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext_lazy as _

from territory.models import AdminUnit


class DataVersion(models.Model):
    """How often a layer's data changed; caches keyed on it go stale by themselves."""

    layer = models.CharField(max_length=63, primary_key=True)
    version = models.BigIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.layer}@{self.version}"


class Overview(models.Model):
    """What a layer's overview (``layers.overviews``) was made of; it serves nothing else.

    ``classes`` is a digest of the filters that decide a feature's class.
    """

    layer = models.CharField(max_length=63, primary_key=True)
    version = models.BigIntegerField()
    classes = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.layer}@{self.version}"


class OverviewPatch(models.Model):
    """The points of one class that a ``level`` keeps in one of the squares it is cut into."""

    layer = models.CharField(max_length=63)
    level = models.SmallIntegerField()
    class_index = models.SmallIntegerField()
    # A level has some hundreds: sifting them is quicker than asking an index.
    geom = models.MultiPointField(spatial_index=False)

    class Meta:
        indexes = [models.Index(fields=["layer", "level"], name="overview_patch_layer_level")]

    def __str__(self) -> str:
        return f"{self.layer} {self.level}"


class PageStart(models.Model):
    """Where a page of a query starts: ``layers.numbered_pages`` remembers it for the next one.

    ``query`` is a digest of the rows, their order and their data version; ``position`` counts the
    features before the page, ``cursor`` is the last of them (``layers.paging``). Of a query there
    is one in each ``stretch`` of positions.
    """

    query = models.CharField(max_length=64)
    stretch = models.IntegerField()
    position = models.BigIntegerField()
    cursor = models.TextField()
    remembered_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="page_start_of_query", fields=["query", "stretch"])
        ]

    def __str__(self) -> str:
        return f"{self.query[:8]} {self.position}"


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
