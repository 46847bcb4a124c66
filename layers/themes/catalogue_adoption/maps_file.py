"""What codes are in other catalogues. Format: ``docs/importar-catalogos-salud.md``."""

from __future__ import annotations

import pandas as pd

from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.results import Cleaned, Reading
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.themes.catalogue_adoption.codes_file import (
    SAMPLE_URL,
    one_version,
    parse_canonical,
    parse_code,
    place_in_version,
)
from layers.themes.own_form import as_written, read_form
from layers.themes.sourced_places import SOURCED_AS_WRITTEN, check_sourced
from territory.models import Equivalence, HealthCodeMapping

TABLE = "health_code_maps"


def parse_target(raw: str) -> str:
    """A code, or none; raises CellError."""
    return parse_code(raw) if raw.strip() else ""


def _side(which: str, side: str) -> tuple[Column, ...]:
    is_source = side == "source"
    return (
        Column(
            f"catalogo_{which}",
            f"{side}_catalogue",
            f"dirección canónica del catálogo de {which}",
            required=True,
            strict=True,
            parse=parse_canonical,
        ),
        Column(
            f"version_{which}",
            f"{side}_edition",
            "su versión, que tiene que estar publicada",
            required=True,
            strict=True,
            prepare=as_written,
        ),
        Column(
            f"codigo_{which}",
            f"{side}_code",
            "código de esa versión"
            if is_source
            else "código de esa versión; vacío solo si no tiene correspondencia",
            required=True,
            strict=True,
            prepare=as_written,
            parse=parse_code if is_source else parse_target,
        ),
    )


FILE = Specification(
    HealthCodeMapping,
    (
        Column(
            "tabla",
            "map_title",
            "nombre de la tabla de correspondencias, el mismo en todas sus filas",
            required=True,
            strict=True,
            prepare=as_written,
            sample=SampleMark(("CORRESPONDENCIA DE EJEMPLO",)),
        ),
        Column(
            "url",
            "map_url",
            "dirección canónica de la tabla, la misma en todas sus versiones",
            required=True,
            strict=True,
            parse=parse_canonical,
            sample=SampleMark((SAMPLE_URL,)),
        ),
        Column(
            "version",
            "edition",
            "versión de la tabla",
            required=True,
            strict=True,
            prepare=as_written,
        ),
        Column(
            "estado_version",
            "edition_state",
            "estado de publicación de esa versión, el mismo en todas sus filas",
            required=True,
            strict=True,
        ),
        *_side("origen", "source"),
        *_side("destino", "target"),
        Column(
            "correspondencia",
            "equivalence",
            "qué es el código de destino respecto del de origen",
            required=True,
            strict=True,
        ),
        Column("nota", "comment", "qué hay que saber para usarla", prepare=as_written),
        *SOURCED_AS_WRITTEN,
    ),
    commitments=(11,),
    computed=("position",),
)


def read_maps(data: FileData, context: Context) -> Reading:
    """The rows of the list; raises SourceError where the file can't be read as a whole."""
    return read_form(data, context, FILE, TABLE, clean_maps)


def clean_maps(raw: pd.DataFrame, context: Context) -> Cleaned:
    """The rows of ``raw`` (text, indexed by spreadsheet row) that can be published."""
    table = Columns(raw, "codigo_origen")
    values = FILE.read(table, context)
    check_sourced(table, values["source_url"], context)
    one_version(table, values, "map_url", "map_title", "tabla", "tabla")
    table.check("codigo_destino", _wrong_target, values["target_code"], values["equivalence"])
    keys = [values[name] for name in ("map_url", "edition", "source_code", "target_code")]
    table.refuse_repeated(keys, "codigo_destino", "la correspondencia")
    values["position"] = place_in_version(values, "map_url")
    return Cleaned(FILE.frame(table, values), table.errors, table.notices)


def _wrong_target(code: str | None, equivalence: str | None) -> str:
    if code is None or equivalence is None:
        return ""
    if not code and equivalence != Equivalence.UNMATCHED:
        return "Falta el código de destino: sin él solo puede decir que no tiene correspondencia."
    if code and equivalence == Equivalence.UNMATCHED:
        return "Dice que no tiene correspondencia y trae un código de destino."
    return ""
