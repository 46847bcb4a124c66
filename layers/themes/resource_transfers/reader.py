"""Income from extraction, summed by year. Format: ``docs/importar-transferencias.md``.

A sum of which one row can't be read is not reported: a part is not the whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from operator import attrgetter
from typing import Any

import pandas as pd

from layers.reading.cells import CellError
from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.conventions import follows
from layers.reading.numbers import Mark, decimal_mark, grouped, parse_count, parse_number
from layers.reading.provenance import provenance_values
from layers.reading.results import Reading
from layers.reading.tabular import joined, read_in_chunks
from layers.themes.resource_transfers.choice import Choosing
from layers.themes.resource_transfers.columns import FILE, TABLE, parse_kind, parse_note
from layers.themes.resource_transfers.places import COLUMNS, Receivers
from territory.models.counts import CountState
from territory.models.resource_transfers import ResourceTransfer
from territory.names import fold
from territory.periods import Granularity

KEY = ["unit", "recipient", "year", "kind"]
_AMOUNT = "monto_recaudado"
_FIRST_YEAR = 1990
# A year's whole public budget is below it.
_MOST = Decimal(10) ** 12


def read_transfers(data: FileData, context: Context) -> Reading:
    """What each government received by year and kind; raises SourceError."""
    sieve = Choosing()
    sheet = context.choice.sheet
    chunks = read_in_chunks(data, FILE.required, FILE.optional, FILE.aliases, sheet, sieve)
    found = joined(chunks)
    remarks = list(sieve.remarks())
    table = Columns(found.frame)
    cells = _cells(table, context)
    cells = _left_out(table, cells, context, remarks)
    refused = cells.index.isin(list(table.refused))
    unknown = cells.loc[refused, KEY].dropna().drop_duplicates()
    sums = _summed(table, cells[~refused].dropna(), unknown)
    errors = sorted((*found.errors, *table.errors), key=lambda error: error.row)
    rows = _as_rows(sums, context)
    return Reading({TABLE: rows}, tuple(errors), table.notices, tuple(remarks))


def _cells(table: Columns, context: Context) -> pd.DataFrame:
    """What each row says; None where a cell was refused, 0 for a month that isn't told."""
    table.read("nota", partial(parse_note, samples=context.samples))
    # An example among facts, or a fact among examples, says nothing of its sum.
    foreign = list(table.refused)
    receivers = table.read_together(COLUMNS, Receivers(context.units).find, refuse=True)
    _report_doubts(table, receivers)
    year = partial(_parse_year, cutoff=context.required_provenance.cutoff_date)
    cells = pd.DataFrame(
        {
            "unit": _objects(receivers, attrgetter("ubigeo")),
            "recipient": _objects(receivers, attrgetter("recipient")),
            "year": table.read("ano_doc", year),
            "month": table.read("mes_doc", _parse_month),
            "kind": table.read("tipo_recurso_nombre", parse_kind),
            "amount": table.read(_AMOUNT, _parse_amount),
        }
    )
    return cells.drop(index=foreign)


def _report_doubts(table: Columns, receivers: pd.Series) -> None:
    """Once of each unit that the file writes otherwise: it is in thousands of rows."""
    doubts: dict[str, int] = {}
    for row, found in receivers.items():
        if found and found.doubt:
            doubts.setdefault(found.doubt, int(row))
    by_row = {row: doubt for doubt, row in doubts.items()}
    table.report(by_row, "distrito_ejecutora_nombre", refuse=False)


def _left_out(
    table: Columns, cells: pd.DataFrame, context: Context, remarks: list[str]
) -> pd.DataFrame:
    """The rows that are income of a whole year; what is to be said of the others is added."""
    cells = _without_carried_over(table, cells, remarks)
    cutoff = context.required_provenance.cutoff_date
    unfinished = cells.index[cells["year"] == cutoff.year]
    if (cutoff.month, cutoff.day) != (12, 31) and len(unfinished):
        cells = cells.drop(index=unfinished)
        remarks.append(
            f"{grouped(len(unfinished))} filas son de {cutoff.year}, que no había terminado a la "
            "fecha de corte: no se toman."
        )
    if (cells["month"].fillna(0) > 0).any():
        cells = _without_opening(table, cells, remarks)
        remarks += _missing_months(cells)
    empty = cells.index[cells["amount"].isna() & ~cells.index.isin(list(table.refused))]
    table.report(dict.fromkeys(map(int, empty), "Falta el monto."), _AMOUNT, refuse=True)
    return cells


def _without_carried_over(table: Columns, cells: pd.DataFrame, remarks: list[str]) -> pd.DataFrame:
    kinds = table.frame.loc[cells.index, "generica_nombre"]
    if not kinds.str.strip().any():
        remarks.append(
            "El archivo no dice la genérica del ingreso: si incluye saldos de balance, el dinero "
            "de años anteriores cuenta otra vez."
        )
        return cells
    carried = [text for text in kinds.unique() if "saldo" in fold(text)]
    rows = cells.index[kinds.isin(carried)]
    if len(rows):
        total = sum(filter(None, cells.loc[rows, "amount"]), Decimal(0))
        remarks.append(
            f"{grouped(len(rows))} filas son saldos de balance, dinero de años anteriores: no se "
            f"suman (S/ {grouped(int(total))})."
        )
    return cells.drop(index=rows)


