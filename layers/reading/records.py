"""The rows of a table in whatever file an office publishes it: CSV, spreadsheet, DBF, zipped."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence

from layers.reading.content import ZIP, FileData, opened, start_of
from layers.reading.dbf import columns_of, is_dbf, read_dbf
from layers.reading.ods_rows import is_ods
from layers.reading.results import Cleaned, SourceError
from layers.reading.tabular import read_table
from layers.reading.zipped import zipped_tables

# A part that every workbook of Office has.
_OFFICE_PART = "[Content_Types].xml"


def read_records(
    data: FileData,
    required: Sequence[str],
    optional: Sequence[str],
    aliases: Mapping[str, str],
    sheet: str = "",
) -> Cleaned:
    """As ``read_table``, also of a DBF, and of the table in a zip that has the columns."""
    if start_of(data).startswith(ZIP) and not (_is_office(data) or is_ods(data)):
        return _read_zipped(data, required, optional, aliases)
    if is_dbf(data):
        return read_dbf(data, required, optional, aliases)
    return read_table(data, required, optional, aliases, sheet)


def _is_office(data: FileData) -> bool:
    try:
        with opened(data) as file, zipfile.ZipFile(file) as archive:
            return _OFFICE_PART in archive.namelist()
    except zipfile.BadZipFile:
        return False


def _read_zipped(
    data: FileData, required: Sequence[str], optional: Sequence[str], aliases: Mapping[str, str]
) -> Cleaned:
    """The largest DBF that has the required columns, else the largest CSV."""

    def has_columns(start: bytes) -> bool:
        return is_dbf(start) and set(required) <= columns_of(start, aliases)

    for _, content in zipped_tables(data, (".dbf",), has_columns):
        return read_dbf(content, required, optional, aliases)
    for _, content in zipped_tables(data, (".csv", ".txt")):
        return read_table(content, required, optional, aliases)
    raise SourceError(f"El zip no tiene una tabla con las columnas {', '.join(required)}.")
