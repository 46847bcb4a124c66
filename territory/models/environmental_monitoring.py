"""Commitment 2: where the environment is monitored, and what was measured there."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from territory.models.placed import Measure, PlacedRecord, PositionedRecord
from territory.models.searched import Code, Searched

_SEARCHED = Searched("name", (Code("code"),))


class MonitoringRegister(models.TextChoices):
    """Of which register a point is: each has codes of its own, and a file of its own form."""

    OEFA_VALUES = "oefa-valores", _("OEFA: valores de monitoreo")
    OEFA_POINTS = "oefa-puntos", _("OEFA: puntos de supervisión (PIFA)")
    DIGESA_AIR = "digesa-aire", _("DIGESA: calidad del aire")


class Matrix(models.TextChoices):
    """What was taken a sample of."""

    SURFACE_WATER = "surface_water", _("agua superficial")
    GROUNDWATER = "groundwater", _("agua subterránea")
    SEA_WATER = "sea_water", _("agua de mar o salina")
    WASTEWATER = "wastewater", _("agua residual o efluente")
    WATER = "water", _("agua, sin decir cuál")
    SEDIMENT = "sediment", _("sedimento")
    SOIL = "soil", _("suelo")
    AIR = "air", _("aire")
    EMISSION = "emission", _("emisiones")
    NOISE = "noise", _("ruido")
    BIOTA = "biota", _("seres vivos")
    OTHER = "other", _("otra")


class MeasurementState(models.TextChoices):
    """What a laboratory said: a number, less or more than it can tell, or nothing."""

    VALUE = "value", _("valor")
    BELOW = "below", _("menor que el límite")
    ABOVE = "above", _("mayor que el límite")
    NOT_REPORTED = "not_reported", _("sin valor")


class MonitoredPlace(models.Model):
    """What a point and each of its values say of the place, in the words of the file."""

    feed = models.CharField(_("registro"), max_length=20, choices=MonitoringRegister.choices)
    place_key = models.CharField(
        _("clave del punto"),
        max_length=120,
        help_text=_("Distingue al punto dentro de su registro."),
    )
    matrix = models.CharField(_("matriz"), max_length=13, choices=Matrix.choices)
    place_kind = models.CharField(
        _("procedencia"), max_length=150, null=True, blank=True, help_text=_("Según el archivo.")
    )
    water_category = models.CharField(
        _("categoría del cuerpo de agua"),
        max_length=6,
        null=True,
        blank=True,
        help_text=_("La del estándar de calidad, si el archivo la dice: «1-A1»."),
    )
    geom = models.PointField(_("posición"), null=True, blank=True)

    class Meta:
        abstract = True


class EnvironmentalMonitoringPoint(MonitoredPlace, PositionedRecord):
    """A point of a register, known by its code there.

    Who is supervised is named only where that is known to be no natural person.
    """

    code = models.CharField(_("código"), max_length=80)
    name = models.CharField(_("nombre"), max_length=200)
    description = models.CharField(
        _("descripción de la ubicación"), max_length=500, null=True, blank=True
    )
    altitude_m = models.IntegerField(_("altitud (m)"), null=True, blank=True)
    holder = models.CharField(_("administrado"), max_length=250, null=True, blank=True)
    facility = models.CharField(_("unidad fiscalizable"), max_length=250, null=True, blank=True)
    subsector = models.CharField(_("subsector"), max_length=100, null=True, blank=True)
    first_on = models.DateField(_("inicio de la acción"), null=True, blank=True)

    measures = (
        Measure("environmental_monitoring_points", _("puntos de monitoreo ambiental")),
        Measure(
            "environmental_monitoring_water_points",
            _("puntos de monitoreo de agua"),
            where=Q(matrix__in=("surface_water", "groundwater", "sea_water", "water")),
        ),
    )
    searched = _SEARCHED
    sheet = Concat(Value("/ambiente/puntos/"), F("feed"), Value("/"), F("place_key"), Value("/"))

    class Meta:
        verbose_name = _("punto de monitoreo ambiental")
        verbose_name_plural = _("puntos de monitoreo ambiental")
        ordering = ["id"]
        indexes = _SEARCHED.indexes("monitoringpoint")
        constraints = [
            models.UniqueConstraint(
                name="monitoringpoint_once", fields=["feed", "place_key", "is_sample"]
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EnvironmentalMeasurement(MonitoredPlace, PlacedRecord):
    """What was found of a parameter at a point, at a time.

    ``value`` is there where ``state`` is "value", in ``unit``. What a laboratory can't tell is
    kept as it said it: ``limit_value`` is the limit that the value lies below, or above, and is
    never taken for the value; unknown where the file only says that nothing was detected.
    ``original_value`` and ``original_unit`` are the file's own.
    """

    point_code = models.CharField(_("código del punto"), max_length=80)
    parameter = models.CharField(_("parámetro"), max_length=150)
    parameter_key = models.CharField(_("clave del parámetro"), max_length=80)
    analysis = models.CharField(
        _("tipo de análisis"),
        max_length=150,
        null=True,
        blank=True,
        help_text=_("Según el archivo."),
    )
    method = models.CharField(
        _("método"),
        max_length=150,
        null=True,
        blank=True,
        help_text=_("Valores de métodos distintos no se comparan."),
    )
    sampled_on = models.DateField(_("día de la muestra"))
    sampled_time = models.CharField(_("hora de la muestra"), max_length=5, null=True, blank=True)
    result_key = models.CharField(
        _("clave del resultado"),
        max_length=16,
        editable=False,
        help_text=_("Distingue análisis, métodos y horas de un parámetro en un día."),
    )
    next_day = models.GeneratedField(
        verbose_name=_("fin del día de la muestra, que ya no está en él"),
        expression=Func(F("sampled_on"), Value(1), arg_joiner=" + ", template="%(expressions)s"),
        output_field=models.DateField(),
        db_persist=True,
    )
    state = models.CharField(_("resultado"), max_length=12, choices=MeasurementState.choices)
    value = models.FloatField(_("valor"), null=True, blank=True)
    limit_value = models.FloatField(
        _("límite de detección o de medición"),
        null=True,
        blank=True,
        help_text=_("El valor es menor (o mayor) que este límite; no es el valor."),
    )
    unit = models.CharField(_("unidad"), max_length=40)
    original_value = models.CharField(
        _("valor según el archivo"), max_length=40, null=True, blank=True
    )
    original_unit = models.CharField(_("unidad según el archivo"), max_length=40)
    report = models.CharField(_("informe"), max_length=120, null=True, blank=True)
    stage = models.CharField(_("etapa"), max_length=80, null=True, blank=True)

    row_label = Concat(
        F("point_code"),
        Value(", "),
        F("parameter"),
        Value(", "),
        Coalesce(Func(F("sampled_on"), Value("YYYY-MM-DD"), function="to_char"), Value("")),
        output_field=models.TextField(),
    )

    class Meta:
        verbose_name = _("medición ambiental")
        verbose_name_plural = _("mediciones ambientales")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["sampled_on"], name="measurement_day"),
            models.Index(fields=["parameter_key", "sampled_on"], name="measurement_parameter"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="measurement_once",
                fields=[
                    "feed",
                    "place_key",
                    "parameter_key",
                    "result_key",
                    "sampled_on",
                    "is_sample",
                ],
            ),
            models.CheckConstraint(
                name="measurement_value_if_state",
                condition=Q(state="value", value__isnull=False)
                | (~Q(state="value") & Q(value__isnull=True)),
            ),
            models.CheckConstraint(
                name="measurement_limit_if_censored",
                condition=Q(limit_value__isnull=True) | Q(state__in=("below", "above")),
            ),
            models.CheckConstraint(
                name="measurement_known_state", condition=Q(state__in=MeasurementState.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point_code}, {self.parameter}, {self.sampled_on}"
