"""What of a model's rows a person may look for, and the indexes by which it is found."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Left

from territory.unaccent import Unaccented

# Enough to tell beginnings apart, and far below what a B-tree takes of a row.
PREFIX_LENGTH = 60


@dataclass(frozen=True)
class Code:
    """A field by which a row is known.

    ``numeric``: it holds digits only, so nothing else is looked for there. ``digits``: every code
    has that many; a spreadsheet takes their leading zeros off, and people type what it shows.
    """

    field: str
    numeric: bool = False
    digits: int = 0


@dataclass(frozen=True)
class Searched:
    """The codes and the name by which a model's rows are found, the best known code first.

    ``resembles``: a misspelt name is compared letter by letter, which takes long where names are
    sentences; there each misspelt word is held against the words that names have (``NameWord``).
    ``thing``: the field that rows of one thing share, where it has several: it is found once.
    ``place``: the path, among a layer's rows, of the ubigeos that a row speaks for, with spaces
    between them; empty where placed records have them (``PlacedRecord``).
    """

    name: str
    codes: tuple[Code, ...] = ()
    resembles: bool = True
    thing: str = ""
    place: str = ""

    def indexes(self, label: str) -> list[models.Index]:
        """What keeps the work bounded; ``label`` begins their names."""
        plain = Unaccented(self.name)
        beginning = OpClass(Left(plain, PREFIX_LENGTH), name="text_pattern_ops")
        return [
            *(
                models.Index(
                    fields=[code.field],
                    name=f"{label}_{code.field}",
                    opclasses=["varchar_pattern_ops"],
                )
                for code in self.codes
            ),
            models.Index(beginning, name=f"{label}_name_beginning"),
            GinIndex(OpClass(plain, name="gin_trgm_ops"), name=f"{label}_name_trgm"),
        ]
