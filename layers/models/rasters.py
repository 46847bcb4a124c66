"""Coverages: published rasters, each kept as a cloud-optimised GeoTIFF beside the database."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from layers.models.datasets import DatasetTheme
from territory.models import Agency


class CoverageKind(models.TextChoices):
    """What the cells say, which decides what may be computed of them."""

    TERRAIN = "terrain", _("Terreno (altitud)")
    POPULATION = "population", _("Población (personas por celda)")
    FRICTION = "friction", _("Fricción (tiempo de atravesar un metro)")
    HAZARD = "hazard", _("Peligro")
    QUANTITY = "quantity", _("Otra medida")
    CLASSES = "classes", _("Clases (códigos)")


class CoverageState(models.TextChoices):
    """Who may see it: its agency, everybody, nobody any more."""

    PRIVATE = "private", _("no publicado")
    PUBLISHED = "published", _("publicado")
    WITHDRAWN = "withdrawn", _("retirado")
    DELETING = "deleting", _("por borrar")
    DELETED = "deleted", _("borrado")


# Nobody sees it, its agency neither.
GONE = (CoverageState.DELETING, CoverageState.DELETED)


class Coverage(models.Model):
    """A raster, described here; its cells are in the file ``file_key`` (``rasters.storage``).

    ``bands``: of each ``name``, ``title``, ``unit``, ``type`` (NumPy's name), ``nodata``, and of
    its valid cells ``minimum``, ``maximum`` and ``mean`` (None where no cell has a value).
    ``transform`` has the six numbers of an affine map from columns and rows to the CRS (a, b, c,
    d, e, f). ``crs`` is the WKT of ``srid``, EPSG's number. ``extent`` is EPSG:4326: west, south,
    east, north. ``ramp`` names a row of colours (``layers.rasters.ramps``). ``accuracy`` says how
    far its values may be trusted. ``version`` rises with every change and is never given twice.
    Without an ``agency`` it is the site's own.
    """

    name = models.CharField(_("identificador"), max_length=50)
    title = models.CharField(_("título"), max_length=200)
    abstract = models.TextField(_("resumen"), blank=True, max_length=4000)
    accuracy = models.CharField(_("exactitud"), max_length=400, blank=True)
    kind = models.CharField(_("qué mide"), max_length=12, choices=CoverageKind.choices)
    theme = models.CharField(
        _("tema"), max_length=20, choices=DatasetTheme.choices, default=DatasetTheme.TERRITORY
    )
    keywords = ArrayField(
        models.CharField(max_length=60), verbose_name=_("palabras clave"), default=list, blank=True
    )
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("entidad"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="coverages",
    )
    source = models.CharField(_("fuente"), max_length=300)
    source_url = models.URLField(_("dirección de la fuente"), blank=True)
    cutoff_date = models.DateField(_("fecha de corte"), null=True, blank=True)
    licence = models.CharField(_("licencia"), max_length=200, blank=True)
    attribution = models.CharField(_("atribución"), max_length=400, blank=True)
    state = models.CharField(
        _("estado"), max_length=10, choices=CoverageState.choices, default=CoverageState.PRIVATE
    )
    delete_after = models.DateTimeField(_("se borra desde"), null=True, blank=True)
    bands = models.JSONField(_("bandas"), default=list)
    crs = models.TextField(_("sistema de coordenadas"))
    srid = models.IntegerField(_("código EPSG"))
    width = models.IntegerField(_("columnas"))
    height = models.IntegerField(_("filas"))
    transform = ArrayField(models.FloatField(), verbose_name=_("posición"), size=6)
    extent = ArrayField(models.FloatField(), verbose_name=_("extensión"), size=4)
    ramp = models.CharField(_("colores"), max_length=20, blank=True)
    has_relief = models.BooleanField(_("sombreado del relieve"), default=False)
    file_key = models.CharField(max_length=200)
    file_size = models.BigIntegerField(_("tamaño en bytes"))
    original_name = models.CharField(_("archivo"), max_length=255, blank=True)
    version = models.BigIntegerField(_("versión"), default=1)
    created_at = models.DateTimeField(_("creada"), auto_now_add=True)
    updated_at = models.DateTimeField(_("actualizada"), auto_now=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("creada por"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("ráster")
        verbose_name_plural = _("rásteres")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="coverage_name_in_use",
                fields=["name"],
                condition=~models.Q(state=CoverageState.DELETED),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        return self.state == CoverageState.PUBLISHED


class CoverageUpload(models.Model):
    """A GeoTIFF on its way to become a coverage.

    ``said`` is what its form said of it, ``reading`` what the file doesn't say (``crs``,
    ``nodata``), ``question`` what still has to be (``choice``, ``message``). ``coverage`` is what
    came of it.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(_("título"), max_length=200)
    said = models.JSONField(default=dict)
    reading = models.JSONField(default=dict)
    question = models.JSONField(default=dict)
    file = models.ForeignKey(
        "layers.StoredFile", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    coverage = models.ForeignKey(
        Coverage, null=True, on_delete=models.CASCADE, related_name="uploads"
    )
    job = models.ForeignKey("layers.Job", null=True, on_delete=models.SET_NULL, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("archivo de un ráster")
        verbose_name_plural = _("archivos de rásteres")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title


class CoverageEvent(models.Model):
    """The diary of a coverage: who did what with it, and when."""

    class Done(models.TextChoices):
        CREATED = "created", _("se hizo de un archivo")
        DESCRIBED = "described", _("se describió")
        PUBLISHED = "published", _("se publicó")
        WITHDRAWN = "withdrawn", _("se retiró")
        REPLACED = "replaced", _("se reemplazaron sus celdas")
        DELETING = "deleting", _("se pidió borrarlo")
        KEPT = "kept", _("se dejó de borrar")
        DELETED = "deleted", _("se borró")

    coverage = models.ForeignKey(Coverage, on_delete=models.CASCADE, related_name="events")
    done = models.CharField(_("qué"), max_length=20, choices=Done.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("quién"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    by_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(_("cuándo"), auto_now_add=True)

    class Meta:
        verbose_name = _("suceso de un ráster")
        verbose_name_plural = _("sucesos de los rásteres")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.coverage_id}: {self.done}"
