"""Homes by water supply, of INEI's census of 2025. Format: ``docs/importar-agua.md``.

The table has no ubigeo, names 27 departments, and lists totals beside their parts: of all
supplies, of a department's provinces, of the country. They are held against their parts and not
kept, so that nothing is counted twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from operator import attrgetter
from typing import Any

import pandas as pd

from layers.reading.cells import CellError, parse_text
from layers.reading.census_places import parse_census_place
from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.counted import parse_counted, parse_period
from layers.reading.directory import Directory
from layers.reading.results import Cleaned, Reading
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.reading.tabular import read_table
from layers.themes.water_supply_counts.totals import hold_categories, hold_places, published_places
from territory.models import WaterSupplyCount
from territory.names import fold
from territory.periods import Granularity, Period

# What tells a row written for demonstration from a fact, in the file itself.
SAMPLE_NOTE = "DATO DE EJEMPLO"

TOTAL = "total"

Counted, Supply = WaterSupplyCount.Counted, WaterSupplyCount.Supply

_COUNTED = {fold(str(counted.label)): counted.value for counted in Counted}
_SUPPLIES = {
    "red_publica": Supply.PUBLIC_NETWORK,
    "pilon_pileta": Supply.STANDPIPE,
    "camion_cisterna": Supply.TANKER,
    "pozo": Supply.WELL,
    "manantial": Supply.SPRING,
    "rio_acequia": Supply.RIVER,
    "otro": Supply.OTHER,
    "total": TOTAL,
}
_MARK = SampleMark((SAMPLE_NOTE,), f"La nota de una muestra empieza con «{SAMPLE_NOTE}».")


def _parse_code(raw: str, codes: Mapping[str, str]) -> str:
    code = codes.get(fold(raw))
    if code is None:
        raise CellError(f"Se espera uno de: {', '.join(codes)}.")
    return str(code)


FILE = Specification(
    WaterSupplyCount,
    (
        Column(
            "departamento",
            part_of="declared_ubigeo",
            about="nombre, sin ubigeo: uno de los 24, `PROV. CONSTITUCIONAL DEL CALLAO`, "
            "`LIMA METROPOLITANA`, `REGIÓN LIMA` o `PERÚ`",
            required=True,
            strict=True,
        ),
        Column(
            "provincia",
            part_of="declared_ubigeo",
            about="`PROVINCIA …`, o `Total` en las filas de todo el departamento",
            required=True,
            strict=True,
        ),
        Column(
            "area",
            about="solo se toman las filas `Total`: las otras dividen las mismas viviendas",
            required=True,
        ),
        Column(
            "tipo_vivienda",
            about="solo se toman las filas `Total`, por lo mismo",
            required=True,
        ),
        Column(
            "indicador",
            "counted",
            "`Viviendas particulares` u `Ocupantes presentes`: nunca se suman entre sí",
            required=True,
            strict=True,
            parse=partial(_parse_code, codes=_COUNTED),
        ),
        Column(
            "procedencia_agua",
            "category",
            ", ".join(f"`{code}`" for code in _SUPPLIES),
            required=True,
            strict=True,
            parse=partial(_parse_code, codes=_SUPPLIES),
        ),
        Column(
            "valor",
            part_of="value",
            about="una cantidad entera, o por qué no la hay (abajo)",
            required=True,
            strict=True,
        ),
        Column(
            "periodo",
            part_of="period_start",
            about="`AAAA`, `AAAA-MM` o `AAAA-MM-DD`. Sin ella se toma el año de la fecha de corte, "
            "y se dice",
            strict=True,
        ),
        Column(
            "nota",
            about=f"`{SAMPLE_NOTE}` marca una muestra, que no se puede publicar como un hecho",
            strict=True,
        ),
    ),
    commitments=(14,),
    computed=("granularity", "state"),
)


def read_water_supply(data: FileData, context: Context) -> Reading:
    """The counts of a CSV file or a spreadsheet; raises SourceError."""
    table = read_table(data, FILE.required, FILE.optional, sheet=context.choice.sheet)
    whole, remarks = _undivided(table.frame)
    if not table.frame["periodo"].str.strip().any():
        year = context.required_provenance.cutoff_date.year
        remarks.append(f"El archivo no dice su periodo: se toma el año de su corte, {year}.")
    cleaned = clean_water_supply(whole, context)
    totals = len(whole) - cleaned.refused_rows - len(cleaned.frame)
    if totals:
        remarks.append(
            f"{totals} filas son totales: se cotejaron con sus partes y no se publican. «REGIÓN "
            "LIMA» no es una unidad del INEI; «LIMA METROPOLITANA» es la provincia de Lima (1501)."
        )
    errors = sorted((*table.errors, *cleaned.errors), key=lambda error: error.row)
    return Reading(
        {"water_supply_counts": cleaned.frame},
        tuple(errors),
        cleaned.notices,
        tuple(remarks),
    )


def _undivided(raw: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The rows of all areas and kinds of dwelling; the others divide the same homes again."""
    kept = raw["area"].map(fold).eq(TOTAL) & raw["tipo_vivienda"].map(fold).eq(TOTAL)
    others = int((~kept).sum())
    remark = f"{others} filas no se toman: dividen lo mismo por área o tipo de vivienda."
    return raw[kept], [remark] if others else []


def clean_water_supply(raw: pd.DataFrame, context: Context) -> Cleaned:
    """The rows of ``raw`` (text, indexed by row number) that can be published."""
    table = Columns(raw)
    values = FILE.read(table, context)
    table.read("nota", partial(_parse_note, samples=context.samples))
    places = partial(_parse_place, units=context.units)
    cells = pd.DataFrame(
        {
            "place": table.read_together(("provincia", "departamento"), places, refuse=True),
            "counted": values["counted"],
            "supply": values["category"],
            "period": table.read("periodo", partial(_parse_period, context=context)),
            "reported": table.read("valor", parse_counted),
        },
        dtype=object,
    )
    keys = [cells[name] for name in ("place", "counted", "supply", "period")]
    table.refuse_repeated(keys, "procedencia_agua", "el dato")
    whole = cells.drop(index=list(table.refused))
    hold_categories(table, whole, Supply.values)
    hold_places(table, whole, context.units)
    units = published_places(table, whole, context.units)
    values |= _values(cells, units)
    frame = FILE.frame(table, values)
    return Cleaned(frame[frame["declared_ubigeo"].notna()], table.errors, table.notices)


def _values(cells: pd.DataFrame, units: pd.Series) -> dict[str, pd.Series]:
    """What several cells make; totals and what is no unit have no ubigeo."""
    units = units.reindex(cells.index).astype(object)
    return {
        "declared_ubigeo": units.where(cells["supply"] != TOTAL, None),
        "period_start": _objects(cells["period"], attrgetter("start")),
        "granularity": _objects(cells["period"], attrgetter("granularity.value")),
        "value": _objects(cells["reported"], attrgetter("value")),
        "state": _objects(cells["reported"], attrgetter("state.value")),
    }


def _objects(values: pd.Series, get: Callable[[Any], Any]) -> pd.Series:
    found = [None if value is None else get(value) for value in values]
    return pd.Series(found, values.index, dtype=object)


def _parse_place(province: str, department: str, units: Directory) -> str:
    return parse_census_place(department, province, units)


def _parse_note(raw: str, samples: bool) -> str:
    note = parse_text(raw, max_length=200)
    _MARK.check(note, samples=samples)
    return note


def _parse_period(raw: str, context: Context) -> Period:
    if not raw.strip():
        return Period.of(context.required_provenance.cutoff_date, Granularity.YEAR)
    return parse_period(raw, context.today)
