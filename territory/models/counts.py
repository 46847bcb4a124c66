"""Counts in place and time: what statistics are made of, beside the things that are placed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.gis.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.utils.translation import gettext_lazy as _

from territory.models.placed import PublishedRecord
from territory.periods import Granularity, Period
from territory.suppression import SMALLEST


class CountState(models.TextChoices):
    """Why there is a number, or none. Zero is a number."""

    VALUE = "value", _("valor")
    SUPPRESSED = "suppressed", _("reservado")
    NOT_REPORTED = "not_reported", _("no reportado")
    NOT_APPLICABLE = "not_applicable", _("no aplica")


class DaysLater(Func):
    """A date and an SQL interval later, as a date; immutable, as a generated column has to be."""

    template = "(%(expressions)s)::date"
    arg_joiner = " + "
    output_field = models.DateField()


def _later(interval: str) -> DaysLater:
    step = Func(Value(interval), template="%(expressions)s::interval")
    return DaysLater(F("period_start"), step)


class PeriodCount(PublishedRecord):
    """How many of a category there were during a period, of what the model's own columns say.

    The period is the half-open interval from ``period_start`` to ``period_end``, as long as
    ``granularity`` says. ``value`` is there where ``state`` is "value", and only there. Rows that
    differ in one of ``dimensions`` count different things.
    """

    period_start = models.DateField(_("inicio del periodo"))
    granularity = models.CharField(
        _("duración del periodo"), max_length=5, choices=Granularity.choices
    )
    period_end = models.GeneratedField(
        verbose_name=_("fin del periodo, que ya no está en él"),
        expression=Case(
            When(granularity="day", then=_later("1 day")),
            When(granularity="month", then=_later("1 month")),
            default=_later("1 year"),
        ),
        output_field=models.DateField(),
        db_persist=True,
    )
    category = models.CharField(_("categoría"), max_length=40)
    value = models.BigIntegerField(_("valor"), null=True, blank=True)
    state = models.CharField(_("estado del valor"), max_length=14, choices=CountState.choices)

    dimensions: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    @property
    def period(self) -> Period:
        return Period(self.period_start, Granularity(self.granularity))


class CountRecord(PeriodCount):
    """How many of a category there were in a unit during a period.

    A theme's model says what its ``category`` may be (choices), and adds further dimensions as
    fields of its own, named in ``dimensions``: rows that differ in one of them count different
    things and are never added. ``adds_units``: a unit's count is the sum of the counts of the
    units inside it. ``adds_categories``: a thing counts in one category only. Both have to be
    claimed, since victims repeated in each category, medians or rates must not be added. A model
    whose values have a unit or aren't whole numbers declares ``value`` anew.

    ``adds_over`` are further columns of the key that share out what is counted, as each title is
    of one programme of one institute: a series gives the sum over them. ``lists_all``: the
    official file is a register, so that a unit which it covers and has no row of has none;
    elsewhere a sum lacks a part of which nothing is reported. ``has_every_level``: provinces and
    departments have rows of their own, so that only the country's sum is made of others.
    """

    declared_unit = models.ForeignKey(
        "territory.AdminUnit",
        verbose_name=_("unidad declarada"),
        on_delete=models.PROTECT,
        related_name="+",
        db_column="declared_ubigeo",
    )

    adds_units: ClassVar[bool] = False
    adds_categories: ClassVar[bool] = False
    adds_over: ClassVar[tuple[str, ...]] = ()
    lists_all: ClassVar[bool] = False
    has_every_level: ClassVar[bool] = False

    class Meta:
        abstract = True

    @property
    def category_label(self) -> str:
        """What a person reads instead of the category's code."""
        return label_of(type(self), "category", self.category)

    def __str__(self) -> str:
        return f"{self.category_label}, {self.declared_unit_id}, {self.period}"


def label_of(model: type[CountRecord], dimension: str, code: str) -> str:
    """What a person reads instead of a code of the model's category or other dimension."""
    return labels_of(model, dimension).get(code, code)


def labels_of(model: type[CountRecord], dimension: str) -> dict[str, str]:
    """Code → what a person reads, of the model's category or other dimension, in its order."""
    choices: Any = column_of(model, dimension).flatchoices
    return {str(code): str(label) for code, label in choices}


def column_of(model: type[CountRecord], name: str) -> models.Field[Any, Any]:
    """A field of the model's own."""
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field


def count_key(*dimensions: str, of_unit: bool = True) -> tuple[str, ...]:
    """The database columns by which a count is known again; ``is_sample`` among them."""
    return (
        *(("declared_ubigeo",) if of_unit else ()),
        "period_start",
        "granularity",
        "category",
        *dimensions,
        "is_sample",
    )


def few_constraint(name: str) -> models.BaseConstraint:
    """That no count of a few people gets into the table, whoever writes it."""
    few = Q(value__gt=0, value__lt=SMALLEST)
    return models.CheckConstraint(name=f"{name}_of_no_few", condition=~few)


def count_constraints(
    name: str, *dimensions: str, of_unit: bool = True
) -> list[models.BaseConstraint]:
    """What the database holds of a model of counts; its own dimensions are part of the key."""
    key = count_key(*dimensions, of_unit=of_unit)
    fields = [field.replace("_ubigeo", "_unit") for field in key]
    has_value, is_value = Q(value__isnull=False), Q(state=CountState.VALUE)
    year, month = Q(granularity=Granularity.YEAR), Q(granularity=Granularity.MONTH)
    starts = (
        Q(granularity=Granularity.DAY)
        | month & Q(period_start__day=1)
        | year & Q(period_start__month=1, period_start__day=1)
    )
    return [
        models.UniqueConstraint(name=f"{name}_once", fields=fields),
        models.CheckConstraint(
            name=f"{name}_value_if_state",
            condition=(is_value & has_value) | (~is_value & ~has_value),
        ),
        models.CheckConstraint(
            name=f"{name}_known_state", condition=Q(state__in=CountState.values)
        ),
        models.CheckConstraint(name=f"{name}_not_negative", condition=~Q(value__lt=0)),
        models.CheckConstraint(name=f"{name}_period_start", condition=starts),
    ]
