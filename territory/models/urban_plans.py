"""Commitment 10: urban transport plans, their measures by phase, and their indicators."""

from __future__ import annotations

from typing import Any

from django.contrib.gis.db import models
from django.db.models import Case, Func, Q, Sum, Value, When
from django.db.models.functions import Concat
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from territory.models.placed import Measure, PlacedRecord
from territory.models.searched import Code, Searched
from territory.periods import Granularity, Period

_HAS_BUDGET = Q(budget_pen__isnull=False)
# Phases that have a colour of their own on the map; further ones share one.
PHASES_DRAWN = (1, 2, 3)


class Dimension(Func):
    """0 of a point, 1 of a line, 2 of an area; immutable, as a generated column has to be."""

    function = "ST_Dimension"
    output_field = models.IntegerField()


def _amount(title: Any) -> models.DecimalField[Any, Any]:
    return models.DecimalField(title, max_digits=16, decimal_places=2, null=True, blank=True)


def _year(title: Any) -> models.SmallIntegerField[Any, Any]:
    return models.SmallIntegerField(title, null=True, blank=True)


def _sourced(name: str) -> models.CheckConstraint:
    """A fact says at which address it was read; only an example has none."""
    return models.CheckConstraint(
        name=f"{name}_sourced",
        condition=Q(is_sample=True) | Q(source_url__isnull=False),
        violation_error_message=_("Falta la dirección de la fuente."),
    )


