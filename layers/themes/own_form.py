"""Reading the files of this site's own form: one table each."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.records import read_records
from layers.reading.results import Cleaned, Reading, harmless
from layers.reading.specification import Specification

Clean = Callable[[pd.DataFrame, Context], Cleaned]


def as_written(text: str) -> str:
    """The text without the apostrophe that keeps spreadsheets from running it (``harmless``)."""
    bare = text.removeprefix("'")
    return bare if harmless(bare) == text else text


def read_form(
    data: FileData, context: Context, file: Specification, table: str, clean: Clean
) -> Reading:
    """The rows of a file; raises SourceError where it can't be read as a whole."""
    records = read_records(data, file.required, file.optional, file.aliases, context.choice.sheet)
    cleaned = clean(records.frame, context)
    errors = sorted((*records.errors, *cleaned.errors), key=lambda error: error.row)
    return Reading({table: cleaned.frame}, tuple(errors), cleaned.notices)
