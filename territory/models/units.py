"""The administrative division: departments, provinces and districts by INEI's ubigeo."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.utils.translation import gettext_lazy as _

from territory.models.orientation import COUNTER_CLOCKWISE
from territory.unaccent import Unaccented


class BoundarySource(models.TextChoices):
    """Where a unit's polygon comes from; what may be concluded from it depends on this."""

    NATURAL_EARTH = "natural_earth", _("Natural Earth (generalizado)")
    APPROXIMATE = "approximate", _("aproximado, calculado por este sitio")
    INEI = "inei", _("INEI")


class AdminUnit(models.Model):
    """A department (2 digits), province (4) or district (6) of INEI's directory.

    The ubigeo is the primary key: it is stable, it is what every official file
    carries, and addresses made of it stay valid when boundaries are loaded again.
    Geometries are EPSG:4326 multipolygons; ``capital_point`` is EPSG:4326 too.
    """

    class Level(models.TextChoices):
        DEPARTMENT = "department", _("departamento")
        PROVINCE = "province", _("provincia")
        DISTRICT = "district", _("distrito")

        @property
        def digits(self) -> int:
            """How many digits the ubigeo of such a unit has."""
            return 2 * list(type(self)).index(self) + 2

    ubigeo = models.CharField(
        _("ubigeo"), max_length=6, primary_key=True, help_text=_("Código del INEI")
    )
    level = models.CharField(_("nivel"), max_length=10, choices=Level.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("unidad superior"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    name = models.CharField(_("nombre"), max_length=80)
    capital = models.CharField(_("capital"), max_length=80, null=True, blank=True)
    capital_category = models.CharField(
        _("categoría de la capital"), max_length=40, null=True, blank=True
    )
    capital_point = models.PointField(_("punto de la capital"), null=True, blank=True)
    altitude_m = models.IntegerField(_("altitud de la capital (m)"), null=True, blank=True)
    population = models.IntegerField(_("población (hab.)"), null=True, blank=True)
    population_year = models.SmallIntegerField(_("año de la población"), null=True, blank=True)
    geom = models.MultiPolygonField(_("límite"), null=True, blank=True)
    boundary_source = models.CharField(
        _("fuente del límite"),
        max_length=20,
        choices=BoundarySource.choices,
        null=True,
        blank=True,
    )
    # An official boundary's own provenance: the directory of units has another.
    boundary_origin = models.CharField(
        _("origen del límite"), max_length=200, null=True, blank=True
    )
    boundary_cutoff_date = models.DateField(_("fecha de corte del límite"), null=True, blank=True)
    boundary_dissolved = models.BooleanField(
        _("límite unido a partir de las unidades que contiene"), db_default=False
    )
    source = models.CharField(_("fuente"), max_length=200)
    cutoff_date = models.DateField(_("fecha de corte"))
    valid_from = models.DateField(_("vigente desde"), null=True, blank=True)
    valid_to = models.DateField(_("vigente hasta"), null=True, blank=True)

    class Meta:
        triggers = [COUNTER_CLOCKWISE]
        verbose_name = _("unidad administrativa")
        verbose_name_plural = _("unidades administrativas")
        ordering = ["ubigeo"]
        constraints = [
            models.CheckConstraint(
                name="adminunit_ubigeo_fits_level",
                condition=(
                    models.Q(level="department", ubigeo__regex=r"^\d{2}$", parent__isnull=True)
                    | models.Q(level="province", ubigeo__regex=r"^\d{4}$", parent__isnull=False)
                    | models.Q(level="district", ubigeo__regex=r"^\d{6}$", parent__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="adminunit_geom_has_source",
                condition=models.Q(geom__isnull=True) | models.Q(boundary_source__isnull=False),
            ),
            models.CheckConstraint(
                name="adminunit_population_has_year",
                condition=models.Q(population__isnull=True)
                | models.Q(population_year__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["level", "ubigeo"], name="adminunit_level"),
            GinIndex(OpClass(Unaccented("name"), name="gin_trgm_ops"), name="adminunit_name_trgm"),
            GinIndex(
                OpClass(Unaccented("capital"), name="gin_trgm_ops"), name="adminunit_capital_trgm"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.ubigeo})"

    @property
    def department_ubigeo(self) -> str:
        return self.ubigeo[:2]

    @property
    def path(self) -> str:
        """The names of the units above, the nearest first: ``"Cusco, Cusco"`` of a district."""
        names = []
        above = self.parent
        while above is not None:
            names.append(above.name)
            above = above.parent
        return ", ".join(names)

    @property
    def has_official_boundary(self) -> bool:
        return self.boundary_source == BoundarySource.INEI
