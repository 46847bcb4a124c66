"""How late a milestone is, of its dates alone; computed when it is asked for, and never stored."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Case, DateField, F, Func, IntegerField, Q, TextField, Value, When
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from territory.models import Progress


class Delay(models.TextChoices):
    """What the dates say of a milestone.

    ``OVERDUE``: at the day of the latest information its date had passed and it wasn't done.
    ``UNREPORTED``: its date passed after the latest information, so that nobody knows.
    """

    UNKNOWN = "unknown", _("no se conoce")
    RUNNING = "running", _("en plazo")
    ON_TIME = "on_time", _("concluido a tiempo")
    LATE = "late", _("concluido con retraso")
    OVERDUE = "overdue", _("vencido")
    UNREPORTED = "unreported", _("vencido sin informe")
    ABANDONED = "abandoned", _("abandonado")


# Of those that need somebody's attention.
IS_DELAYED = (Delay.LATE, Delay.OVERDUE, Delay.UNREPORTED)


def delay_kind(today: dt.date) -> Case:
    """A ``Delay`` for each row of ``milestones.with_progress``, by its ``shown_…`` columns."""
    is_completed = Q(shown_progress=Progress.COMPLETED)
    return Case(
        When(shown_progress=Progress.ABANDONED, then=Value(Delay.ABANDONED)),
        When(Q(planned_end=None) | (is_completed & Q(shown_end=None)), then=Value(Delay.UNKNOWN)),
        When(is_completed & Q(shown_end__lte=F("planned_end")), then=Value(Delay.ON_TIME)),
        When(is_completed, then=Value(Delay.LATE)),
        When(
            Q(shown_progress__isnull=False, shown_as_of__gt=F("planned_end")),
            then=Value(Delay.OVERDUE),
        ),
        When(planned_end__lt=today, then=Value(Delay.UNREPORTED)),
        default=Value(Delay.RUNNING),
        output_field=TextField(),
    )


def delay_days(today: dt.date) -> Case:
    """Days behind the planned end, where ``delay`` says that it is; NULL elsewhere."""
    return Case(
        When(delay=Delay.LATE, then=_days_since_planned(F("shown_end"))),
        When(delay=Delay.OVERDUE, then=_days_since_planned(F("shown_as_of"))),
        When(delay=Delay.UNREPORTED, then=_days_since_planned(Value(today, DateField()))),
        output_field=IntegerField(),
    )


def _days_since_planned(day: Combinable) -> Func:
    """PostgreSQL: date − date is a number of days (9.9, table 9.33)."""
    template = "(%(expressions)s)"
    output = IntegerField()
    return Func(day, F("planned_end"), template=template, arg_joiner=" - ", output_field=output)


def describe(delay: str, days: int | None, as_of: dt.date) -> str:
    """The sentence that a page, a feed or a table has for it."""
    number = ngettext("%(n)d día", "%(n)d días", days or 0) % {"n": days or 0}
    match delay:
        case Delay.LATE:
            return f"concluido {number} después de lo previsto"
        case Delay.OVERDUE:
            return f"vencido: {number} de retraso al {as_of:%d/%m/%Y}"
        case Delay.UNREPORTED:
            return f"venció hace {number} y desde entonces no se ha informado"
    return str(Delay(delay).label)