def _without_opening(table: Columns, cells: pd.DataFrame, remarks: list[str]) -> pd.DataFrame:
    """The opening budget has rows of no month, and no income."""
    opening = cells.index[cells["month"] == 0]
    empty = cells.loc[opening, "amount"].map(lambda amount: not amount).astype(bool)
    good = opening[empty & ~opening.isin(list(table.refused))]
    reason = "Sin mes es el presupuesto de apertura, que no trae ingresos."
    wrong = opening.difference(good)
    table.report(dict.fromkeys(map(int, wrong), reason), "mes_doc", refuse=True)
    if len(good):
        remarks.append(f"{grouped(len(good))} filas son del presupuesto de apertura, sin ingresos.")
    return cells.drop(index=good)


def _missing_months(cells: pd.DataFrame) -> Iterator[str]:
    for year, months in cells.groupby("year")["month"]:
        missing = sorted(set(range(1, 13)) - set(months.dropna()))
        if missing:
            named = ", ".join(map(str, missing))
            yield f"De {year} el archivo no trae los meses {named}: compruebe que esté completo."


def _summed(table: Columns, good: pd.DataFrame, unknown: pd.DataFrame) -> pd.DataFrame:
    """A row for each sum, in céntimos; ``value`` is None where one of its rows was refused."""
    cents = good["amount"].map(lambda amount: int(amount * 100)).astype("int64")
    numbered = good.assign(cents=cents, row=good.index)
    sums = numbered.groupby(KEY, sort=False).agg(cents=("cents", "sum"), row=("row", "first"))
    negative = sums[sums["cents"] < 0]
    if len(negative):
        reasons = {
            int(one.row): f"La suma del año es negativa (S/ {one.cents / 100:.2f}): un extorno sin "
            "su ingreso. No se publica."
            for one in negative.itertuples()
        }
        table.report(reasons, _AMOUNT, refuse=True)
    sums = sums.drop(index=negative.index)
    lost = pd.MultiIndex.from_frame(unknown).union(negative.index, sort=False)
    values = sums["cents"].astype(object).map(lambda number: Decimal(number).scaleb(-2))
    values[sums.index.isin(lost)] = None
    silent = lost.difference(sums.index, sort=False)
    every = pd.concat([values, pd.Series([None] * len(silent), silent, dtype=object)])
    return every.rename("value").rename_axis(KEY).reset_index()


def _as_rows(sums: pd.DataFrame, context: Context) -> pd.DataFrame:
    """The sums with the columns of the table."""
    has_value = sums["value"].notna()
    values: dict[str, Any] = {
        **provenance_values(ResourceTransfer, context),
        "declared_ubigeo": sums["unit"],
        "period_start": [dt.date(int(year), 1, 1) for year in sums["year"]],
        "granularity": Granularity.YEAR.value,
        "category": sums["kind"],
        "recipient": sums["recipient"],
        "value": sums["value"].where(has_value, None),
        "state": has_value.map(
            {True: CountState.VALUE.value, False: CountState.NOT_REPORTED.value}
        ),
        "commitments": pd.Series([list(FILE.commitments)] * len(sums), sums.index, dtype=object),
    }
    rows = pd.DataFrame(values, sums.index, columns=list(FILE.fields), dtype=object)
    # Sums are no single row of the file.
    rows.index = pd.Index([None] * len(rows), dtype=object)
    return rows


def _parse_year(raw: str, cutoff: dt.date) -> int:
    year = parse_count(raw, 9999)
    if year is None:
        raise CellError("Falta el año.")
    if year < _FIRST_YEAR:
        raise CellError("No es un año.")
    if year > cutoff.year:
        raise CellError("El año es posterior a la fecha de corte del archivo.")
    return year


def _parse_month(raw: str) -> int:
    if not raw.strip():
        return 0
    try:
        return parse_count(raw, 12) or 0
    except CellError:
        raise CellError("No es un mes: se espera de 1 a 12.") from None


def _fits(number: Decimal) -> bool:
    return abs(number) < _MOST


@follows("mark", decimal_mark)
def _parse_amount(raw: str, mark: Mark | None = None) -> Decimal | None:
    """Soles, to the céntimo; may be negative in a month. None when empty."""
    number = parse_number(raw, mark, _fits)
    if number is None:
        return None
    if not _fits(number):
        raise CellError("Es demasiado grande para ser cierto.")
    return number.quantize(Decimal("0.01"))


def _objects(values: pd.Series, get: Any) -> pd.Series:
    found = [None if value is None else get(value) for value in values]
    return pd.Series(found, values.index, dtype=object)
