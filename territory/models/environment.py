"""Commitment 3: regional (CAR) and municipal (CAM) environmental commissions."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.core.exceptions import ValidationError
from django.db.models.functions import Length
from django.db.models.lookups import Exact, GreaterThan
from django.utils.translation import gettext_lazy as _

from territory.models.placed import Measure, PlacedRecord
from territory.models.searched import Searched

# The plan's words for what the third commitment is to reach.
_TARGET_QUOTE = "brindar la asistencia técnica a ocho CAR y veinte CAM"

_IS_CAR, _IS_CAM = models.Q(kind="CAR"), models.Q(kind="CAM")
_ASSISTED = models.Q(assisted=True)
_ASSISTANCE_KNOWN = models.Q(assisted__isnull=False)


_SEARCHED = Searched("name")


class EnvironmentalCommission(PlacedRecord):
    """A commission: CAR on a department, CAM on a province or a district.

    ``assisted`` says whether it received the technical assistance that the plan promises;
    unknown where the source doesn't say.
    """

    class Kind(models.TextChoices):
        CAR = "CAR", _("Comisión Ambiental Regional")
        CAM = "CAM", _("Comisión Ambiental Municipal")

    kind = models.CharField(_("tipo"), max_length=3, choices=Kind.choices)
    name = models.CharField(_("nombre"), max_length=200)
    created_by = models.CharField(_("norma de creación"), max_length=200, null=True, blank=True)
    created_on = models.DateField(_("fecha de creación"), null=True, blank=True)
    assisted = models.BooleanField(_("recibió asistencia técnica"), null=True, blank=True)
    assisted_on = models.DateField(_("fecha de la asistencia"), null=True, blank=True)

    measures = (
        Measure("car", _("CAR"), where=_IS_CAR, known=_IS_CAR),
        Measure("cam", _("CAM"), where=_IS_CAM, known=_IS_CAM),
        Measure(
            "car_assisted",
            _("CAR con asistencia técnica"),
            where=_IS_CAR & _ASSISTED,
            known=_IS_CAR & _ASSISTANCE_KNOWN,
            target=8,
            target_quote=_TARGET_QUOTE,
        ),
        Measure(
            "cam_assisted",
            _("CAM con asistencia técnica"),
            where=_IS_CAM & _ASSISTED,
            known=_IS_CAM & _ASSISTANCE_KNOWN,
            target=20,
            target_quote=_TARGET_QUOTE,
        ),
    )

    searched = _SEARCHED

    class Meta:
        verbose_name = _("comisión ambiental")
        verbose_name_plural = _("comisiones ambientales")
        ordering = ["id"]
        indexes = _SEARCHED.indexes("commission")
        constraints = [
            models.CheckConstraint(
                name="environmentalcommission_has_unit",
                condition=models.Q(declared_unit__isnull=False),
            ),
            models.CheckConstraint(
                name="environmentalcommission_fits_level",
                condition=(
                    models.Q(kind="CAR") & models.Q(Exact(Length("declared_unit"), 2))
                    | models.Q(kind="CAM") & models.Q(GreaterThan(Length("declared_unit"), 2))
                ),
            ),
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

    def clean(self) -> None:
        """The database's constraints, reported to the person at the form in their words."""
        super().clean()
        if not self.declared_unit_id:
            raise ValidationError({"declared_unit": _("Indique la unidad de la comisión.")})
        if self.kind and not fits_level(self.kind, self.declared_unit_id):
            raise ValidationError({"declared_unit": WRONG_LEVEL[self.kind]})


WRONG_LEVEL = {
    "CAR": _("Una CAR corresponde a un departamento (ubigeo de 2 dígitos)."),
    "CAM": _("Una CAM corresponde a una provincia o un distrito (ubigeo de 4 o 6 dígitos)."),
}


def fits_level(kind: str, ubigeo: str) -> bool:
    """Whether a commission may sit on the unit: regional on a department, municipal below."""
    return (kind == EnvironmentalCommission.Kind.CAR) == (len(ubigeo) == 2)
