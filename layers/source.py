"""What a source is: a kind of official file, how it is read, and the tables that it fills."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise

from layers.reading.content import FileData
from layers.reading.context import Context, Feed
from layers.reading.results import Reading
from layers.reading.specification import Specification
from territory.coverage import Covers
from territory.disclosure.declared import Disclosure


def nothing() -> None:
    """What is left to do after most loads."""


@dataclass(frozen=True)
class Table:
    """A table that a source fills.

    ``name`` is that of its frame in the ``Reading``, and of the layer whose version rises
    unless the table is none (``is_layer``); ``columns`` are the database columns that the file
    decides, ``key`` those by which a row is known again (a unique constraint covers it,
    ``is_sample`` included). ``part_of`` names the source's table of all the rows of which this one
    has some once more, with the same numbers: counted, held and reported of is the whole.
    """

    name: str
    model: type[models.Model]
    columns: tuple[str, ...]
    key: tuple[str, ...]
    is_layer: bool = True
    part_of: str = ""


@dataclass(frozen=True)
class Joined:
    """That a table's rows are known by their key in another source's, which says their place.

    ``table`` and ``key`` are the frame's name and columns, ``column`` that of the file in which a
    row without counterpart is reported, with ``reason``. ``units_of`` gives, for the keys asked
    for, the place in the list and the unit of each that is found, None where it has none.
    """

    table: str
    key: tuple[str, str]
    column: str
    units_of: Callable[[Sequence[tuple[str, str]]], Mapping[int, str | None]]
    reason: str


# Of rows in their order, by place: the column, its text and why it can't stand.
Refused = Mapping[int, tuple[str, str, str]]


@dataclass(frozen=True)
class Held:
    """That a table's rows are held against what is published already, which refuses some.

    ``refused`` is given the ``columns`` of each row of the frame ``table``.
    """

    table: str
    columns: tuple[str, ...]
    refused: Callable[[Sequence[tuple[Any, ...]]], Refused]


@dataclass(frozen=True)
class Source:
    """A kind of official file.

    ``read`` is pure and raises SourceError where the file as a whole can't be read.
    ``read_parts`` gives the same part by part, of a source of one table whose files are larger than
    memory; only when the last is read is it known that the file can be. ``file``
    declares the columns that it reads, which the guide lists; None for a file of many tables.
    ``needs_provenance``: its files don't say their source and cut-off date, the operator does.
    ``sample`` is a path below ``fixtures/samples`` (a directory travels as a zip), empty where
    there is none. ``refresh_derived`` puts in order, in the same transaction, what depends on the
    rows; ``also_shows`` names further layers that show them, ``derives`` the models whose rows
    follow from the source's alone, and cover what its files do.

    Files that live side by side are feeds: a publication replaces the rows of its own feed only,
    the tables having a column ``feed``. ``needs_feed``: the operator names each and says which
    unit it serves; its samples are those of ``sample_feeds``, each at ``<sample>/<name>``.
    ``choices`` are what an operator may choose in its files (names of ``Choice``).
    ``feed`` is the name of the only one, of a source that shares its tables with others.
    ``withheld`` are columns of the official form that may name persons: never read, or read
    without them; so nobody has to decide on them.
    ``names_persons``: its official file names persons in every row. It is read where it lies, by
    the operator's command, and never handed in by the pages, which keep what they are given.
    ``disclosure``: its rows are counts of people. The exact ones are kept apart, where requests
    can't read; its one table holds what ``territory.disclosure`` lets through. Its file isn't
    handed in by the pages either.
    ``agencies`` are those that publish it, by acronym: they lead a commitment that it serves.
    ``held`` says that what is published may refuse rows of it.
    ``joined`` says that another source's rows give its own their place.
    ``forget_undone`` is told, in the transaction that undid them, what publications covered and of
    which cut-off date they were, of a source that remembers what each said.
    """

    name: str
    title: str | Promise
    tables: tuple[Table, ...]
    read: Callable[[FileData, Context], Reading]
    file: Specification | None = None
    needs_provenance: bool = True
    sample: str = ""
    refresh_derived: Callable[[], Any] = nothing
    also_shows: tuple[str, ...] = ()
    derives: tuple[type[models.Model], ...] = ()
    needs_feed: bool = False
    sample_feeds: tuple[Feed, ...] = ()
    choices: tuple[str, ...] = ()
    feed: str = ""
    agencies: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    joined: Joined | None = None
    held: Held | None = None
    read_parts: Callable[[FileData, Context], Iterator[Reading]] | None = None
    names_persons: bool = False
    disclosure: Disclosure | None = None
    forget_undone: Callable[[Sequence[tuple[Covers, dt.date]]], Any] | None = None

    @property
    def stays_away(self) -> bool:
        """Whether its file is never handed in by the pages."""
        return self.names_persons or self.disclosure is not None

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers that go stale with it."""
        return (*(table.name for table in self.tables if table.is_layer), *self.also_shows)

    @property
    def file_kinds(self) -> str:
        """What kinds of file its reader takes, for a person."""
        if self.file is None:
            return "Un zip con los archivos de una red de transporte en formato GTFS."
        kinds = ["CSV o texto (separado por punto y coma, coma, tabulador o «|»)"]
        if "sheet" in self.choices:
            kinds += ["Excel (XLSX, XLSM, XLSB, XLS)", "ODS", "DBF", "un zip con uno de ellos"]
        if "layer" in self.choices:
            kinds += ["GeoPackage", "GeoJSON", "Shapefile en un zip (.shp, .shx, .dbf y .prj)"]
        return f"{'; '.join(kinds)}. Hasta 500 MB."

    @property
    def has_feeds(self) -> bool:
        """Whether its tables hold rows that a file of it doesn't speak for."""
        return self.needs_feed or bool(self.feed)
