"""Commitment 3: the list of assistances. Format: ``docs/importar-comisiones.md``.

A row is one assistance to one commission, with the improvement that followed where there is one.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.results import Cleaned, Reading
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.themes.environmental_commissions.keys import (
    ADDRESS_COLUMN,
    CUTOFF_COLUMN,
    KEY_COLUMNS,
    SOURCE_COLUMN,
    check_address,
    check_keys,
)
from layers.themes.own_form import read_form
from territory.models import CommissionAssistance
from territory.names import fold

FILE = Specification(
    CommissionAssistance,
    (
        *KEY_COLUMNS,
        Column("fecha", "assisted_on", "día de la asistencia", required=True, strict=True),
        Column(
            "tema",
            "topic",
            "de qué trató",
            required=True,
            strict=True,
            sample=SampleMark(("ASISTENCIA DE EJEMPLO",)),
        ),
        Column(
            "mejora",
            "improvement",
            "mejora que la comisión implementó después. Se publica con su evidencia o no se "
            "publica; vacía: no se sabe",
        ),
        Column(
            "fecha_mejora",
            "improved_on",
            "día en que se implementó; no puede ser anterior a la asistencia",
        ),
        Column(
            "evidencia",
            "evidence_url",
            "dirección web del documento que muestra la mejora",
        ),
        SOURCE_COLUMN,
        ADDRESS_COLUMN,
        CUTOFF_COLUMN,
    ),
    commitments=(3,),
)


def read_assistances(data: FileData, context: Context) -> Reading:
    """The rows of the list; raises SourceError where the file can't be read as a whole."""
    return read_form(data, context, FILE, "commission_assistance", clean_assistances)


def clean_assistances(raw: pd.DataFrame, context: Context) -> Cleaned:
    """The rows of ``raw`` (text, indexed by spreadsheet row) that can be published."""
    table = Columns(raw, "ubigeo")
    values = FILE.read(table, context)
    check_keys(table, raw["territorio"], values, context)
    check_address(table, values, context)
    table.check("fecha", _after_the_cutoff, values["assisted_on"], values["cutoff_date"])
    _leave_out_unproven(table, values, context)
    # A topic that is written otherwise is the same topic.
    topics = values["topic"].map(lambda text: fold(text) if text else None)
    keys = (values["kind"], values["declared_ubigeo"], values["assisted_on"], topics)
    table.refuse_repeated(keys, "tema", "la asistencia")
    return Cleaned(FILE.frame(table, values), table.errors, table.notices)


def _leave_out_unproven(table: Columns, values: dict[str, Any], context: Context) -> None:
    """Take out improvements without evidence, and what is said of an improvement that isn't.

    A sample has no address to give: nothing is invented.
    """
    improvement, evidence = values["improvement"], values["evidence_url"]
    if not context.samples:
        unproven = improvement.notna() & evidence.isna()
        _note(table, unproven, "mejora", "Sin la dirección de su evidencia no se publica.")
        values["improvement"] = improvement = improvement.where(~unproven, None)
    without = improvement.isna()
    _note(table, without & evidence.notna(), "evidencia", "La fila no dice qué mejora evidencia.")
    values["evidence_url"] = evidence.where(~without, None)
    improved_on = values["improved_on"]
    early = pd.Series(
        [
            improved is not None and assisted is not None and improved < assisted
            for improved, assisted in zip(improved_on, values["assisted_on"], strict=True)
        ],
        improved_on.index,
        dtype=bool,
    )
    _note(table, without & improved_on.notna(), "fecha_mejora", "La fila no tiene esa mejora.")
    _note(table, early & ~without, "fecha_mejora", "Es anterior a la asistencia.")
    values["improved_on"] = improved_on.where(~(without | early), None)


def _note(table: Columns, rows: pd.Series, column: str, reason: str) -> None:
    table.report({int(row): reason for row in rows.index[rows]}, column, refuse=False)


def _after_the_cutoff(assisted_on: dt.date | None, cutoff: dt.date | None) -> str:
    if assisted_on is None or cutoff is None or assisted_on <= cutoff:
        return ""
    return f"Es posterior a la fecha de corte de la fila, {cutoff:%d/%m/%Y}."
