"""What units and other registers say of rows before they are written, so that each is written once.

A row that is written again for its district gets all its entries in all its indexes once more: of a
national file that takes longer than everything else.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import Model

from territory import map_points, others
from territory.boundaries import spanned
from territory.boundaries.located import locate
from territory.models.placed import PlacedRecord, PositionedRecord

# The key of staged rows, which have none of their own yet.
RECORD = "record"


def columns(model: type[Model], given: Collection[str]) -> tuple[str, ...]:
    """The database columns of a model that are worked out here, of those that a file gives."""
    located = ("located_ubigeo",) if _is_positioned(model, given) else ()
    placed = map_points.PLACED if map_points.is_mapped(model) else ()
    spans = spanned.DESCRIBED if _spans(model) else ()
    return (*_of_others(model), *located, *placed, *spans)


def derive(model: type[Model], table: str, given: Collection[str]) -> None:
    """Fill those columns in a temporary table of the model's rows-to-be, numbered as ``record``."""
    declared = others.declared_by(model)
    if declared:
        others.fill_staged(declared, table, RECORD)
    if _is_positioned(model, given):
        locate(table, RECORD)
    if map_points.is_mapped(model):
        map_points.place(table)
    if issubclass(model, PlacedRecord) and model.spans:
        spanned.find(model, table, RECORD)


def link(model: type[Model], table: str, key: Sequence[str]) -> None:
    """Keep the units of the rows of that table, now that they are written.

    Call it after ``derive``, in the same transaction; ``key`` are the columns by which a staged
    row is known among the stored ones.
    """
    if issubclass(model, PlacedRecord) and model.spans:
        spanned.link(model, table, RECORD, key)


def _is_positioned(model: type[Model], given: Collection[str]) -> bool:
    """Whether positions are known now: those that another file gives are located with them."""
    return issubclass(model, PositionedRecord) and "geom" in (*given, *_of_others(model))


def _of_others(model: type[Model]) -> tuple[str, ...]:
    declared = others.declared_by(model)
    return declared.columns if declared else ()


def _spans(model: type[Model]) -> bool:
    return issubclass(model, PlacedRecord) and bool(model.spans)
