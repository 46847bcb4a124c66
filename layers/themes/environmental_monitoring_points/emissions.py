"""MINAM's inventory of greenhouse gases. Format: ``docs/importar-monitoreo-ambiental.md``.

Its rows are of the whole country, and of no place. «sin valor» is no zero.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any

import pandas as pd

from layers.reading.cells import CellError
from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.conventions import follows
from layers.reading.numbers import Mark, decimal_mark, grouped, parse_count, parse_number
from layers.reading.results import Reading
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.reading.tabular import read_table
from territory.models import GreenhouseGasEmission
from territory.names import fold

TABLE = "greenhouse_gas_emissions"
SAMPLE = "FUENTE DE EJEMPLO"
_UNTOLD = frozenset({"", "-", "sin valor", "sin dato", "s/d", "ne", "na", "no", "ie"})
# The whole world emits some 60 million gigagrams in a year.
_MOST = Decimal(10) ** 8
_FIRST_YEAR = 1950
# What adds up to the total; written to the hundredth, so that each may be wrong by half of one.
_PARTS = ("co2", "ch4_co2eq", "n2o_co2eq", "hfc_co2eq")
_ROUNDING = Decimal("0.05")


def _fits(number: Decimal) -> bool:
    return abs(number) < _MOST


@follows("mark", decimal_mark)
def parse_gigagrams(raw: str, mark: Mark | None = None) -> Decimal | None:
    """The amount; None for «sin valor» and the like; raises CellError."""
    if fold(raw).strip() in _UNTOLD:
        return None
    number = parse_number(raw, mark, _fits)
    if number is not None and not _fits(number):
        raise CellError("Es demasiado grande para ser cierto.")
    return None if number is None else number.quantize(Decimal("0.0001"))


def parse_year(raw: str) -> int:
    """A year; raises CellError."""
    year = parse_count(raw, 9999)
    if year is None or year < _FIRST_YEAR:
        raise CellError("No es un año.")
    return year


def _day(raw: str, today: dt.date) -> dt.date | None:
    """``20240521``; None where the cell is empty; raises CellError."""
    text = raw.strip()
    if not text:
        return None
    try:
        day = dt.datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 - a day, no instant
    except ValueError:
        raise CellError("Se espera una fecha AAAAMMDD.") from None
    if day > today:
        raise CellError("La fecha aún no llega.")
    return day


def _amount(title: str, field: str, *also: str) -> Column:
    return Column(title, field, also=also, parse=parse_gigagrams)


EMISSIONS_FILE = Specification(
    GreenhouseGasEmission,
    (
        Column(
            "FECHA_CORTE",
            part_of="cutoff_date",
            about="`AAAAMMDD`; vacía, la que se indica al publicar",
        ),
        Column("ANIO", "year", also=("AÑO",), required=True, strict=True, parse=parse_year),
        Column("SECTOR", "sector", required=True, strict=True),
        Column("CATEGORIA", "category", required=True, strict=True),
        Column("SUBCATEGORIA", "subcategory", required=True, strict=True),
        Column(
            "FUENTE_DE_EMISION",
            "emission_source",
            required=True,
            strict=True,
            sample=SampleMark((SAMPLE,)),
        ),
        Column("IPCC_CLASF", "ipcc_code", also=("IPCC",), required=True, strict=True),
        _amount("DIOXIDO_DE_CARBONO_GGCO2", "co2"),
        _amount("METANO_GGCH4", "ch4"),
        _amount("METANO_EQUIVALENTE_GGCO2EQ", "ch4_co2eq"),
        _amount("OXIDO_NITROSO_GGN2O", "n2o"),
        _amount("OXIDO_NITROSO_EQUIVALENTE_GGCO2EQ", "n2o_co2eq"),
        _amount("HFC_GGCO2EQ", "hfc_co2eq"),
        Column(
            "EMISIONES_GEI_GGCO2EQ",
            "total_co2eq",
            "total de la fuente (Gg de CO₂ equivalente); negativo donde se absorbe más de lo que "
            "se emite",
            required=True,
            parse=parse_gigagrams,
        ),
    ),
    commitments=(2,),
)


def read_emissions(data: FileData, context: Context) -> Reading:
    """The rows of the inventory; raises SourceError where it can't be read as a whole."""
    file = EMISSIONS_FILE
    found = read_table(data, file.required, file.optional, file.aliases, context.choice.sheet)
    table = Columns(found.frame, "ipcc_clasf")
    values = file.read(table, context)
    told = table.read_if_possible("fecha_corte", partial(_day, today=context.today))
    values["cutoff_date"] = told.where(told.notna(), values["cutoff_date"])
    key = ("year", "ipcc_code", "sector", "category", "subcategory", "emission_source")
    table.refuse_repeated(tuple(values[name] for name in key), "ipcc_clasf", "la fuente de emisión")
    frame = file.frame(table, values)
    errors = sorted((*found.errors, *table.errors), key=lambda error: error.row)
    return Reading({TABLE: frame}, tuple(errors), table.notices, tuple(_remarks(frame)))


def _remarks(frame: pd.DataFrame) -> list[str]:
    """What a person should know of the amounts before they are published."""
    remarks = []
    untold = int(frame["total_co2eq"].isna().sum())
    if untold:
        remarks.append(
            f"{grouped(untold)} filas no dicen el total de su fuente: sus sumas quedan incompletas."
        )
    wrong = sum(not _adds_up(row) for row in frame.to_dict("records"))
    if wrong:
        remarks.append(
            f"En {grouped(wrong)} filas el total no es la suma de sus gases: se publica el total "
            "que dice el archivo."
        )
    return remarks


def _adds_up(row: Mapping[Any, Any]) -> bool:
    parts = [row[name] for name in _PARTS if row[name] is not None]
    total = row["total_co2eq"]
    if total is None or not parts:
        return True
    return bool(abs(sum(parts, Decimal(0)) - total) <= _ROUNDING)
