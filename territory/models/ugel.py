"""Commitment 6: the areas of the UGEL, derived from the districts of the services that each has.

Nothing here comes from a file of its own: ``territory.ugel.areas`` computes it of the register's
services, facts of facts and samples of samples.
"""

from __future__ import annotations

from typing import Any

from django.contrib.gis.db import models
from django.core.validators import RegexValidator
from django.db.models import F, Q, Sum, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from territory.models.orientation import COUNTER_CLOCKWISE
from territory.models.placed import Measure, PlacedRecord
from territory.models.published_rows import PublishedRows
from territory.models.searched import Code, Searched
from territory.models.units import BoundarySource

six_digits = RegexValidator(r"^\d{6}$", _("El código de UGEL tiene 6 dígitos."))

_SEARCHED = Searched("name", (Code("code", numeric=True, digits=6),))
_UNKNOWN = _("Vacío: no se conoce de ningún servicio.")


def _count(title: Any, **more: Any) -> models.IntegerField[Any, Any]:
    return models.IntegerField(title, **more)


def _known_count(title: Any, unknown: Any = _UNKNOWN) -> models.IntegerField[Any, Any]:
    """A number that is NULL where nothing says it; ``unknown`` is what that means."""
    return models.IntegerField(title, null=True, blank=True, help_text=unknown)