def _has_unit(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(name=f"{name}_has_unit", condition=Q(declared_unit__isnull=False))


def _in_order(name: str, first: str, last: str) -> models.CheckConstraint:
    """Unknown years are in any order."""
    return models.CheckConstraint(
        name=name,
        condition=~Q(**{f"{last}__lt": models.F(first)}),
        violation_error_message=_("El último año es anterior al primero."),
    )


# Of a plan, whose page has its measures and indicators too.
_PAGES = Value("/transporte/planes/")

_PLANS_SEARCHED = Searched("name", (Code("code"),))


class UrbanTransportPlan(PlacedRecord):
    """A city's urban transport plan (PMUS) as its document gives it.

    ``geom`` is the area that the document draws, EPSG:4326; where it draws none the map shows
    the declared unit. ``horizon_from`` and ``horizon_to`` are years.
    """

    class Status(models.TextChoices):
        DRAFTING = "drafting", _("en elaboración")
        DRAFTED = "drafted", _("elaborado, sin aprobar")
        APPROVED = "approved", _("aprobado")
        SUPERSEDED = "superseded", _("reemplazado")

    code = models.CharField(_("código del plan"), max_length=40)
    name = models.CharField(_("plan"), max_length=300)
    status = models.CharField(
        _("estado"), max_length=10, choices=Status.choices, null=True, blank=True
    )
    approved_by = models.CharField(_("norma de aprobación"), max_length=300, null=True, blank=True)
    approved_on = models.DateField(_("fecha de aprobación"), null=True, blank=True)
    horizon_from = _year(_("primer año del plan"))
    horizon_to = _year(_("último año del plan"))
    geom = models.MultiPolygonField(_("ámbito del plan"), srid=4326, null=True, blank=True)

    row_label = Concat("code", Value(" "), "name")
    measures = (Measure("urban_transport_plans", _("Planes de transporte urbano")),)
    sheet = Concat(_PAGES, "code", Value("/"))
    searched = _PLANS_SEARCHED

    class Meta:
        verbose_name = _("plan de transporte urbano")
        verbose_name_plural = _("planes de transporte urbano")
        ordering = ["id"]
        indexes = _PLANS_SEARCHED.indexes("urbanplan")
        constraints = [
            models.UniqueConstraint(name="urbantransportplan_once", fields=["code", "is_sample"]),
            _has_unit("urbantransportplan"),
            _sourced("urbantransportplan"),
            _in_order("urbantransportplan_horizon", "horizon_from", "horizon_to"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


_PROJECTS_SEARCHED = Searched("name", (Code("code"),))


class UrbanTransportProject(PlacedRecord):
    """A measure of a plan in one of its phases: as many rows as it has phases.

    ``plan_code`` is the plan's ``code``. ``budget_pen`` is what the plan foresees for the phase,
    soles; ``executed_pen``, ``progress_pct`` and ``status`` are follow-up, true on ``status_on``.
    ``geom`` is what the document draws, EPSG:4326; where it draws nothing the map shows the
    declared unit, and ``extent`` says so.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", _("prevista")
        STUDIED = "studied", _("en estudio")
        RUNNING = "running", _("en ejecución")
        DONE = "done", _("concluida")
        STOPPED = "stopped", _("detenida")

    class Extent(models.TextChoices):
        POINT = "point", _("un lugar")
        LINE = "line", _("un trazado")
        AREA = "area", _("un área")
        UNIT = "unit", _("toda la unidad declarada")

    plan_code = models.CharField(_("código del plan"), max_length=40)
    code = models.CharField(_("código de la medida"), max_length=20)
    name = models.CharField(_("medida"), max_length=500)
    strategy = models.CharField(_("estrategia"), max_length=300, null=True, blank=True)
    category = models.CharField(_("categoría"), max_length=200, null=True, blank=True)
    programme = models.CharField(_("programa"), max_length=300, null=True, blank=True)
    scope = models.CharField(_("cobertura"), max_length=200, null=True, blank=True)
    phase = models.CharField(_("fase"), max_length=60)
    phase_number = models.SmallIntegerField(
        _("número de la fase"), null=True, blank=True, help_text=_("El de su nombre: PIM 1 es 1")
    )
    phase_from = _year(_("primer año de la fase"))
    phase_to = _year(_("último año de la fase"))
    budget_pen = _amount(_("presupuesto de la fase (S/)"))
    status = models.CharField(
        _("estado"), max_length=8, choices=Status.choices, null=True, blank=True
    )
    status_on = models.DateField(_("fecha del estado"), null=True, blank=True)
    executed_pen = _amount(_("ejecutado (S/)"))
    progress_pct = models.DecimalField(
        _("avance (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    geom = models.GeometryField(_("dónde"), srid=4326, null=True, blank=True)
    extent = models.GeneratedField(
        verbose_name=_("qué muestra el mapa"),
        expression=Case(
            When(geom__isnull=True, then=Value("unit")),
            When(Exact(Dimension("geom"), 0), then=Value("point")),
            When(Exact(Dimension("geom"), 1), then=Value("line")),
            default=Value("area"),
        ),
        output_field=models.CharField(max_length=5, choices=Extent.choices),
        db_persist=True,
    )

    row_label = Concat("code", Value(" "), "name")
    measures = (
        Measure(
            "urban_transport_measures",
            _("Medidas de planes de transporte urbano"),
            once_per=("plan_code", "code"),
        ),
        Measure(
            "urban_transport_budget",
            _("Presupuesto previsto de las medidas de transporte urbano"),
            Sum,
            "budget_pen",
            unit=_("soles"),
            known=_HAS_BUDGET,
        ),
    )
    sheet = Concat(_PAGES, "plan_code", Value("/"))
    searched = _PROJECTS_SEARCHED

    class Meta:
        verbose_name = _("medida de transporte urbano")
        verbose_name_plural = _("medidas de transporte urbano")
        ordering = ["id"]
        indexes = [
            *_PROJECTS_SEARCHED.indexes("urbanproject"),
            models.Index(fields=["plan_code"], name="urbanproject_plan"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="urbantransportproject_once",
                fields=["plan_code", "code", "phase", "is_sample"],
            ),
            _has_unit("urbantransportproject"),
            _sourced("urbantransportproject"),
            _in_order("urbantransportproject_phase", "phase_from", "phase_to"),
            models.CheckConstraint(
                name="urbantransportproject_amounts",
                violation_error_message=_("Ningún monto puede ser negativo."),
                condition=~Q(budget_pen__lt=0) & ~Q(executed_pen__lt=0),
            ),
            models.CheckConstraint(
                name="urbantransportproject_progress",
                violation_error_message=_("Un avance es un porcentaje entre 0 y 100."),
                condition=~Q(progress_pct__lt=0) & ~Q(progress_pct__gt=100),
            ),
            # What is followed up is true on a day.
            models.CheckConstraint(
                name="urbantransportproject_followed_on_a_day",
                violation_error_message=_("El seguimiento no dice su fecha."),
                condition=Q(status_on__isnull=False)
                | Q(status__isnull=True, executed_pen__isnull=True, progress_pct__isnull=True),
            ),
        ]

    @property
    def extent_label(self) -> str:
        """What a person reads of what the map shows."""
        return str(self.Extent(self.extent).label)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


_INDICATORS_SEARCHED = Searched("name", (Code("code"),))


class UrbanTransportIndicator(PlacedRecord):
    """A number of a plan's indicator: its baseline, a dated value, or a target.

    ``value`` is in ``unit_of_measure``; it is of the month or the year that starts on
    ``period_start``. ``project_code`` is the measure that it follows, if it follows one.
    """

    class Kind(models.TextChoices):
        BASELINE = "baseline", _("línea de base")
        VALUE = "value", _("valor")
        TARGET = "target", _("meta")

    plan_code = models.CharField(_("código del plan"), max_length=40)
    code = models.CharField(_("código del indicador"), max_length=20)
    name = models.CharField(_("indicador"), max_length=300)
    unit_of_measure = models.CharField(_("unidad de medida"), max_length=100)
    project_code = models.CharField(_("código de la medida"), max_length=20, null=True, blank=True)
    kind = models.CharField(_("qué es el número"), max_length=8, choices=Kind.choices)
    period_start = models.DateField(_("inicio del periodo"))
    granularity = models.CharField(
        _("duración del periodo"), max_length=5, choices=Granularity.choices
    )
    value = models.DecimalField(_("valor"), max_digits=18, decimal_places=4)

    row_label = Concat("code", Value(" "), "name")
    measures = (
        Measure(
            "urban_transport_indicators",
            _("Indicadores de planes de transporte urbano"),
            once_per=("plan_code", "code"),
        ),
    )
    sheet = Concat(_PAGES, "plan_code", Value("/"))
    searched = _INDICATORS_SEARCHED

    class Meta:
        verbose_name = _("indicador de transporte urbano")
        verbose_name_plural = _("indicadores de transporte urbano")
        ordering = ["id"]
        indexes = [
            *_INDICATORS_SEARCHED.indexes("urbanindicator"),
            models.Index(fields=["plan_code"], name="urbanindicator_plan"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="urbantransportindicator_once",
                fields=[
                    "plan_code",
                    "code",
                    "kind",
                    "period_start",
                    "granularity",
                    "is_sample",
                ],
            ),
            _has_unit("urbantransportindicator"),
            _sourced("urbantransportindicator"),
        ]

    @property
    def period(self) -> Period:
        return Period(self.period_start, Granularity(self.granularity))

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
