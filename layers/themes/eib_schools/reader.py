"""Commitment 5: the register of EIB schools (RNIIEE-EIB). Format: ``docs/importar-eib.md``."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.records import read_records
from layers.reading.results import Cleaned, Reading
from layers.themes.eib_schools.columns import FILE, LANGUAGES, parse_language
from territory.languages import Match

_NO_LANGUAGE = Match("")


def read_eib_schools(data: FileData, context: Context) -> Reading:
    """The EIB services of a spreadsheet, CSV or DBF, zipped or not; raises SourceError."""
    table = read_records(data, FILE.required, FILE.optional, FILE.aliases, context.choice.sheet)
    cleaned = clean_eib_schools(table.frame, context)
    errors = sorted((*table.errors, *cleaned.errors), key=lambda error: error.row)
    return Reading(
        {"eib_schools": cleaned.frame}, tuple(errors), cleaned.notices, tuple(_remarks(table.frame))
    )


def _remarks(raw: pd.DataFrame) -> list[str]:
    if raw["anexo"].str.strip().any():
        return []
    return ["El archivo no trae el anexo: se toma el 0, que es el de la escuela misma."]


def clean_eib_schools(raw: pd.DataFrame, context: Context) -> Cleaned:
    """The rows of ``raw`` (text, indexed by spreadsheet row) that can be published.

    A language that isn't one of the official ones costs its row the place, with the nearest
    names; one that is said twice is left out.
    """
    table = Columns(raw, "cod_mod")
    values = FILE.read(table, context)
    named = [table.read(column.name, parse_language) for column in LANGUAGES]
    columns = [_in_order(row) for row in zip(*named, strict=True)]
    for place in range(len(LANGUAGES)):
        found = [row[place] for row in columns]
        values[f"language_{place + 1}"] = _texts(raw, [match.language for match in found])
        values[f"variety_{place + 1}"] = _texts(raw, [match.variety for match in found])
    _report_repeated(table, named)
    table.refuse_repeated((values["modular_code"], values["annex"]), "cod_mod", "el servicio")
    return Cleaned(FILE.frame(table, values), table.errors, table.notices)


def _in_order(named: Sequence[Match | None]) -> list[Match]:
    """The different languages and varieties, without gaps between them."""
    found = list(dict.fromkeys(match for match in named if match is not None))
    return found + [_NO_LANGUAGE] * (len(LANGUAGES) - len(found))


def _report_repeated(table: Columns, named: Sequence[pd.Series]) -> None:
    for place in range(1, len(LANGUAGES)):
        reasons = {
            int(row): "La fila ya nombra esa lengua."
            for row, *matches in zip(table.frame.index, *named[: place + 1], strict=True)
            if matches[-1] is not None and matches[-1] in matches[:-1]
        }
        table.report(reasons, LANGUAGES[place].name, refuse=False)


def _texts(raw: pd.DataFrame, texts: list[str]) -> pd.Series:
    return pd.Series([text or None for text in texts], raw.index, dtype=object)
