"""Columns that look as if they held persons' data: by what they are called and by what they hold.

Somebody has to decide on each before anybody else sees the layer (Ley 29733).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from layers.reading.tabular import column_name
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


class Decision(StrEnum):
    """What is done with such a column."""

    DROP = "drop"  # the column goes
    MASK = "mask"  # what looks personal goes, the rest of the texts stays
    KEEP = "keep"  # it may be published; a second person says so


def is_of_persons(title: str) -> bool:
    """Whether a column so called is likely to hold persons' data."""
    return _PERSON.fullmatch(column_name(title)) is not None


@dataclass
class Watch:
    """Looks at rows on their way into a table; ``reasons`` afterwards, by column name."""

    names: Sequence[str]
    titles: Sequence[str]
    _found: Counter[int] = field(default_factory=Counter)

    def watched(self, rows: Iterable[Sequence[Any]], first: int = 0) -> Iterator[Sequence[Any]]:
        """The same rows; their values begin at ``first``."""
        for row in rows:
            for at, value in enumerate(row[first:]):
                if isinstance(value, str) and masked(value) != value:
                    self._found[at] += 1
            yield row

    @property
    def reasons(self) -> dict[str, str]:
        """Why somebody has to decide on a column."""
        found = {}
        for at, (name, title) in enumerate(zip(self.names, self.titles, strict=True)):
            if self._found[at]:
                found[name] = BY_CONTENT.format(self._found[at])
            elif is_of_persons(title):
                found[name] = BY_NAME
        return found
