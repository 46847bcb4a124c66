"""Commitment 14: Invierte.pe's investments in sanitation (``docs/importar-saneamiento.md``)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd

from layers.reading.cells import (
    CellError,
    Row,
    mend_encoding,
    parse_amount_pen,
    parse_boolean,
    parse_count,
    parse_date,
    parse_percent,
    parse_required_text,
    parse_text,
)
from layers.reading.context import Context
from layers.reading.positions import parse_position
from layers.reading.results import Cleaned, Reading, RowError, SourceError
from layers.reading.tabular import read_table
from layers.themes.sanitation_projects.choice import choose
from layers.themes.sanitation_projects.columns import ALIASES, OPTIONAL_COLUMNS, REQUIRED_COLUMNS
from layers.themes.sanitation_projects.places import Places
from territory.models.sanitation import SanitationProject
from territory.names import fold

COMMITMENT = 14
SAMPLE_NAME = "PROYECTO DE EJEMPLO"
# Investments are numbered from 2,000,001 on; none is near this.
SAMPLE_CUI = "9000"
# Added to the source of rows that were chosen by name: it then stands beside every figure.
BY_NAME = " (saneamiento según el nombre de la inversión)"
# Nobody serves more people than the country has (34,350,244 in 2025); one file says 856,926,132.
MAX_BENEFICIARIES = 35_000_000

_CUI = re.compile(r"(\d{5,8})(?:\.0+)?")
_LEVELS = {str(level) for level in SanitationProject.GovernmentLevel}

# The model's column → the file's. What is wrong in these is left out; the row stays.
_TEXTS = {
    "snip_code": ("codigo_snip", 12),
    "status": ("estado", 60),
    "situation": ("situacion", 100),
    "framework": ("marco", 60),
    "sector": ("sector", 200),
    "entity": ("entidad", 300),
    "executing_unit": ("ejecutora", 300),
    "modality": ("des_modalidad", 200),
}
_AMOUNTS = {
    "viable_amount_pen": "monto_viable",
    "updated_cost_pen": "costo_actualizado",
    "opening_budget_pen": "pia_anio_actual",
    "modified_budget_pen": "pim_anio_actual",
    "accrued_this_year_pen": "dev_anio_actual",
    "accrued_before_pen": "deven_acumul_anio_ant",
}
_PERCENTAGES = {
    "physical_advance_pct": "avance_fisico",
    "execution_advance_pct": "avance_ejecucion",
}
_FLAGS = {"has_f8": "tiene_f8", "has_f9": "tiene_f9", "has_f12b": "tiene_f12b"}
_DATES = {"registered_on": "fecha_registro", "viable_on": "fecha_viabilidad"}

# What an investment's rows have to agree on, since it is counted once.
_COLUMNS = {
    "name": "nombre_inversion",
    **{name: column for name, (column, _length) in _TEXTS.items()},
    **_AMOUNTS,
    **_PERCENTAGES,
}

FIELDS = (
    "cui",
    "place",
    "declared_ubigeo",
    "name",
    "government_level",
    *_TEXTS,
    "selected_by",
    *_AMOUNTS,
    *_PERCENTAGES,
    *_FLAGS,
    *_DATES,
    "beneficiaries",
    "geom",
    "commitments",
    "source",
    "source_url",
    "cutoff_date",
    "is_sample",
)


def read_sanitation_projects(data: bytes, context: Context) -> Reading:
    """A CSV file's or a spreadsheet's rows in sanitation, one a project and unit."""
    table = read_table(data, REQUIRED_COLUMNS, OPTIONAL_COLUMNS, ALIASES)
    how = choose(table.frame["funcion"], table.frame["nombre_inversion"])
    chosen = table.frame[how != ""]
    remarks = [f"{len(table.frame) - len(chosen)} filas no son de saneamiento."]
    if not table.frame["funcion"].str.strip().any():
        remarks.append(
            "El archivo no trae la columna FUNCION: las filas se reconocieron por el nombre de "
            "la inversión, y su fuente lo dice."
        )
    cleaned, repeated = clean_projects(chosen, how[how != ""], context)
    if repeated:
        remarks.append(f"{repeated} filas repiten un proyecto en la misma unidad: cuenta una.")
    errors = sorted((*table.errors, *cleaned.errors), key=lambda error: error.row)
    return Reading(
        {"sanitation_projects": cleaned.frame}, tuple(errors), cleaned.notices, tuple(remarks)
    )


def clean_projects(raw: pd.DataFrame, how: pd.Series, context: Context) -> tuple[Cleaned, int]:
    """The rows of ``raw`` (text) that can be published, and how many only repeat another.

    ``how`` tells of each row how it is known to be sanitation.
    """
    reader = _Reader(context)
    rows = zip(raw.index, how, raw.to_dict("records"), strict=True)
    for number, selected_by, cells in rows:
        reader.take(Row(int(number), {str(k): str(v) for k, v in cells.items()}), selected_by)
    numbers = [number for number, _record in reader.kept.values()]
    records = [record for _number, record in reader.kept.values()]
    # As objects: a missing number stays None and doesn't become NaN.
    frame = pd.DataFrame(records, numbers, FIELDS, dtype=object)
    return Cleaned(frame, tuple(reader.errors), tuple(reader.notices)), reader.repeated


@dataclass
class _Reader:
    """Takes one row after another; knows those before, which an investment repeats."""

    context: Context
    kept: dict[tuple[str, str], tuple[int, dict[str, Any]]] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)
    notices: list[RowError] = field(default_factory=list)
    repeated: int = 0

    def __post_init__(self) -> None:
        self._places = Places(self.context.units)
        self._projects: dict[str, tuple[int, dict[str, Any]]] = {}
        self._parse_date = partial(parse_date, today=self.context.today)
        self._sources = {
            by: _source(self.context, by) for by in SanitationProject.SelectedBy.values
        }

    def take(self, row: Row, selected_by: str) -> None:
        record = self._record(row, selected_by)
        if not row.errors:
            self._check_against_first(row, record)
        self.errors += row.errors
        if row.errors:
            return
        key = (record["cui"], record["place"])
        if key in self.kept:
            self.repeated += 1
            first = self.kept[key][1]
            # One of its rows may know where it is.
            first["geom"] = first["geom"] or record["geom"]
        else:
            self.kept[key] = (row.number, record)
            self.notices += row.notices

    def _check_against_first(self, row: Row, record: dict[str, Any]) -> None:
        number, first = self._projects.setdefault(record["cui"], (row.number, record))
        differing = [name for name in _COLUMNS if record[name] != first[name]]
        if differing:
            what = _COLUMNS[differing[0]]
            row.refuse("codigo_unico", f"La fila {number} da a este CUI otro valor en {what}.")

    def _record(self, row: Row, selected_by: str) -> dict[str, Any]:
        told = self.context.told
        ubigeo = self._unit(row)
        record: dict[str, Any] = {
            "cui": row.read("codigo_unico", self._parse_cui),
            "place": ubigeo or "",
            "declared_ubigeo": ubigeo,
            "name": self._name(row),
            "government_level": row.read_if_possible("nivel", _parse_level) or "",
            "selected_by": selected_by,
            "beneficiaries": row.read_if_possible(
                "num_habitantes_benef", partial(parse_count, most=MAX_BENEFICIARIES)
            ),
            "geom": _position(row),
            "commitments": [COMMITMENT],
            "source": self._sources[selected_by],
            "source_url": told.source_url,
            "cutoff_date": told.cutoff_date,
            "is_sample": self.context.samples,
        }
        for name, (column, length) in _TEXTS.items():
            record[name] = (
                row.read_if_possible(column, partial(parse_text, max_length=length)) or ""
            )
        record["status"] = record["status"].upper()
        _read_all(row, record, _AMOUNTS, parse_amount_pen)
        _read_all(row, record, _PERCENTAGES, parse_percent)
        _read_all(row, record, _FLAGS, parse_boolean)
        _read_all(row, record, _DATES, self._parse_date)
        return record

    def _parse_cui(self, raw: str) -> str:
        match = _CUI.fullmatch(raw.strip())
        if match is None:
            raise CellError(
                "No es un código único de inversión (CUI): sin él no se cuenta una vez."
            )
        if match[1].startswith(SAMPLE_CUI) != self.context.samples:
            told = (
                "El código de una muestra es 9000…"
                if self.context.samples
                else ("Es el código de una fila de ejemplo.")
            )
            raise CellError(told)
        return match[1]

    def _unit(self, row: Row) -> str | None:
        names = (row.cells[column] for column in ("departamento", "provincia", "distrito"))
        try:
            place = self._places.find(row.cells["ubigeo"], *names)
        except CellError as error:
            row.refuse("ubigeo", str(error))
            return None
        if place.doubt:
            row.leave_out("distrito", place.doubt)
        return place.ubigeo

    def _name(self, row: Row) -> str | None:
        name = row.read("nombre_inversion", _parse_name)
        if name is not None and fold(name).startswith(fold(SAMPLE_NAME)) != self.context.samples:
            row.refuse(
                "nombre_inversion",
                f"Las muestras se llaman «{SAMPLE_NAME} …»."
                if self.context.samples
                else "Es una fila de ejemplo y no puede publicarse como un hecho.",
            )
        return name


def _read_all(
    row: Row, record: dict[str, Any], columns: dict[str, str], parse: Callable[[str], Any]
) -> None:
    for name, column in columns.items():
        record[name] = row.read_if_possible(column, parse)


def _parse_name(raw: str) -> str:
    return parse_required_text(mend_encoding(raw), max_length=1000)


def _parse_level(raw: str) -> str:
    level = raw.strip().upper()
    if level and level not in _LEVELS:
        raise CellError("El nivel de gobierno debe ser GN, GR o GL.")
    return level


def _position(row: Row) -> str | None:
    try:
        return parse_position(row.cells["latitud"], row.cells["longitud"])
    except CellError as error:
        row.leave_out("latitud" if row.cells["latitud"].strip() else "longitud", str(error))
        return None


def _source(context: Context, selected_by: str) -> str:
    source = context.told.source
    if selected_by == SanitationProject.SelectedBy.NAME:
        source += BY_NAME
    if len(source) > 200:
        raise SourceError(f"La fuente es demasiado larga: {200 - len(BY_NAME)} caracteres bastan.")
    return source
