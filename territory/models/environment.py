"""Commitment 3: regional (CAR) and municipal (CAM) environmental commissions."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.gis.db import models
from django.core.exceptions import ValidationError
from django.db.models import F, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat, Length
from django.db.models.lookups import Exact, GreaterThan
from django.utils.translation import gettext_lazy as _

from territory.models.placed import Measure, PlacedRecord
from territory.models.searched import Searched

# The plan's words for what the third commitment is to reach.
TARGET_QUOTE = "brindar la asistencia técnica a ocho CAR y veinte CAM"
TARGETS = {"CAR": 8, "CAM": 20}

IS_CAR, IS_CAM = models.Q(kind="CAR"), models.Q(kind="CAM")
_ASSISTED = models.Q(assisted=True)
_ASSISTANCE_KNOWN = models.Q(assisted__isnull=False)


_SEARCHED = Searched("name")


class CommissionKind(models.TextChoices):
    """Regional on a department, municipal on a province or a district."""

    CAR = "CAR", _("Comisión Ambiental Regional")
    CAM = "CAM", _("Comisión Ambiental Municipal")


class CommissionAssistanceState(models.TextChoices):
    """What is known of the assistance that a commission received; NULL where nothing is."""

    IMPROVED = "improved", _("con mejora evidenciada")
    ASSISTED = "assisted", _("con asistencia técnica")
    NONE = "none", _("sin asistencia, según el registro")


class CommissionRecord(PlacedRecord):
    """A row on a commission, which is known by its kind and the unit that it serves."""

    kind = models.CharField(_("tipo"), max_length=3, choices=CommissionKind.choices)

    # The page of the commission.
    sheet: ClassVar[Combinable | None] = Concat(
        Value("/comisiones/"), F("kind"), Value("/"), F("declared_unit_id"), Value("/")
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        """The database's constraints, reported to the person at the form in their words."""
        super().clean()
        if not self.declared_unit_id:
            raise ValidationError({"declared_unit": _("Indique la unidad de la comisión.")})
        if self.kind and not fits_level(self.kind, self.declared_unit_id):
            raise ValidationError({"declared_unit": WRONG_LEVEL[self.kind]})


def commission_constraints(label: str) -> list[models.BaseConstraint]:
    """What holds of every row on a commission; ``label`` begins the constraints' names."""
    return [
        models.CheckConstraint(
            name=f"{label}_has_unit", condition=models.Q(declared_unit__isnull=False)
        ),
        models.CheckConstraint(
            name=f"{label}_fits_level",
            condition=(
                models.Q(kind="CAR") & models.Q(Exact(Length("declared_unit"), 2))
                | models.Q(kind="CAM") & models.Q(GreaterThan(Length("declared_unit"), 2))
            ),
        ),
    ]


class EnvironmentalCommission(CommissionRecord):
    """A commission of the register: CAR on a department, CAM on a province or a district.

    ``assisted`` is what the register says of the technical assistance that the plan promises;
    unknown where it doesn't say. ``assistance`` is what the register and the list of assistances
    (``CommissionAssistance``) say together; ``layers.themes.environmental_commissions.source``
    keeps it in step. ``member_sectors`` are of the list that the theme's reader knows, joined by
    "; ": never persons.
    """

    Kind = CommissionKind

    name = models.CharField(_("nombre"), max_length=200)
    created_by = models.CharField(_("norma de creación"), max_length=200, null=True, blank=True)
    created_on = models.DateField(_("fecha de creación"), null=True, blank=True)
    instrument_number = models.CharField(
        _("número de la norma"), max_length=80, null=True, blank=True
    )
    instrument_on = models.DateField(_("fecha de la norma"), null=True, blank=True)
    instrument_url = models.URLField(_("dirección de la norma"), null=True, blank=True)
    plan = models.CharField(_("plan o agenda ambiental"), max_length=300, null=True, blank=True)
    plan_on = models.DateField(_("fecha del plan"), null=True, blank=True)
    plan_url = models.URLField(_("dirección del plan"), null=True, blank=True)
    member_sectors = models.TextField(
        _("sectores que la integran"),
        null=True,
        blank=True,
        help_text=_("Sectores separados por punto y coma; nunca personas."),
    )
    assisted = models.BooleanField(_("recibió asistencia técnica"), null=True, blank=True)
    assisted_on = models.DateField(_("fecha de la asistencia"), null=True, blank=True)
    assistance = models.CharField(
        _("asistencia conocida"),
        max_length=8,
        choices=CommissionAssistanceState.choices,
        null=True,
        blank=True,
        editable=False,
        help_text=_("Vacía: ni el registro ni la lista de asistencias lo dicen."),
    )

    measures = (
        Measure("car", _("CAR"), where=IS_CAR, known=IS_CAR),
        Measure("cam", _("CAM"), where=IS_CAM, known=IS_CAM),
        Measure(
            "car_assisted",
            _("CAR con asistencia según el registro"),
            where=IS_CAR & _ASSISTED,
            known=IS_CAR & _ASSISTANCE_KNOWN,
            target=TARGETS["CAR"],
            target_quote=TARGET_QUOTE,
        ),
        Measure(
            "cam_assisted",
            _("CAM con asistencia según el registro"),
            where=IS_CAM & _ASSISTED,
            known=IS_CAM & _ASSISTANCE_KNOWN,
            target=TARGETS["CAM"],
            target_quote=TARGET_QUOTE,
        ),
    )

    searched = _SEARCHED

    class Meta:
        verbose_name = _("comisión ambiental")
        verbose_name_plural = _("comisiones ambientales")
        ordering = ["id"]
        indexes = _SEARCHED.indexes("commission")
        constraints = [
            *commission_constraints("environmentalcommission"),
            models.CheckConstraint(
                name="environmentalcommission_assisted_on_if_assisted",
                condition=models.Q(assisted_on__isnull=True) | models.Q(assisted=True),
            ),
            models.UniqueConstraint(
                name="environmentalcommission_once",
                fields=["kind", "declared_unit", "is_sample"],
            ),
        ]

    def __str__(self) -> str:
        return self.name


WRONG_LEVEL = {
    "CAR": _("Una CAR corresponde a un departamento (ubigeo de 2 dígitos)."),
    "CAM": _("Una CAM corresponde a una provincia o un distrito (ubigeo de 4 o 6 dígitos)."),
}


def fits_level(kind: str, ubigeo: str) -> bool:
    """Whether a commission may sit on the unit: regional on a department, municipal below."""
    return (kind == CommissionKind.CAR) == (len(ubigeo) == 2)
