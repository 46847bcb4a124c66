"""Commitments 11 to 13: the health facilities of SUSALUD's national register (RENIPRESS)."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.core.validators import RegexValidator
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from territory.models.placed import Measure, PositionedRecord
from territory.models.searched import Code, Searched

eight_digits = RegexValidator(r"^\d{8}$", _("El código único de una IPRESS tiene 8 dígitos."))

_SEARCHED = Searched("name", (Code("code", numeric=True, digits=8),))


class FacilityCategory(models.TextChoices):
    """What a facility can resolve, by the health ministry's norm."""

    I1 = "I-1", "I-1"
    I2 = "I-2", "I-2"
    I3 = "I-3", "I-3"
    I4 = "I-4", "I-4"
    II1 = "II-1", "II-1"
    II2 = "II-2", "II-2"
    IIE = "II-E", "II-E"
    III1 = "III-1", "III-1"
    III2 = "III-2", "III-2"
    IIIE = "III-E", "III-E"
    NONE = "none", _("sin categoría")


class CareLevel(models.TextChoices):
    """The level of care that a category is of."""

    FIRST = "I", _("primer nivel de atención")
    SECOND = "II", _("segundo nivel de atención")
    THIRD = "III", _("tercer nivel de atención")


class HealthFacility(PositionedRecord):
    """An active facility (IPRESS) of the register, by its unique code.

    The register's director, telephone and e-mail are never read. ``beds`` are those for staying
    overnight that the facility declared when it was registered; emergency beds are another thing.
    """

    code = models.CharField(_("código único"), max_length=8, validators=[eight_digits])
    name = models.CharField(_("nombre"), max_length=200)
    institution = models.CharField(_("institución"), max_length=100, null=True, blank=True)
    classification = models.CharField(_("clasificación"), max_length=150, null=True, blank=True)
    facility_type = models.CharField(_("tipo"), max_length=100, null=True, blank=True)
    category = models.CharField(
        _("categoría"),
        max_length=5,
        choices=FacilityCategory.choices,
        null=True,
        blank=True,
        help_text=_("Vacía: el registro no la dice o no es una de las categorías de la norma."),
    )
    care_level = models.GeneratedField(
        verbose_name=_("nivel de atención"),
        expression=models.Case(
            *(
                models.When(
                    category__in=[
                        category.value
                        for category in FacilityCategory
                        if category.value.partition("-")[0] == level.value
                    ],
                    then=models.Value(level.value),
                )
                for level in CareLevel
            ),
            default=models.Value(None),
        ),
        output_field=models.CharField(max_length=3, choices=CareLevel.choices, null=True),
        db_persist=True,
    )
    condition = models.CharField(_("condición"), max_length=60, null=True, blank=True)
    address = models.CharField(_("dirección"), max_length=300, null=True, blank=True)
    disa = models.CharField(_("DISA o DIRESA"), max_length=100, null=True, blank=True)
    network = models.CharField(_("red de salud"), max_length=100, null=True, blank=True)
    micronetwork = models.CharField(_("microrred de salud"), max_length=100, null=True, blank=True)
    executing_unit = models.CharField(_("unidad ejecutora"), max_length=150, null=True, blank=True)
    schedule = models.CharField(_("horario"), max_length=100, null=True, blank=True)
    started_on = models.DateField(_("inicio de actividad"), null=True, blank=True)
    altitude_m = models.DecimalField(
        _("altitud (m)"), max_digits=8, decimal_places=3, null=True, blank=True
    )
    beds = models.IntegerField(
        _("camas de internamiento declaradas"),
        null=True,
        blank=True,
        help_text=_("No son camas de emergencia."),
    )
    geom = models.PointField(_("posición"), null=True, blank=True)

    measures = (
        Measure("health_facilities", _("establecimientos de salud")),
        *(
            Measure(
                f"health_level_{number}",
                level.label,
                where=Q(care_level=level),
                known=Q(category__isnull=False),
            )
            for number, level in enumerate(CareLevel, 1)
        ),
        Measure(
            "inpatient_beds",
            _("camas de internamiento declaradas"),
            aggregate=Sum,
            of="beds",
            known=Q(beds__isnull=False),
        ),
    )
    searched = _SEARCHED

    class Meta:
        verbose_name = _("establecimiento de salud")
        verbose_name_plural = _("establecimientos de salud")
        ordering = ["id"]
        indexes = _SEARCHED.indexes("facility")
        constraints = [
            models.UniqueConstraint(name="healthfacility_once", fields=["code", "is_sample"]),
        ]

    def __str__(self) -> str:
        return self.name
