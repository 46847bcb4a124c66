"""Commitment 3: the CSV of environmental commissions. Format: ``docs/importar-comisiones.md``.

No official file of CAR and CAM is known, so the format is this site's own.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from layers.reading.cells import (
    CellError,
    Row,
    parse_boolean,
    parse_date,
    parse_required_date,
    parse_required_text,
    parse_text,
    parse_ubigeo,
    parse_url,
)
from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Cleaned, Reading, RowError
from layers.reading.tabular import read_csv
from territory.models.environment import WRONG_LEVEL, EnvironmentalCommission, fits_level
from territory.names import fold, same_name

REQUIRED_COLUMNS = ("tipo", "ubigeo", "territorio", "nombre", "fuente", "fecha_corte")
OPTIONAL_COLUMNS = (
    "norma_creacion",
    "fecha_creacion",
    "asistencia",
    "fecha_asistencia",
    "url_fuente",
)

FIELDS = (
    "kind",
    "declared_ubigeo",
    "name",
    "created_by",
    "created_on",
    "assisted",
    "assisted_on",
    "commitments",
    "source",
    "source_url",
    "cutoff_date",
    "is_sample",
)

# Every row of this theme serves this commitment.
COMMITMENT = 3

# What tells a row written for demonstration from a fact, in the file itself.
SAMPLE_NAME = "COMISIÓN DE EJEMPLO"

Kind = EnvironmentalCommission.Kind
_KINDS = {fold(text): kind for kind in Kind for text in (kind.value, str(kind.label))}


def read_commissions(data: bytes, context: Context) -> Reading:
    """The rows of a CSV file; raises SourceError where it can't be read as a whole."""
    table = read_csv(data, REQUIRED_COLUMNS, OPTIONAL_COLUMNS)
    cleaned = clean_commissions(table.frame, context)
    errors = sorted((*table.errors, *cleaned.errors), key=lambda error: error.row)
    return Reading({"environmental_commissions": cleaned.frame}, tuple(errors))


def clean_commissions(raw: pd.DataFrame, context: Context) -> Cleaned:
    """The rows of ``raw`` (text, indexed by spreadsheet row) that can be published.

    The frame's columns are ``FIELDS``, the model's. A row must say both the ubigeo and the name
    of its unit, since RENIEC's codes are often valid codes of another district for INEI.
    """
    kept: dict[int, dict[str, Any]] = {}
    errors: list[RowError] = []
    seen: dict[tuple[str, str], int] = {}
    for number, cells in zip(raw.index, raw.to_dict("records"), strict=True):
        row = Row(int(number), {str(column): str(cell) for column, cell in cells.items()})
        record = _record(row, context)
        key = (record["kind"], record["declared_ubigeo"])
        if not row.errors and (first := seen.setdefault(key, row.number)) != row.number:
            row.refuse("ubigeo", f"Repite la {key[0]} de la fila {first}.")
        if row.errors:
            errors.extend(row.errors)
        else:
            kept[row.number] = record
    # As objects: a missing date stays None and doesn't become NaT.
    frame = pd.DataFrame(list(kept.values()), list(kept), FIELDS, dtype=object)
    return Cleaned(frame, tuple(errors))


def _record(row: Row, context: Context) -> dict[str, Any]:
    kind = row.read("tipo", _parse_kind)
    ubigeo = row.read("ubigeo", partial(_parse_known_ubigeo, units=context.units))
    if ubigeo is not None:
        _check_unit(row, kind, ubigeo, context.units.name(ubigeo))
    name = row.read("nombre", partial(parse_required_text, max_length=200))
    if name is not None and fold(name).startswith(fold(SAMPLE_NAME)) != context.samples:
        row.refuse(
            "nombre",
            f"Las muestras se llaman «{SAMPLE_NAME} …»."
            if context.samples
            else "Es una fila de ejemplo y no puede publicarse como un hecho.",
        )
    assisted = row.read("asistencia", parse_boolean)
    assisted_on = row.read("fecha_asistencia", partial(parse_date, today=context.today))
    if assisted_on is not None and not assisted:
        row.refuse("fecha_asistencia", "Hay fecha, pero la fila no dice que hubo asistencia.")
    return {
        "kind": kind,
        "declared_ubigeo": ubigeo,
        "name": name,
        "created_by": row.read("norma_creacion", partial(parse_text, max_length=200)),
        "created_on": row.read("fecha_creacion", partial(parse_date, today=context.today)),
        "assisted": assisted,
        "assisted_on": assisted_on,
        "commitments": [COMMITMENT],
        "source": row.read("fuente", partial(parse_required_text, max_length=200)),
        "source_url": row.read("url_fuente", parse_url),
        "cutoff_date": row.read("fecha_corte", partial(parse_required_date, today=context.today)),
        "is_sample": context.samples,
    }


def _parse_kind(raw: str) -> str:
    kind = _KINDS.get(fold(raw))
    if kind is None:
        raise CellError("Debe ser CAR o CAM.")
    return kind.value


def _parse_known_ubigeo(raw: str, units: Directory) -> str:
    ubigeo = parse_ubigeo(raw)
    if ubigeo not in units:
        raise CellError(f"El INEI no tiene una unidad {ubigeo}.")
    return ubigeo


def _check_unit(row: Row, kind: str | None, ubigeo: str, unit_name: str) -> None:
    if kind is not None and not fits_level(kind, ubigeo):
        row.refuse("ubigeo", str(WRONG_LEVEL[kind]))
    if not same_name(row.cells["territorio"], unit_name):
        row.refuse(
            "territorio",
            f"El ubigeo {ubigeo} del INEI es «{unit_name}»; el archivo dice otro nombre "
            "(¿códigos de RENIEC?).",
        )
