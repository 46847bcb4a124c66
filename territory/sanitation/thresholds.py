"""From where on an investment is listed as stalled, overrun, or paid ahead of the work.

The thresholds are rows with the reason for each (``SanitationThreshold``), this site's own.
Whether an investment meets one isn't known where an amount of it isn't: such are counted apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from territory.models import SanitationThreshold

Name = SanitationThreshold.Name
STALLED, OVERRUN, AHEAD = "stalled", "overrun", "ahead"
LISTS: dict[str, str | Promise] = {
    STALLED: gettext_lazy("Sin avance en el año"),
    OVERRUN: gettext_lazy("Con sobrecosto"),
    AHEAD: gettext_lazy("Gasto por delante de la obra"),
}
ACTIVE = "ACTIVO"


@dataclass(frozen=True)
class Thresholds:
    """Each threshold's value and the reason for it, by name."""

    values: dict[str, Decimal]
    reasons: dict[str, str]

    def said(self, listed: str) -> str:
        """What a list holds, as a person reads it."""
        value = {name: f"{number.normalize():f}" for name, number in self.values.items()}
        if listed == STALLED:
            return _(
                "Inversiones activas que devengaron en años anteriores, no llegan a 100 %% de "
                "avance físico y en el año del corte devengaron a lo más %(share)s %% de su costo; "
                "solo con cortes desde el mes %(month)s."
            ) % {
                "share": value[Name.STALLED_ACCRUED_PCT],
                "month": value[Name.STALLED_FROM_MONTH],
            }
        if listed == OVERRUN:
            return _(
                "Inversiones cuyo costo actualizado supera el monto viable en %(over)s %% o más."
            ) % {"over": value[Name.OVERRUN_PCT]}
        return _(
            "Inversiones activas cuyo devengado acumulado, en %% del costo actualizado, supera el "
            "avance físico en %(points)s puntos o más."
        ) % {"points": value[Name.AHEAD_POINTS]}

    def why(self, listed: str) -> list[str]:
        """The reasons for the list's thresholds."""
        return [reason for name, reason in self.reasons.items() if name.startswith(listed)]


@dataclass(frozen=True)
class Condition:
    """``meets``: the investments on a list; ``unknown``: those of which it can't be said."""

    meets: Q
    unknown: Q


def thresholds() -> Thresholds:
    """Those that hold now; raises KeyError nowhere, since a list needs its rows to be offered."""
    rows = list(SanitationThreshold.objects.all())
    return Thresholds({row.name: row.value for row in rows}, {row.name: row.reason for row in rows})


def offered(known: Thresholds) -> list[str]:
    """The lists whose thresholds are all there: without the row there is no list."""
    needs = {
        STALLED: (Name.STALLED_FROM_MONTH, Name.STALLED_ACCRUED_PCT),
        OVERRUN: (Name.OVERRUN_PCT,),
        AHEAD: (Name.AHEAD_POINTS,),
    }
    return [name for name in LISTS if all(need in known.values for need in needs[name])]


def conditions(known: Thresholds) -> dict[str, Condition]:
    """Each offered list's condition on rows of ``investments.worked_out``."""
    return {name: _CONDITIONS[name](known.values) for name in offered(known)}


def _stalled(values: dict[str, Decimal]) -> Condition:
    begun = Q(status=ACTIVE, accrued_before_pen__gt=0)
    late = Q(cutoff_date__month__gte=int(values[Name.STALLED_FROM_MONTH]))
    unfinished = Q(physical_advance_pct__isnull=True) | Q(physical_advance_pct__lt=100)
    share: Any = values[Name.STALLED_ACCRUED_PCT] / 100
    little = Q(accrued_this_year_pen=0)
    if share:
        little |= Q(accrued_this_year_pen__lte=F("updated_cost_pen") * share)
    untold = Q(accrued_before_pen__isnull=True) | Q(accrued_this_year_pen__isnull=True)
    return Condition(
        begun & late & unfinished & little, Q(status=ACTIVE) & (untold | ~late) | Q(status=None)
    )


def _overrun(values: dict[str, Decimal]) -> Condition:
    known = Q(viable_amount_pen__gt=0, updated_cost_pen__isnull=False)
    factor = 1 + values[Name.OVERRUN_PCT] / 100
    over = Q(updated_cost_pen__gte=F("viable_amount_pen") * factor)
    more = Q(updated_cost_pen__gt=F("viable_amount_pen"))
    return Condition(known & over & more, ~known)


def _ahead(values: dict[str, Decimal]) -> Condition:
    active = Q(status=ACTIVE)
    points = Q(ahead_points__gte=values[Name.AHEAD_POINTS], ahead_points__gt=0)
    return Condition(active & points, active & Q(ahead_points__isnull=True) | Q(status=None))


_CONDITIONS = {STALLED: _stalled, OVERRUN: _overrun, AHEAD: _ahead}
