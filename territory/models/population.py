"""How many people live where: an operator's grid or census blocks, and what is counted of them."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# WGS 84 / NSIDC EASE-Grid 2.0 Global: areas are true in it, and a grid's cells stay rectangles.
EQUAL_AREA_SRID = 6933


class PopulationSource(models.Model):
    """The population that was loaded; loading another one takes its place.

    ``covers`` are the units of which the operator says that the file holds everybody (ubigeos,
    or ``territory.coverage.COUNTRY`` alone), empty where nobody said. ``cells`` have a value,
    zero or more, ``without_value`` have none, ``elsewhere`` lie outside the country. ``raster`` is
    the name of the catalogue's raster whose cells they are, and empty of an operator's file;
    ``sha256`` is of the file that was read.
    """

    class Kind(models.TextChoices):
        GRID = "grid", _("celdas de un ráster")
        BLOCKS = "blocks", _("manzanas u otros polígonos")
        POINTS = "points", _("puntos")

    kind = models.CharField(_("forma"), max_length=6, choices=Kind.choices)
    raster = models.CharField(_("ráster del catálogo"), max_length=50, blank=True, default="")
    source = models.CharField(_("fuente"), max_length=300)
    source_url = models.URLField(_("dirección de la fuente"), blank=True)
    cutoff_date = models.DateField(_("fecha de corte"))
    covers = ArrayField(
        models.CharField(max_length=6), verbose_name=_("unidades que cubre"), default=list
    )
    field = models.CharField(_("campo o banda"), max_length=200)
    crs = models.CharField(_("sistema de coordenadas"), max_length=200)
    file_name = models.CharField(_("archivo"), max_length=255)
    sha256 = models.CharField(_("huella SHA-256"), max_length=64)
    cells = models.IntegerField(_("celdas con valor"))
    without_value = models.BigIntegerField(_("celdas sin valor"))
    elsewhere = models.BigIntegerField(_("celdas fuera del país"))
    people = models.FloatField(_("personas"))
    imported_at = models.DateTimeField(_("momento"), auto_now_add=True)
    imported_by = models.CharField(_("por"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("población cargada")
        verbose_name_plural = _("poblaciones cargadas")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.source} ({self.cutoff_date})"


class PopulationCell(models.Model):
    """People of a cell, a block or a point; ``geom`` is EPSG:6933, ``area_m2`` 0 for a point."""

    population = models.ForeignKey(
        PopulationSource, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    people = models.FloatField(_("personas"))
    area_m2 = models.FloatField(_("superficie (m²)"))
    geom = models.GeometryField(_("lugar"), srid=EQUAL_AREA_SRID)

    class Meta:
        verbose_name = _("celda de población")
        verbose_name_plural = _("celdas de población")
        constraints = [
            models.CheckConstraint(
                name="populationcell_counts", condition=Q(people__gte=0, area_m2__gte=0)
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.people}"


class UnitPopulation(models.Model):
    """The people of a unit by the loaded population; ``covered`` is the share of its area."""

    population = models.ForeignKey(PopulationSource, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey("territory.AdminUnit", on_delete=models.CASCADE, related_name="+")
    people = models.FloatField(_("personas"))
    covered = models.FloatField(_("parte de su superficie que la población cubre"))

    class Meta:
        verbose_name = _("población de una unidad")
        verbose_name_plural = _("poblaciones de unidades")
        constraints = [
            models.UniqueConstraint(name="unitpopulation_once", fields=["population", "unit"])
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.people}"


class PeopleNearStops(models.Model):
    """The people within reach of the published stops, of a feed or in a unit.

    Either ``feed`` or ``unit`` says of what. ``stops`` are those of the feed, or those whose
    reach touches the unit; of ``uncovered`` ones the population doesn't know all of the reach.
    ``people`` is None where it knows nothing of it.
    """

    population = models.ForeignKey(PopulationSource, on_delete=models.CASCADE, related_name="+")
    feed = models.CharField(_("parte"), max_length=63, blank=True)
    unit = models.ForeignKey(
        "territory.AdminUnit", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    is_sample = models.BooleanField(_("es una muestra"))
    people = models.FloatField(_("personas"), null=True)
    stops = models.IntegerField(_("paraderos"))
    uncovered = models.IntegerField(_("paraderos de entorno incompleto"))

    class Meta:
        verbose_name = _("personas cerca de un paradero")
        verbose_name_plural = _("personas cerca de un paradero")
        constraints = [
            models.CheckConstraint(
                name="peoplenearstops_of_one",
                condition=Q(feed="", unit__isnull=False) | (~Q(feed="") & Q(unit__isnull=True)),
            ),
            models.UniqueConstraint(
                name="peoplenearstops_once",
                fields=["population", "feed", "unit"],
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.feed or self.unit_id}: {self.people}"
