"""Commitment 3: the CSV of environmental commissions. Format: ``docs/importar-comisiones.md``.

No official file of CAR and CAM is known, so the format is this site's own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from layers.sources.cells import (
    CellError,
    Row,
    parse_date,
    parse_required_date,
    parse_required_text,
    parse_text,
    parse_ubigeo,
    parse_url,
)
from layers.sources.results import Cleaned, RowError
from territory.models.environment import WRONG_LEVEL, EnvironmentalCommission, fits_level
from territory.names import fold, same_name

REQUIRED_COLUMNS = ("tipo", "ubigeo", "territorio", "nombre", "fuente", "fecha_corte")
OPTIONAL_COLUMNS = ("norma_creacion", "fecha_creacion", "url_fuente")

FIELDS = (
    "kind",
    "declared_ubigeo",
    "name",
    "created_by",
    "created_on",
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


def clean_commissions(
    raw: pd.DataFrame,
    unit_names: Mapping[str, str],
    *,
    today: dt.date,
    samples: bool = False,
) -> Cleaned:
    """The rows of ``raw`` (text, indexed by spreadsheet row) that can be published.

    The frame's columns are ``FIELDS``, the model's. ``unit_names`` maps every known ubigeo to
    its name: a row must say both, since RENIEC's codes are often valid codes of another
    district for INEI. With ``samples`` every row has to be one, without it none may be.
    """
    kept: dict[int, dict[str, Any]] = {}
    errors: list[RowError] = []
    seen: dict[tuple[str, str], int] = {}
    for number, cells in zip(raw.index, raw.to_dict("records"), strict=True):
        row = Row(int(number), {str(column): str(cell) for column, cell in cells.items()})
        record = _record(row, unit_names, today, samples)
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


def _record(
    row: Row, unit_names: Mapping[str, str], today: dt.date, samples: bool
) -> dict[str, Any]:
    kind = row.read("tipo", _parse_kind)
    ubigeo = row.read("ubigeo", partial(_parse_known_ubigeo, unit_names=unit_names))
    if ubigeo is not None:
        _check_unit(row, kind, ubigeo, unit_names[ubigeo])
    name = row.read("nombre", partial(parse_required_text, max_length=200))
    if name is not None and fold(name).startswith(fold(SAMPLE_NAME)) != samples:
        row.refuse(
            "nombre",
            f"Las muestras se llaman «{SAMPLE_NAME} …»."
            if samples
            else "Es una fila de ejemplo y no puede publicarse como un hecho.",
        )
    return {
        "kind": kind,
        "declared_ubigeo": ubigeo,
        "name": name,
        "created_by": row.read("norma_creacion", partial(parse_text, max_length=200)),
        "created_on": row.read("fecha_creacion", partial(parse_date, today=today)),
        "commitments": [COMMITMENT],
        "source": row.read("fuente", partial(parse_required_text, max_length=200)),
        "source_url": row.read("url_fuente", parse_url),
        "cutoff_date": row.read("fecha_corte", partial(parse_required_date, today=today)),
        "is_sample": samples,
    }


def _parse_kind(raw: str) -> str:
    kind = _KINDS.get(fold(raw))
    if kind is None:
        raise CellError("Debe ser CAR o CAM.")
    return kind.value


def _parse_known_ubigeo(raw: str, unit_names: Mapping[str, str]) -> str:
    ubigeo = parse_ubigeo(raw)
    if ubigeo not in unit_names:
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
