"""Commitment 15: rural water systems, part by part, as SIASAR surveys them."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.db.models import Case, F, Q, Sum, Value, When
from django.utils.translation import gettext_lazy as _

from territory.models.placed import Measure, PositionedRecord
from territory.models.searched import Code, Searched

# A system has a row for each of its parts that was surveyed; what is its own counts once.
_ONCE = ("system_code",)
_SEARCHED = Searched("name", (Code("system_code", numeric=True),), thing="system_code")


class Part(models.TextChoices):
    """Which of SIASAR's files tells of the part."""

    CATCHMENT = "catchments", _("captación")
    TREATMENT = "treatments", _("tratamiento")


class Condition(models.TextChoices):
    """SIASAR's classes."""

    A = "A", _("A: bueno")
    B = "B", _("B: regular")
    C = "C", _("C: malo")
    D = "D", _("D: caído")


def _only(part: Part) -> Q:
    return Q(feed=part.value)


def _tri(title: object) -> models.BooleanField[bool | None, bool | None]:
    return models.BooleanField(title, null=True, blank=True)  # type: ignore[arg-type]


class RuralWaterPart(PositionedRecord):
    """A surveyed part of a rural water system: its catchment or its treatment.

    ``feed`` is the part's kind, by which the two files live side by side; ``code`` is the part's
    own, ``system_code`` the system's, whose people and homes are the same in each of its rows.
    """

    class State(models.TextChoices):
        """What the map classes a part by."""

        A = "A", _("captación A: buena")
        B = "B", _("captación B: regular")
        C = "C", _("captación C: mala")
        D = "D", _("captación D: caída")
        WORKS = "works", _("tratamiento que funciona")
        STOPPED = "stopped", _("tratamiento que no funciona")
        UNKNOWN = "unknown", _("sin dato del estado")

    feed = models.CharField(_("parte del sistema"), max_length=10, choices=Part.choices)
    code = models.CharField(_("código de la parte"), max_length=12)
    system_code = models.CharField(_("código del sistema (SIASAR)"), max_length=12)
    name = models.CharField(_("nombre del sistema"), max_length=200)
    community = models.CharField(_("comunidad"), max_length=200, null=True, blank=True)
    surveyed_on = models.DateField(_("fecha de la encuesta"), null=True, blank=True)
    declared_year = models.IntegerField(
        _("año que el archivo da al sistema"),
        null=True,
        blank=True,
        help_text=_("El archivo no dice de qué es el año."),
    )
    people_served = models.DecimalField(
        _("población servida (hab.)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("De todo el sistema; una estimación puede traer decimales."),
    )
    homes_served = models.IntegerField(
        _("viviendas servidas"), null=True, blank=True, help_text=_("De todo el sistema.")
    )
    by_gravity = _tri(_("es por gravedad"))
    by_pumping = _tri(_("es por bombeo"))
    by_hand_well = _tri(_("es de pozo con bomba manual"))
    by_rain = _tri(_("es de agua de lluvia"))
    enough_when_dry = _tri(_("hay agua suficiente en época seca"))
    enough_when_wet = _tri(_("hay agua suficiente en época de lluvias"))
    source_kind = models.CharField(
        _("tipo de fuente"), max_length=60, null=True, blank=True, help_text=_("De la captación.")
    )
    condition = models.CharField(
        _("estado, de A a D"), max_length=1, choices=Condition.choices, null=True, blank=True
    )
    treatment_kind = models.CharField(
        _("tipo de tratamiento"), max_length=100, null=True, blank=True
    )
    treatment_works = models.BooleanField(_("el tratamiento funciona"), null=True, blank=True)
    altitude_m = models.IntegerField(_("altitud (m s. n. m.)"), null=True, blank=True)
    state = models.GeneratedField(
        verbose_name=_("estado de la parte"),
        expression=Case(
            When(condition__isnull=False, then=F("condition")),
            When(treatment_works=True, then=Value("works")),
            When(treatment_works=False, then=Value("stopped")),
            default=Value("unknown"),
        ),
        output_field=models.CharField(max_length=7, choices=State.choices),
        db_persist=True,
    )
    geom = models.PointField(_("posición"), null=True, blank=True)

    measures = (
        Measure("rural_water_systems", _("Sistemas rurales de agua"), once_per=_ONCE),
        Measure(
            "rural_water_people",
            _("Población servida por sistemas rurales de agua"),
            Sum,
            "people_served",
            unit=_("habitantes"),
            known=Q(people_served__isnull=False),
            once_per=_ONCE,
        ),
        Measure(
            "rural_water_catchments", _("Captaciones de agua rurales"), where=_only(Part.CATCHMENT)
        ),
        Measure(
            "rural_water_catchments_down",
            _("Captaciones de agua rurales malas o caídas (C y D)"),
            where=_only(Part.CATCHMENT) & Q(condition__in=("C", "D")),
            known=_only(Part.CATCHMENT) & Q(condition__isnull=False),
        ),
        Measure(
            "rural_water_treatments", _("Tratamientos de agua rurales"), where=_only(Part.TREATMENT)
        ),
        Measure(
            "rural_water_treatments_working",
            _("Tratamientos de agua rurales que funcionan"),
            where=_only(Part.TREATMENT) & Q(treatment_works=True),
            known=_only(Part.TREATMENT) & Q(treatment_works__isnull=False),
        ),
    )
    searched = _SEARCHED

    class Meta:
        verbose_name = _("parte de un sistema rural de agua")
        verbose_name_plural = _("partes de sistemas rurales de agua")
        ordering = ["id"]
        indexes = _SEARCHED.indexes("ruralwaterpart")
        constraints = [
            models.UniqueConstraint(
                name="ruralwaterpart_once", fields=["feed", "code", "is_sample"]
            ),
            models.CheckConstraint(
                name="ruralwaterpart_of_its_kind",
                violation_error_message=_("El tratamiento es de un tratamiento."),
                condition=Q(feed=Part.TREATMENT.value)
                | Q(treatment_kind__isnull=True, treatment_works__isnull=True),
            ),
            models.CheckConstraint(
                name="ruralwaterpart_not_negative",
                violation_error_message=_("Ninguna cantidad puede ser negativa."),
                condition=(Q(people_served__isnull=True) | Q(people_served__gte=0))
                & (Q(homes_served__isnull=True) | Q(homes_served__gte=0)),
            ),
        ]

    def __str__(self) -> str:
        return self.name
