"""An official file's columns, declared once: what is read of each, and how.

The header that is looked for, the names of the frame that a reader gives, the columns that a
publication writes and the guide's table all follow from a ``Specification``. What one column
alone can't say (several cells of one value, rows held against each other) is the reader's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

import pandas as pd
from django.db import models
from django.utils.functional import Promise

from layers.reading.columns import Columns
from layers.reading.context import Context
from layers.reading.conventions import in_column
from layers.reading.field_parsers import (
    Parse,
    field_behind,
    is_optional,
    or_unknown,
    parser_of,
    unknown,
)
from layers.reading.provenance import PROVENANCE, provenance_values
from layers.reading.samples import SampleMark
from layers.reading.tabular import column_name
from layers.reading.workbook import MAC_SERIALS


@dataclass(frozen=True)
class Column:
    """One column of a file.

    ``title`` is its header as the official file writes it, ``also`` other headers of the same;
    case, accents and punctuation don't count. ``field`` is the database column that it fills,
    ``part_of`` the one that the reader's rules make of it and others; neither where it only
    says which rows are taken. ``about`` is what the guide says of it in Spanish; by default the
    field's own title.

    ``required``: a file without the column can't be read. ``strict``: a value that can't be
    taken costs the row its place; otherwise the row stays without it, and that is noted.
    ``filled``: nor can an empty cell be taken, though the model could do without a value.

    ``prepare`` is done to the text before it is parsed; ``parse`` reads it where the field's
    type isn't enough. ``sample`` is the mark that every sample's text has and no fact's.
    ``illegible`` is published instead of a text whose characters are lost: a damaged name doesn't
    cost its row the place.
    """

    title: str
    field: str = ""
    about: str | Promise = ""
    also: tuple[str, ...] = ()
    required: bool = False
    strict: bool = False
    filled: bool = False
    part_of: str = ""
    prepare: Callable[[str], str] | None = None
    parse: Parse | None = None
    sample: SampleMark | None = None
    illegible: str = ""

    @cached_property
    def name(self) -> str:
        """As readers and messages call it: ``Código Modular`` → ``codigo_modular``."""
        return column_name(self.title)


@dataclass(frozen=True)
class Specification:
    """The columns of an official file whose rows become those of ``model``.

    ``commitments`` is what every row serves, empty where the model has no such column.
    ``computed`` are the database columns that the reader works out itself and of which no single
    column of the file is a part.
    """

    model: type[models.Model]
    columns: tuple[Column, ...]
    commitments: tuple[int, ...] = ()
    computed: tuple[str, ...] = ()

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The names of the columns that a file must have."""
        return tuple(column.name for column in self.columns if column.required)

    @cached_property
    def optional(self) -> tuple[str, ...]:
        """The names of the others."""
        return tuple(column.name for column in self.columns if not column.required)

    @cached_property
    def aliases(self) -> Mapping[str, str]:
        """Another header's name → the column's."""
        return {column_name(other): column.name for column in self.columns for other in column.also}

    @cached_property
    def filling(self) -> Mapping[str, Column]:
        """Database column → the column of the file that fills it by itself."""
        return {column.field: column for column in self.columns if column.field}

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The database columns that the file decides."""
        parts = (column.part_of for column in self.columns if column.part_of)
        commitments = ("commitments",) if self.commitments else ()
        every = (*self.filling, *parts, *self.computed, *commitments, *PROVENANCE)
        return tuple(dict.fromkeys(every))

    def read(self, table: Columns, context: Context, *, release: bool = False) -> dict[str, Any]:
        """Database column → its values, for all of ``fields`` but what its rules make.

        ``release``: the texts that fill a field by themselves are asked for no more.

        What a column fills is a series of objects by row number. A value that isn't known, or
        was left out or refused, is what the model holds then: None, or empty text.
        """
        values: dict[str, Any] = {"is_sample": context.samples}
        if self.commitments:
            values["commitments"] = [list(self.commitments)] * len(table.frame)
        if "source" not in self.filling:
            values |= provenance_values(self.model, context)
        for field, column in self.filling.items():
            values[field] = self._read(table, column, context)
            if release:
                table.release(column.name)
        return values

    def frame(self, table: Columns, values: Mapping[str, Any]) -> pd.DataFrame:
        """The rows that nothing was refused of, with ``fields`` as columns."""
        return table.passed({name: values[name] for name in self.fields})

    def or_unknown(self, field: str, values: pd.Series) -> pd.Series:
        """The values, with what the model holds where none is known for None and empty text."""
        return or_unknown(self.model, field, values)

    def unknown(self, field: str) -> Any:
        """What the model holds in a database column where nothing is known."""
        return unknown(field_behind(self.model, field))

    def _read(self, table: Columns, column: Column, context: Context) -> pd.Series:
        field = field_behind(self.model, column.field)
        optional = is_optional(field) and not column.filled
        parse = column.parse or parser_of(field, context, optional=optional)
        if isinstance(field, models.DateField) and table.frame.attrs.get(MAC_SERIALS):
            parse = partial(parse, mac_serials=True)
        if column.illegible:
            table.replace_unreadable(column.name, column.illegible)
        read = table.read if column.strict else table.read_if_possible
        return self.or_unknown(column.field, read(column.name, _whole(column, parse, context)))


def _whole(column: Column, parse: Parse, context: Context) -> Parse:
    """From a cell's text to its value: prepared, parsed, held against the mark of samples."""
    if column.prepare is None and column.sample is None:
        return parse
    return _Cell(parse, column.prepare, column.sample, context.samples)


@dataclass(frozen=True)
class _Cell:
    parse: Parse
    prepare: Callable[[str], str] | None
    sample: SampleMark | None
    samples: bool

    def in_column(self, texts: Iterable[str]) -> _Cell:
        prepared = map(self.prepare, texts) if self.prepare else texts
        return replace(self, parse=in_column(self.parse, prepared))

    def __call__(self, raw: str) -> Any:
        value = self.parse(self.prepare(raw) if self.prepare else raw)
        if self.sample is not None:
            self.sample.check(value, samples=self.samples)
        return value
