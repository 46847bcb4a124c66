"""The people near stops as figures: of a unit, and by department for a commitment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from territory.covered import CoveredUnit
from territory.figures import DepartmentRow, Figure, FigureTable
from territory.models import AdminUnit, PopulationSource
from territory.models.transport import commitment_of
from territory.population.near_stops import near_units
from territory.population.units import loaded_population

_TITLE = _("Personas cerca de un paradero")
_NEAR = _("Personas a menos de 500 m de un paradero, en línea recta")
_EVERYBODY = _("Personas en todo el territorio, según la misma fuente")
_PEOPLE = _("personas")


def near_stop_figures(unit: AdminUnit) -> dict[int, list[Figure]]:
    """Commitment number → the unit's figures; none where the population doesn't cover it.

    Two queries at most, one where no population is loaded.
    """
    number, population = commitment_of(unit.pk), loaded_population()
    if number is None or population is None:
        return {}
    rows = list(near_units().filter(unit=unit))
    return {number: _figures(population, rows, ())} if rows else {}


def near_stop_tables(number: int) -> list[FigureTable]:
    """The commitment's table, of the provinces that the population covers; empty without any.

    Of districts where no province's land is known. Three queries at most, one where no
    population is loaded.
    """
    population = loaded_population()
    if population is None:
        return []
    rows = [row for row in near_units() if commitment_of(row.unit_id) == number]
    provinces = [row for row in rows if len(row.unit_id) == 4]
    shown = provinces or [row for row in rows if len(row.unit_id) == 6]
    if not shown:
        return []
    whole = {row.unit_id: row for row in rows if len(row.unit_id) == 2}
    codes = sorted({row.unit_id[:2] for row in shown})
    departments = AdminUnit.objects.filter(pk__in=codes).defer("geom").in_bulk()
    total = _figures(population, shown, _covers(shown))
    lines = []
    for code in codes:
        if code in whole:
            own = _figures(population, [whole[code]], ())
        else:
            within = [row for row in shown if row.unit_id.startswith(code)]
            own = _figures(population, within, _covers(within))
        values = tuple(figure.value for figure in own)
        lines.append(DepartmentRow(departments[code], values, code not in whole, tuple(own)))
    return [FigureTable(_TITLE, tuple(total), tuple(lines), total[0].is_sample)]


def _covers(rows: Iterable[Any]) -> tuple[CoveredUnit, ...]:
    return tuple(CoveredUnit(row.unit_id, row.name) for row in rows)


def _figures(
    population: PopulationSource, rows: list[Any], covers: tuple[CoveredUnit, ...]
) -> list[Figure]:
    """Those near and all of them, of units that don't overlap."""
    counted = (
        ("people_near_stops", _NEAR, sum(row.people for row in rows)),
        ("people_of_population", _EVERYBODY, sum(row.total for row in rows)),
    )
    source = f"{population.source}; paraderos: los publicados"
    return [
        Figure(
            name,
            title,
            round(value),
            _PEOPLE,
            source,
            population.cutoff_date,
            is_sample=any(row.is_sample for row in rows),
            is_partial=bool(covers),
            covers=covers,
        )
        for name, title, value in counted
    ]
