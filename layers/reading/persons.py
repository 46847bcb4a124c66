"""Files whose columns name persons, where a file may have none at all."""

from __future__ import annotations

import tempfile
from pathlib import Path

from layers.reading.content import FileData
from layers.reading.glimpses import Glimpse, glimpses
from layers.reading.results import SourceError
from layers.reading.specification import Specification
from layers.reading.tabular import column_name
from territory.personal_columns import personal_column


def refuse_persons(data: FileData, file: Specification) -> None:
    """Raise SourceError, which repeats neither heading nor cell, where a column names persons.

    Of the form's own columns the headings alone are asked.
    """
    if isinstance(data, Path):
        _refuse(data, file)
        return
    with tempfile.NamedTemporaryFile(suffix=".csv") as copy:
        copy.write(data)
        copy.flush()
        _refuse(Path(copy.name), file)


def _refuse(path: Path, file: Specification) -> None:
    known = {column.name for column in file.columns}
    try:
        looks = list(glimpses(path))
    except SourceError:
        return  # its reader says why it can't be read
    for look in looks:
        places = [str(at + 1) for at in range(len(look.header)) if _is_personal(look, at, known)]
        if places:
            raise SourceError(
                "El archivo tiene columnas que parecen nombrar personas o decir cómo ubicarlas "
                f"(columna {', '.join(places)}). Quítelas: aquí solo se publican números."
            )


def _is_personal(look: Glimpse, at: int, known: set[str]) -> bool:
    heading = look.header[at]
    is_known = column_name(heading) in known
    # A column that is empty so far announces what it is to hold.
    return personal_column(heading, look.columns[at] or ["x"], is_known=is_known) is not None
