"""Commitment 6: the focalised UGEL. Format: ``docs/importar-gestion-ugel.md``."""

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
from layers.themes.focalised_ugel.keys import UGEL, check_order
from layers.themes.own_form import as_written, read_form
from layers.themes.sourced_places import PLACE, SOURCED_AS_WRITTEN, check_place, check_sourced
from territory.models import FocalisedUgel, ManagementStage
from territory.names import fold
from territory.ugel.offices import is_regional

TABLE = "focalised_ugel"
_OTHER_WORDS = {
    "diseno": ManagementStage.DESIGN,
    "con consenso": ManagementStage.AGREED,
    "validado": ManagementStage.AGREED,
    "aprobado": ManagementStage.AGREED,
    "implementacion": ManagementStage.IMPLEMENTING,
    "en ejecucion": ManagementStage.IMPLEMENTING,
    "implementada": ManagementStage.IMPLEMENTED,
}


def parse_stage(raw: str) -> str | None:
    """A stage as itself, as its title or in another word of the same; raises CellError."""
    if (stage := _OTHER_WORDS.get(fold(raw))) is not None:
        return stage.value
    return parse_choice(raw, field_behind(FocalisedUgel, "stage"), optional=True)


def parse_name(raw: str) -> str:
    """A UGEL's name; raises CellError for a regional office's."""
    text = " ".join(raw.split())
    if not text:
        raise CellError("Está vacío.")
    if is_regional(None, text):
        raise CellError("Es el nombre de una DRE o GRE, que no es una UGEL.")
    if len(text) > (longest := FocalisedUgel._meta.get_field("name").max_length or 0):
        raise CellError(f"Supera los {longest} caracteres.")
    return text


FILE = Specification(
    FocalisedUgel,
    (
        UGEL,
        Column(
            "ugel",
            "name",
            "nombre de la UGEL",
            required=True,
            strict=True,
            prepare=as_written,
            parse=parse_name,
            sample=SampleMark(("UGEL DE EJEMPLO",)),
            illegible=ILLEGIBLE_NAME,
        ),
        *PLACE,
        Column("fecha_focalizacion", "focalised_on", "día en que se la focalizó"),
        Column(
            "documento",
            "instrument",
            "norma o documento que la focaliza",
            prepare=as_written,
        ),
        Column("url_documento", "instrument_url", "dirección web de ese documento"),
        Column(
            "etapa",
            "stage",
            "hasta dónde llegó en ella el modelo: en diseño, consensuado, en implementación o "
            "implementado; vacía: no se sabe",
            strict=True,
            parse=parse_stage,
        ),
        Column("fecha_etapa", "stage_on", "día en que llegó a esa etapa"),
        Column(
            "version_modelo",
            "model_edition",
            "versión del modelo que aplica, como la llama la lista de versiones",
            prepare=as_written,
        ),
        *SOURCED_AS_WRITTEN,
    ),
    commitments=(6,),
)


def read_focalised(data: FileData, context: Context) -> Reading:
    """The rows of the list; raises SourceError where the file can't be read as a whole."""
    return read_form(data, context, FILE, TABLE, clean_focalised)


def clean_focalised(raw: pd.DataFrame, context: Context) -> Cleaned:
    """The rows of ``raw`` (text, indexed by spreadsheet row) that can be published."""
    table = Columns(raw, "codigo_ugel")
    values = FILE.read(table, context)
    check_place(table, raw["territorio"], values["declared_ubigeo"], context)
    check_sourced(table, values["source_url"], context)
    table.refuse_repeated([values["ugel_code"]], "codigo_ugel", "la UGEL")
    check_order(
        table,
        "fecha_etapa",
        values,
        "stage_on",
        "focalised_on",
        "La etapa es anterior a la focalización.",
    )
    without = values["stage_on"].notna() & values["stage"].isna()
    if without.any():
        reasons = {int(row): "Sin la etapa no se publica su fecha." for row in raw.index[without]}
        table.report(reasons, "fecha_etapa", refuse=False)
        values["stage_on"] = values["stage_on"].where(~without, None)
    return Cleaned(FILE.frame(table, values), table.errors, table.notices)
