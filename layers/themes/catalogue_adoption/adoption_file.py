"""Which catalogues facilities use. Format: ``docs/importar-catalogos-salud.md``."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.field_parsers import field_behind, parse_choice
from layers.reading.results import Cleaned, Reading
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.reading.text import ILLEGIBLE_NAME
from layers.themes.health_facilities.columns import parse_facility_code
from layers.themes.own_form import as_written, read_form
from layers.themes.sourced_places import PLACE, SOURCED_AS_WRITTEN, check_place, check_sourced
from territory.models import AdoptionState, CatalogueAdoption
from territory.names import fold

TABLE = "catalogue_adoption"
SAMPLE_CATALOGUE = "CATÁLOGO DE EJEMPLO"
_OTHER_WORDS = {
    "si": AdoptionState.IN_USE,
    "usa": AdoptionState.IN_USE,
    "lo usa": AdoptionState.IN_USE,
    "no": AdoptionState.NOT_USED,
    "no usa": AdoptionState.NOT_USED,
    "sin uso": AdoptionState.NOT_USED,
}


def parse_state(raw: str) -> str | None:
    """Whether it is used, by its title or another word of the same; raises CellError."""
    if (state := _OTHER_WORDS.get(fold(raw))) is not None:
        return state.value
    return parse_choice(raw, field_behind(CatalogueAdoption, "state"), optional=False)


FILE = Specification(
    CatalogueAdoption,
    (
        Column(
            "codigo_establecimiento",
            "facility_code",
            "código único del establecimiento en el RENIPRESS: 8 dígitos; se reponen los ceros "
            "iniciales perdidos",
            required=True,
            strict=True,
            parse=parse_facility_code,
        ),
        Column(
            "establecimiento",
            "reported_name",
            "nombre del establecimiento; se publica el del RENIPRESS donde está en él",
            required=True,
            strict=True,
            prepare=as_written,
            sample=SampleMark(("ESTABLECIMIENTO DE EJEMPLO",)),
            illegible=ILLEGIBLE_NAME,
        ),
        *PLACE,
        Column(
            "catalogo",
            "catalogue",
            "nombre del catálogo, el mismo en todas las filas y en la lista de catálogos",
            required=True,
            strict=True,
            prepare=as_written,
            sample=SampleMark((SAMPLE_CATALOGUE,)),
        ),
        Column(
            "uso",
            "state",
            "si los sistemas del establecimiento escriben sus códigos; un establecimiento del que "
            "no se sabe no tiene fila",
            required=True,
            strict=True,
            parse=parse_state,
        ),
        Column(
            "version",
            "edition",
            "versión que usa; vacía: la usa y no se sabe cuál",
            strict=True,
            prepare=as_written,
        ),
        Column("desde", "adopted_on", "día desde el que la usa; vacía: no se sabe", strict=True),
        *SOURCED_AS_WRITTEN,
    ),
    commitments=(11,),
)


def read_adoption(data: FileData, context: Context) -> Reading:
    """The rows of the list; raises SourceError where the file can't be read as a whole."""
    return read_form(data, context, FILE, TABLE, clean_adoption)


def clean_adoption(raw: pd.DataFrame, context: Context) -> Cleaned:
    """The rows of ``raw`` (text, indexed by spreadsheet row) that can be published."""
    table = Columns(raw, "codigo_establecimiento")
    values = FILE.read(table, context)
    check_place(table, raw["territorio"], values["declared_ubigeo"], context)
    check_sourced(table, values["source_url"], context)
    table.check("version", _unused_version, values["state"], values["edition"])
    table.check("desde", _unused_day, values["state"], values["adopted_on"])
    table.check("desde", _later_than_said, values["adopted_on"], values["cutoff_date"])
    names = values["catalogue"].map(lambda text: fold(text) if text else None)
    table.refuse_repeated(
        [values["facility_code"], names], "catalogo", "el establecimiento y el catálogo"
    )
    return Cleaned(FILE.frame(table, values), table.errors, table.notices)


def _unused_version(state: str | None, edition: str | None) -> str:
    unused = state == AdoptionState.NOT_USED and edition
    return "De un catálogo que no se usa no hay versión." if unused else ""


def _unused_day(state: str | None, day: dt.date | None) -> str:
    unused = state == AdoptionState.NOT_USED and day
    return "De un catálogo que no se usa no hay fecha de uso." if unused else ""


def _later_than_said(day: dt.date | None, cutoff: dt.date | None) -> str:
    return "Es posterior a la fecha de corte." if day and cutoff and day > cutoff else ""
