"""A file to be made: which features of a layer, and what it says of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from django.utils.translation import gettext as _

from layers import features
from layers.encodings.base import Encoding
from layers.encodings.records import Column, LineProvenance, columns
from layers.errors import TerritorioError
from layers.exports.statement import Statement, described
from layers.query import FeatureQuery
from layers.stream import Row, RowStream

SAMPLE_MARK = "EJEMPLO_"
_ROWS_BETWEEN_REPORTS = 2_000


class Reported(RowStream):
    """A stream that says how far it has come."""

    def __init__(self, rows: RowStream, report: Callable[[int], None]) -> None:
        self._inner = rows
        self._report = report

    def __iter__(self) -> Iterator[Row]:
        number = 0
        for number, row in enumerate(self._inner, 1):
            if number % _ROWS_BETWEEN_REPORTS == 0:
                self._report(_ROWS_BETWEEN_REPORTS)
            yield row
        self._report(number % _ROWS_BETWEEN_REPORTS)

    def close(self) -> None:
        """Give the connection back."""
        self._inner.close()


class FormatLimit(TerritorioError):
    """El formato no puede con lo pedido."""


class Pieces(Protocol):
    """A file's bytes to iterate over once, and a way to stop early."""

    def __iter__(self) -> Iterator[bytes]: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class Export:
    """The features of ``query`` as a file; ``unit`` is the ubigeo they were chosen by, if any.

    ``address`` is where the file is that a description is of, empty where both are kept side by
    side. ``report`` is told how many rows more were read, and ends the reading by what it raises.
    """

    query: FeatureQuery
    unit: str = ""
    report: Callable[[int], None] | None = None
    address: str = ""

    def stream(self, encoding: Encoding) -> RowStream:
        """The encoded features; while they are read their connection does nothing else."""
        rows = features.stream(self.query, encoding)
        return rows if self.report is None else Reported(rows, self.report)

    @cached_property
    def statement(self) -> Statement:
        return described(self.query.layer, self.query.user, self._part())

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """What a line holds beside the geometry."""
        said = self.statement
        origin = LineProvenance(said.source, said.cutoff_date, said.is_sample)
        return columns(self.query, origin)

    @cached_property
    def number(self) -> int:
        """How many features the file will have."""
        query = self.query
        found = features.count(query) if query.after is None else query.limit or 0
        found = max(0, found - query.offset)
        return found if query.limit is None else min(found, query.limit)

    @property
    def has_geometry(self) -> bool:
        return self.query.with_geometry and self.query.layer.has_geometry

    @property
    def stem(self) -> str:
        """The file's name without what follows the point: ``EJEMPLO_rural_schools_18``."""
        said = self.statement
        part = self.unit or ("seleccion" if self._is_part else "")
        date = said.cutoff_date.isoformat() if said.cutoff_date else ""
        name = "_".join(item for item in (said.name, part, date) if item)
        return SAMPLE_MARK + name if said.is_sample else name

    @property
    def _is_part(self) -> bool:
        query = self.query
        chosen = (query.bbox, query.filter, query.fids, query.limit, query.after)
        return bool(query.offset) or any(item is not None for item in chosen)

    def _part(self) -> str:
        if self.unit:
            return _("Lo declarado en la unidad con ubigeo %(unit)s") % {"unit": self.unit}
        return _("Una selección de la capa") if self._is_part else _("La capa completa")