class UgelArea(PlacedRecord):
    """A UGEL by its services: where most of a district's are its own, the district is its area.

    ``geom`` (EPSG:4326) is the union of those districts' polygons, NULL where it has none;
    ``declared_unit`` the smallest unit in which all of them lie, NULL where they are of several
    departments. The counts are of its services wherever they are. ``*_known`` is of how many
    services the register says the value that a sum or a share is made of. What further files say
    (models of service, services of EIB) has a source and a cut-off date of its own.
    ``cutoff_date`` is the oldest of the services' own.
    """

    code = models.CharField(_("código de UGEL"), max_length=6, validators=[six_digits])
    name = models.CharField(_("UGEL"), max_length=110)
    services = _count(_("servicios educativos"))
    pupils = _known_count(_("estudiantes"))
    pupils_known = _count(_("servicios cuyo número de estudiantes se conoce"))
    teachers = _known_count(_("docentes"))
    teachers_known = _count(_("servicios cuyo número de docentes se conoce"))
    rural_services = _known_count(_("servicios rurales"))
    area_known = _count(_("servicios cuya área se conoce"))
    rural_percent = models.FloatField(
        _("servicios rurales, de los que se conoce el área (%)"), null=True, blank=True
    )
    crfa_services = _known_count(_("servicios con alternancia (CRFA)"))
    sre_services = _known_count(_("servicios con residencia (SRE)"))
    st_services = _known_count(_("servicios de secundaria tutorial (ST)"))
    fad_source = models.CharField(
        _("fuente de los modelos de servicio"), max_length=200, null=True, blank=True
    )
    fad_cutoff_date = models.DateField(
        _("fecha de corte de los modelos de servicio"), null=True, blank=True
    )
    eib_services = _known_count(
        _("servicios de educación intercultural bilingüe (EIB)"),
        _("Vacío: ningún registro EIB publicado habla de sus servicios."),
    )
    eib_known = _count(_("servicios de los que el registro EIB publicado habla"))
    eib_percent = models.FloatField(
        _("servicios EIB, de los que el registro habla (%)"), null=True, blank=True
    )
    eib_languages = models.TextField(
        _("lenguas originarias de sus servicios EIB"),
        null=True,
        blank=True,
        help_text=_("Con cuántos servicios tienen cada una; uno con varias cuenta en todas."),
    )
    eib_source = models.CharField(
        _("fuente de los servicios EIB"), max_length=200, null=True, blank=True
    )
    eib_cutoff_date = models.DateField(
        _("fecha de corte de los servicios EIB"), null=True, blank=True
    )
    districts = _count(_("distritos de su área"))
    shared_districts = _count(_("distritos de su área con servicios de otra UGEL"))
    tied_districts = _count(_("distritos de su área en empate con otra UGEL"))
    undrawn_districts = _count(_("distritos de su área sin límite"))
    boundary_source = models.CharField(
        _("fuente del límite"),
        max_length=20,
        choices=BoundarySource.choices,
        null=True,
        blank=True,
    )
    boundary_origin = models.CharField(
        _("origen del límite"), max_length=200, null=True, blank=True
    )
    boundary_cutoff_date = models.DateField(_("fecha de corte del límite"), null=True, blank=True)
    geom = models.MultiPolygonField(_("área"), null=True, blank=True)
    # Of what the polygon was made: an area whose districts stay isn't dissolved again.
    geom_digest = models.CharField(max_length=32, null=True, editable=False)

    measures = (
        Measure("ugels", _("UGEL con servicios en el padrón")),
        Measure(
            "ugel_services", _("servicios educativos de sus UGEL"), aggregate=Sum, of="services"
        ),
        Measure(
            "ugel_pupils",
            _("estudiantes de los servicios de sus UGEL"),
            aggregate=Sum,
            of="pupils",
            known=Q(pupils__isnull=False),
        ),
    )
    searched = _SEARCHED
    sheet = Concat(Value("/ugel/"), F("code"), Value("/"))

    class Meta:
        triggers = [COUNTER_CLOCKWISE]
        verbose_name = _("área de una UGEL")
        verbose_name_plural = _("áreas de las UGEL")
        ordering = ["code", "id"]
        indexes = _SEARCHED.indexes("ugelarea")
        constraints = [
            models.UniqueConstraint(name="ugelarea_once", fields=["code", "is_sample"]),
            models.CheckConstraint(
                name="ugelarea_geom_has_source",
                condition=Q(geom__isnull=True) | Q(boundary_source__isnull=False),
            ),
            models.CheckConstraint(
                name="ugelarea_fad_has_provenance",
                condition=Q(
                    crfa_services__isnull=True, sre_services__isnull=True, st_services__isnull=True
                )
                | Q(fad_source__isnull=False, fad_cutoff_date__isnull=False),
            ),
            # Known with whose number it is, or unknown; a number of none is unknown.
            models.CheckConstraint(
                name="ugelarea_eib_has_provenance",
                condition=Q(
                    eib_known=0,
                    eib_services__isnull=True,
                    eib_percent__isnull=True,
                    eib_languages__isnull=True,
                    eib_source__isnull=True,
                    eib_cutoff_date__isnull=True,
                )
                | Q(
                    eib_known__gt=0,
                    eib_services__isnull=False,
                    eib_percent__isnull=False,
                    eib_source__isnull=False,
                    eib_cutoff_date__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UgelDistrict(models.Model):
    """How many services of a district a UGEL or DRE has, as the register says it.

    The row whose ``is_assigned`` gives the district to the UGEL's area. ``percent`` is of the
    services that are some UGEL's: a DRE's (``is_regional``) and those without a code (``code``
    NULL) have none. ``is_tied``: another UGEL has as many; the lower code has the district.
    """

    unit = models.ForeignKey(
        "territory.AdminUnit",
        verbose_name=_("distrito"),
        on_delete=models.PROTECT,
        related_name="+",
        db_column="ubigeo",
    )
    code = models.CharField(
        _("código de DRE o UGEL"), max_length=6, null=True, help_text=_("Vacío: no lo dice.")
    )
    name = models.CharField(_("DRE o UGEL"), max_length=110, null=True)
    is_regional = models.BooleanField(_("es una DRE o GRE"))
    services = _count(_("servicios educativos"))
    percent = models.FloatField(_("de los servicios del distrito con UGEL (%)"), null=True)
    is_assigned = models.BooleanField(_("el distrito es de su área"))
    is_tied = models.BooleanField(_("en empate"))
    source = models.CharField(_("fuente"), max_length=200)
    cutoff_date = models.DateField(_("fecha de corte"))
    is_sample = models.BooleanField(_("es una muestra"), default=False)

    objects = PublishedRows.as_manager()

    class Meta:
        verbose_name = _("distrito de una UGEL")
        verbose_name_plural = _("distritos de las UGEL")
        ordering = ["unit", "-is_assigned", "-services", "code"]
        indexes = [models.Index(fields=["code"], name="ugeldistrict_code")]
        constraints = [
            models.UniqueConstraint(
                name="ugeldistrict_once",
                fields=["unit", "code", "is_sample"],
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                name="ugeldistrict_one_area",
                fields=["unit", "is_sample"],
                condition=Q(is_assigned=True),
            ),
            models.CheckConstraint(
                name="ugeldistrict_assigned_to_ugel",
                condition=Q(is_assigned=False) | Q(code__isnull=False, is_regional=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.code or '?'}"
