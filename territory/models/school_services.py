"""Commitments 5 to 8: every active service of the ministry's register, in town or not."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from territory.models.parts import PartedRecord
from territory.models.published_rows import PublishedRows

seven_digits = RegexValidator(r"^\d{7}$", _("El código modular tiene 7 dígitos."))
one_digit = RegexValidator(r"^\d$", _("El anexo es un dígito."))


class RegisteredService(models.Model):
    """What the register says of a service, known by modular code and annex."""

    modular_code = models.CharField(_("código modular"), max_length=7, validators=[seven_digits])
    annex = models.CharField(_("anexo"), max_length=1, validators=[one_digit])
    local_code = models.CharField(_("código de local"), max_length=6, null=True, blank=True)
    name = models.CharField(_("nombre"), max_length=200)
    level = models.CharField(_("nivel o modalidad"), max_length=100, null=True, blank=True)
    form = models.CharField(_("forma de atención"), max_length=100, null=True, blank=True)
    management = models.CharField(_("gestión y dependencia"), max_length=150, null=True, blank=True)
    ugel_code = models.CharField(_("código de DRE o UGEL"), max_length=6, null=True, blank=True)
    ugel = models.CharField(_("DRE o UGEL"), max_length=100, null=True, blank=True)
    pupils = models.IntegerField(_("estudiantes"), null=True, blank=True)
    teachers = models.IntegerField(_("docentes"), null=True, blank=True)
    sections = models.IntegerField(_("secciones"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class SchoolService(RegisteredService, PartedRecord):
    """An active service of the register (ESCALE, SIGMED): a school's level, or an institute.

    It is no layer: what is published are the tables that derive from it, as rural schools, UGEL
    areas and institutes. ``geom`` is EPSG:4326. The DRE itself supervises institutes, so
    ``ugel_code`` may be a DRE's (``140000``).
    """

    class Area(models.TextChoices):
        RURAL = "rural", _("rural")
        URBAN = "urban", _("urbana")

    area = models.CharField(
        _("área"),
        max_length=5,
        choices=Area.choices,
        null=True,
        blank=True,
        help_text=_("Vacía: el archivo no la dice, y el servicio no se publica como rural."),
    )
    declared_unit = models.ForeignKey(
        "territory.AdminUnit",
        verbose_name=_("unidad declarada"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_column="declared_ubigeo",
    )
    # Nobody asks for services by place: the tables that derive from it have the spatial indexes.
    geom = models.PointField(_("posición"), null=True, blank=True, spatial_index=False)
    source = models.CharField(_("fuente"), max_length=200)
    source_url = models.URLField(_("dirección de la fuente"), null=True, blank=True)
    cutoff_date = models.DateField(_("fecha de corte"))
    is_sample = models.BooleanField(_("es una muestra"), default=False)

    objects = PublishedRows.as_manager()

    class Meta:
        verbose_name = _("servicio educativo del padrón")
        verbose_name_plural = _("servicios educativos del padrón")
        ordering = ["id"]
        indexes = [models.Index(fields=["ugel_code"], name="schoolservice_ugel")]
        constraints = [
            models.UniqueConstraint(
                name="schoolservice_once", fields=["modular_code", "annex", "is_sample"]
            ),
        ]
