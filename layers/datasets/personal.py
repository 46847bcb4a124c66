"""Columns that look as if they held persons' data: by what they are called and by what they hold.

Somebody has to decide on each before anybody else sees the layer (Ley 29733).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from layers.datasets.columns import Column
from layers.fields import FieldType
from layers.reading.sampling import Sample
from layers.reading.tabular import column_name
from territory.personal_columns import Personal, is_of_victims, personal_column
from territory.personal_data import masked

_PERSON = re.compile(
    r"(?:\w+_)?(?:dni|nombres?_y_apellidos?|apellidos?(?:_\w+)?|apellidos_y_nombres|nombres|"
    r"nombre_(?:completo|persona|titular|beneficiari[oa]|responsable|propietari[oa]|"
    r"representante|contacto|victima|docente|alumn[oa]|paciente)|"
    r"titular|beneficiari[oa]s?|propietari[oa]s?|representante(?:_legal)?|responsable|contacto|"
    r"victimas?|agraviad[oa]s?|denunciantes?|pacientes?|telefonos?|telf?|fono|celular(?:es)?|"
    r"movil|whatsapp|correos?|e_?mail|fecha_(?:de_)?nac(?:imiento)?|pasaporte|"
    r"carnet_\w+|doc(?:umento)?_(?:de_)?identidad|domicilio)(?:_\w+)?"
)
BY_NAME = "Por su nombre parece tener datos de personas."
BY_CONTENT = "{} celdas parecen tener teléfonos, correos o números de documentos."
BY_KIND = {
    Personal.NAMES: "Parece tener nombres de personas.",
    Personal.DOCUMENTS: "Parece tener números de documentos o datos de identidad.",
    Personal.CONTACTS: "Parece tener teléfonos o correos.",
    Personal.VICTIMS: "Parece ser sobre víctimas o los lugares que las protegen.",
}


class Decision(StrEnum):
    """What is done with such a column."""

    DROP = "drop"  # the column goes
    MASK = "mask"  # what looks personal goes, the rest of the texts stays
    KEEP = "keep"  # it may be published; a second person says so


@dataclass(frozen=True)
class Doubt:
    """Why somebody has to decide on a column.

    ``is_whole``: all of it is of persons, so that masking what is recognised within its texts
    would leave the rest of them.
    """

    reason: str
    is_whole: bool


def is_called_of_persons(original: str) -> bool:
    """Whether a column's name alone says that it is of persons or victims."""
    if _PERSON.fullmatch(column_name(original)) or is_of_victims(original):
        return True
    return personal_column(original, ["x"], is_known=True) is not None


class Watch:
    """Looks at rows on their way into a table; ``doubts`` afterwards, by column name."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._sample = Sample(len(columns))
        self._found: Counter[int] = Counter()

    def watched(self, rows: Iterable[Sequence[Any]], first: int = 0) -> Iterator[Sequence[Any]]:
        """The same rows; their values begin at ``first``."""
        for row in rows:
            values = row[first:]
            for at, value in enumerate(values):
                if isinstance(value, str) and masked(value) != value:
                    self._found[at] += 1
            self._sample.add([as_cell(value) for value in values])
            yield row

    @property
    def doubts(self) -> dict[str, Doubt]:
        """What somebody has to decide on."""
        judged = {column.name: self._doubt(at, column) for at, column in enumerate(self._columns)}
        return {name: doubt for name, doubt in judged.items() if doubt is not None}

    def _doubt(self, at: int, column: Column) -> Doubt | None:
        kind = personal_column(column.original, self._sample.columns[at], is_known=False)
        in_texts = BY_CONTENT.format(self._found[at]) if self._found[at] else ""
        if _PERSON.fullmatch(column_name(column.original)):
            return Doubt(in_texts or BY_NAME, is_whole=True)
        if kind is not None:
            is_called_so = personal_column(column.original, ["x"], is_known=True) is not None
            is_whole = is_called_so or kind is not Personal.CONTACTS
            return Doubt(in_texts or BY_KIND[kind], is_whole)
        return Doubt(in_texts, is_whole=False) if in_texts else None


def as_cell(value: Any) -> str:
    """A value as a file's cell has it; empty where it is unknown."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def may_be_masked(column: Column, report: Mapping[str, Any]) -> bool:
    """Whether masking takes out of a column all that is of persons; ``report`` is its dataset's."""
    return column.type is FieldType.STRING and column.name not in report.get("personal_whole", ())


def in_report(doubts: Mapping[str, Doubt], report: Mapping[str, Any]) -> dict[str, Any]:
    """The doubts as a dataset's report keeps them, beside those that it has."""
    whole = {name for name, doubt in doubts.items() if doubt.is_whole}
    return {
        "personal": report.get("personal", {}) | {n: doubt.reason for n, doubt in doubts.items()},
        "personal_whole": sorted(whole | set(report.get("personal_whole", ()))),
    }
