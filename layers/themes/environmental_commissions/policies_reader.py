"""Commitment 3: the stages of commissions' policies. Format: ``docs/importar-comisiones.md``."""

from __future__ import annotations

import pandas as pd

from layers.reading.cells import CellError
from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.field_parsers import field_behind, parse_choice
from layers.reading.results import Cleaned, Reading
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.reading.text import ILLEGIBLE_NAME
from layers.themes.environmental_commissions.keys import (
    ADDRESS_COLUMN,
    CUTOFF_COLUMN,
    KEY_COLUMNS,
    SOURCE_COLUMN,
    check_address,
    check_keys,
)
from layers.themes.own_form import read_form
from territory.models import CommissionPolicy
from territory.models.commission_work import PolicyStage
from territory.names import fold

_OTHER_WORDS = {
    "formulacion": PolicyStage.DESIGN,
    "elaboracion": PolicyStage.DESIGN,
    "ejecucion": PolicyStage.IMPLEMENTATION,
    "monitoreo": PolicyStage.FOLLOW_UP,
    "evaluacion": PolicyStage.FOLLOW_UP,
    "seguimiento y evaluacion": PolicyStage.FOLLOW_UP,
}


def parse_stage(raw: str) -> str:
    """A stage as itself, as its title or in another word of the same; raises CellError."""
    if (stage := _OTHER_WORDS.get(fold(raw))) is not None:
        return stage.value
    try:
        return parse_choice(raw, field_behind(CommissionPolicy, "stage"), optional=False) or ""
    except CellError:
        raise CellError("Debe ser diseño, implementación o seguimiento.") from None


FILE = Specification(
    CommissionPolicy,
    (
        *KEY_COLUMNS,
        Column(
            "politica",
            "name",
            "nombre de la política, estrategia o norma ambiental",
            required=True,
            strict=True,
            sample=SampleMark(("POLÍTICA DE EJEMPLO",)),
            illegible=ILLEGIBLE_NAME,
        ),
        Column(
            "etapa",
            "stage",
            "diseño, implementación o seguimiento; una fila por cada etapa alcanzada",
            required=True,
            strict=True,
            parse=parse_stage,
        ),
        Column("fecha_etapa", "stage_on", "día en que alcanzó la etapa"),
        Column("url_documento", "document_url", "dirección web del documento de esa etapa"),
        SOURCE_COLUMN,
        ADDRESS_COLUMN,
        CUTOFF_COLUMN,
    ),
    commitments=(3,),
)


def read_policies(data: FileData, context: Context) -> Reading:
    """The rows of the list; raises SourceError where the file can't be read as a whole."""
    return read_form(data, context, FILE, "commission_policies", clean_policies)


def clean_policies(raw: pd.DataFrame, context: Context) -> Cleaned:
    """The rows of ``raw`` (text, indexed by spreadsheet row) that can be published."""
    table = Columns(raw, "ubigeo")
    values = FILE.read(table, context)
    check_keys(table, raw["territorio"], values, context)
    check_address(table, values, context)
    names = values["name"].map(lambda text: fold(text) if text else None)
    keys = (values["kind"], values["declared_ubigeo"], names, values["stage"])
    table.refuse_repeated(keys, "etapa", "la etapa de la política")
    return Cleaned(FILE.frame(table, values), table.errors, table.notices)
