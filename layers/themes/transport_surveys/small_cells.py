"""The counts of a survey that are of so few people that they aren't published, nor deducible."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from layers.reading.columns import Columns
from territory.models.counts import CountState
from territory.periods import Granularity, Period
from territory.suppression import suppressed

# Survey, question, unit and period: the answers of all who were asked a question there.
Asked = tuple[str, str, str, Period]
# Survey, unit and period: those who were asked.
People = tuple[str, str, Period]

_CONTAINS = (
    "Dentro de esta unidad y periodo el archivo tiene otras filas de la misma pregunta, y "
    "restándolas se deduciría lo reservado: publique un solo nivel."
)


def hide_small(
    table: Columns, values: dict[str, Any], counted: pd.Series, periods: pd.Series
) -> tuple[str, ...]:
    """Put ``value``, ``state`` and ``interviewed`` as they may be published into ``values``.

    Refuses the rows of a unit or period that contains others with something hidden. Gives what
    is to be said of the whole file.
    """
    cells = pd.DataFrame(
        {
            "survey": values["survey_code"],
            "question": values["question_code"],
            "unit": values["declared_ubigeo"],
            "period": periods,
            "counted": counted,
            "interviewed": values["interviewed"],
        },
        dtype=object,
    )
    cells = cells[~cells.index.isin(list(table.refused))]
    rows_of: dict[Asked, set[int]] = {}
    hidden_of: dict[Asked, set[int]] = {}
    too_few: set[People] = set()
    for asked, group in cells.groupby(["survey", "question", "unit", "period"], sort=False):
        rows_of[asked] = {int(row) for row in group.index}
        hidden_of[asked], is_few = _hidden(group)
        if is_few:
            too_few.add(_people(asked))
    silent = {asked for asked in rows_of if _people(asked) in too_few}
    hidden_of |= {asked: rows_of[asked] for asked in silent}
    containing = {around for asked, own in hidden_of.items() if own for around in _around(asked)}
    nested = {row: _CONTAINS for asked in containing for row in rows_of.get(asked, ())}
    table.report(nested, "ubigeo", refuse=True)
    hidden = set().union(*hidden_of.values())
    without_total = set().union(*(rows_of[asked] for asked in silent))
    _publish(values, counted, hidden, without_total)
    return _remarks(cells, hidden - nested.keys(), without_total - nested.keys())


def _people(asked: Asked) -> People:
    survey, _question, unit, period = asked
    return survey, unit, period


def _hidden(group: pd.DataFrame) -> tuple[set[int], bool]:
    """The numbers of the rows whose count isn't published, and whether nothing may be."""
    told = [c.state in (CountState.VALUE, CountState.SUPPRESSED) for c in group["counted"]]
    rows = [int(row) for row, is_told in zip(group.index, told, strict=True) if is_told]
    counts = [c.value for c, is_told in zip(group["counted"], told, strict=True) if is_told]
    total = group["interviewed"].iloc[0]
    found = suppressed(counts, None if total is None else int(total))
    return {rows[place] for place in found.hidden}, found.too_few


def _around(asked: Asked) -> Iterator[Asked]:
    """The same question of all units and periods that contain these."""
    survey, question, unit, period = asked
    units = [unit[:digits] for digits in (2, 4, 6) if digits <= len(unit)]
    longer = {
        Granularity.DAY: (Granularity.MONTH, Granularity.YEAR),
        Granularity.MONTH: (Granularity.YEAR,),
        Granularity.YEAR: (),
    }[period.granularity]
    periods = [period, *(Period.of(period.start, length) for length in longer)]
    for code in units:
        for around in periods:
            if (code, around) != (unit, period):
                yield survey, question, code, around


def _publish(
    values: dict[str, Any], counted: pd.Series, hidden: set[int], without_total: set[int]
) -> None:
    is_hidden = counted.index.isin(list(hidden))
    numbers = [None if c is None else c.value for c in counted]
    states = [None if c is None else str(c.state.value) for c in counted]
    value = pd.Series(numbers, counted.index, dtype=object)
    state = pd.Series(states, counted.index, dtype=object)
    interviewed = values["interviewed"].astype(object)
    loses_total = interviewed.index.isin(list(without_total))
    values["value"] = value.where(~is_hidden, None)
    values["state"] = state.where(~is_hidden, CountState.SUPPRESSED.value)
    values["interviewed"] = interviewed.where(~loses_total, None)


def _remarks(cells: pd.DataFrame, hidden: set[int], without_total: set[int]) -> tuple[str, ...]:
    """How many were hidden by the site; the numbers themselves are in no report."""
    by_site = [row for row in hidden if cells.at[row, "counted"].state == CountState.VALUE]
    remarks = []
    if by_site:
        remarks.append(
            f"{len(by_site)} celdas se publican como reservadas: son de menos de 5 personas, o "
            "con ellas se deduciría una que lo es."
        )
    if without_total:
        remarks.append(
            f"{len(without_total)} filas se publican sin ningún número: se entrevistó a tan pocas "
            "personas que se deduciría lo reservado."
        )
    return tuple(remarks)
