"""The codes of catalogues, by version. Format: ``docs/importar-catalogos-salud.md``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from layers.reading.cells import CellError
from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.field_parsers import field_behind, parse_choice
from layers.reading.results import Cleaned, Reading
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.themes.catalogue_adoption.adoption_file import SAMPLE_CATALOGUE
from layers.themes.catalogue_adoption.hierarchy import (
    Key,
    circle_text,
    in_circles,
    without_parent,
)
from layers.themes.own_form import as_written, read_form
from layers.themes.same_values import refuse_other_values
from layers.themes.sourced_places import SOURCED_AS_WRITTEN, check_sourced
from territory.models import CodeState, HealthCode
from territory.models.health_code_files import LONGEST_CODE

TABLE = "health_codes"
SAMPLE_URL = "urn:example:"
# FHIR's uri, of the kinds by which catalogues are known.
_CANONICAL = re.compile(r"(https?://|urn:(oid|uuid|example):)[^\s<>\"|#]+")
# FHIR's code: nothing at its ends, single spaces within.
_CODE = re.compile(r"[^\s\x00-\x1f\x7f]+( [^\s\x00-\x1f\x7f]+)*")
_LONGEST_URL = 300


def parse_canonical(raw: str) -> str:
    """What a catalogue is known by wherever it is used; raises CellError."""
    text = raw.strip()
    if not _CANONICAL.fullmatch(text) or len(text) > _LONGEST_URL:
        raise CellError("No es una dirección canónica: http(s)://…, urn:oid:… o urn:uuid:…")
    return text


def parse_code(raw: str) -> str:
    """A code as it stands, zeros and case kept; raises CellError."""
    text = raw.strip()
    if not text:
        raise CellError("Está vacío.")
    if not _CODE.fullmatch(text):
        raise CellError("Un código no lleva espacios dobles ni caracteres de control.")
    if len(text) > LONGEST_CODE:
        raise CellError(f"Supera los {LONGEST_CODE} caracteres.")
    return text


def parse_parent(raw: str) -> str | None:
    """The same; None where there is none."""
    return parse_code(raw) if raw.strip() else None


def parse_state(raw: str) -> str | None:
    """Whether a code is in use; empty: it is; raises CellError."""
    if not raw.strip():
        return CodeState.ACTIVE.value
    return parse_choice(raw, field_behind(HealthCode, "code_state"), optional=False)


CATALOGUE = (
    Column(
        "catalogo",
        "catalogue",
        "nombre del catálogo, el mismo en todas sus filas",
        required=True,
        strict=True,
        prepare=as_written,
        sample=SampleMark((SAMPLE_CATALOGUE,)),
    ),
    Column(
        "url",
        "catalogue_url",
        "dirección canónica del catálogo, la misma en todas sus versiones: http(s)://…, "
        "urn:oid:… o urn:uuid:…; la de un ejemplo empieza por urn:example:",
        required=True,
        strict=True,
        parse=parse_canonical,
        sample=SampleMark((SAMPLE_URL,)),
    ),
)

FILE = Specification(
    HealthCode,
    (
        *CATALOGUE,
        Column(
            "version",
            "edition",
            "versión del catálogo de la que es el código",
            required=True,
            strict=True,
            prepare=as_written,
        ),
        Column(
            "estado_version",
            "edition_state",
            "estado de publicación de esa versión, el mismo en todas sus filas; un borrador no se "
            "muestra al público",
            required=True,
            strict=True,
        ),
        Column(
            "fecha_version",
            "edition_on",
            "día en que se publicó esa versión, el mismo en todas sus filas; vacía: no se sabe",
            strict=True,
        ),
        Column(
            "codigo",
            "code",
            "el código, con sus ceros y sus mayúsculas; una vez por versión",
            required=True,
            strict=True,
            prepare=as_written,
            parse=parse_code,
        ),
        Column(
            "denominacion",
            "display",
            "qué significa",
            required=True,
            strict=True,
            prepare=as_written,
        ),
        Column("definicion", "definition", "explicación más larga", prepare=as_written),
        Column(
            "codigo_padre",
            "parent",
            "código de la misma versión del que este depende; vacío: de ninguno",
            strict=True,
            prepare=as_written,
            parse=parse_parent,
        ),
        Column(
            "estado",
            "code_state",
            "si el código se usa todavía; vacío: vigente",
            strict=True,
            parse=parse_state,
        ),
        *SOURCED_AS_WRITTEN,
    ),
    commitments=(11,),
    computed=("position",),
)


def read_codes(data: FileData, context: Context) -> Reading:
    """The rows of the list; raises SourceError where the file can't be read as a whole."""
    return read_form(data, context, FILE, TABLE, clean_codes)


def clean_codes(raw: pd.DataFrame, context: Context) -> Cleaned:
    """The rows of ``raw`` (text, indexed by spreadsheet row) that can be published."""
    table = Columns(raw, "codigo")
    values = FILE.read(table, context)
    check_sourced(table, values["source_url"], context)
    one_version(table, values, "catalogue_url", "catalogue", "catalogo", "catálogo")
    version = [values["catalogue_url"], values["edition"]]
    table.refuse_repeated([*version, values["code"]], "codigo", "el código")
    _check_hierarchy(table, values)
    values["position"] = place_in_version(values, "catalogue_url")
    return Cleaned(FILE.frame(table, values), table.errors, table.notices)


def one_version(
    table: Columns, values: Mapping[str, Any], url: str, title: str, column: str, what: str
) -> None:
    """What is said of a catalogue, and of its version, is the same in all its rows."""
    refuse_other_values(
        table, [values[url]], values[title], column, f"a esa dirección otro nombre de {what}"
    )
    version = [values[url], values["edition"]]
    refuse_other_values(
        table, version, values["edition_state"], "estado_version", "a la versión otro estado"
    )
    if "edition_on" in values:
        refuse_other_values(
            table, version, values["edition_on"], "fecha_version", "a la versión otra fecha"
        )


def place_in_version(values: Mapping[str, Any], url: str) -> pd.Series:
    """Each row's place among those of its version, so that what is added to one moves no other."""
    version = pd.DataFrame({"url": values[url], "edition": values["edition"]})
    return version.groupby(["url", "edition"], dropna=False).cumcount().astype(object)


def _check_hierarchy(table: Columns, values: Mapping[str, Any]) -> None:
    """Refuse codes below one that isn't there or wasn't taken, and those above themselves."""
    rows: dict[Key, int] = {}
    parents: dict[Key, Key | None] = {}
    refused: set[Key] = set()
    already = table.refused
    columns = (values[name] for name in ("catalogue_url", "edition", "code", "parent"))
    for row, url, edition, code, parent in zip(table.frame.index, *columns, strict=True):
        if url is None or edition is None or code is None:
            continue
        key = (url, edition, code)
        if int(row) in already:
            refused.add(key)
            continue
        rows[key] = int(row)
        parents[key] = None if parent is None else (url, edition, parent)
    refused -= set(rows)
    circles = in_circles(parents)
    table.report(
        {rows[key]: circle_text(circle) for key, circle in circles.items()},
        "codigo_padre",
        refuse=True,
    )
    lost = without_parent(parents, refused | set(circles))
    table.report(
        {rows[key]: _why(parent, is_there) for key, (parent, is_there) in lost.items()},
        "codigo_padre",
        refuse=True,
    )


def _why(parent: Key, is_there: bool) -> str:
    if is_there:
        return f"Depende de «{parent[-1]}», cuya fila no se toma."
    return f"«{parent[-1]}» no está en esa versión del catálogo."
