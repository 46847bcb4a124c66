"""What a reader of files may ask beside the file itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from layers.reading.directory import Directory
from layers.reading.results import Provenance


@dataclass(frozen=True)
class Feed:
    """A file that lives beside others of its source, and is replaced on its own.

    ``name`` says it from the others, publication after publication. ``unit`` is the ubigeo of
    the territory that it serves, which its rows don't say.
    """

    name: str
    unit: str


# What may be chosen in any source's files, since any may come as text.
TEXT_CHOICES = ("encoding", "separator")


@dataclass(frozen=True)
class Choice:
    """What of a file is meant, and what it doesn't say of its coordinates, as the operator said.

    ``sheet`` of a workbook and ``layer`` of a file with several; ``crs`` in place of the file's
    own, ``EPSG:32718``; ``zone`` and ``datum`` of rows that name none. ``encoding`` and
    ``separator`` of texts (``text_form``), in place of what they show.
    """

    sheet: str = ""
    layer: str = ""
    crs: str = ""
    zone: int | None = None
    datum: str = ""
    encoding: str = ""
    separator: str = ""

    @property
    def given(self) -> tuple[str, ...]:
        """The names of what was said."""
        return tuple(each.name for each in fields(self) if getattr(self, each.name))


@dataclass(frozen=True)
class Context:
    """The units that exist, the day, and what the operator said of the file.

    ``samples``: every row has to be a sample, otherwise none may be. ``provenance`` is given
    for every source whose files don't tell it row by row, ``feed`` for every one that keeps
    several files side by side. ``department_extents``: ubigeo → west, south, east, north in
    degrees, of the departments that have a polygon.
    """

    units: Directory
    today: dt.date
    samples: bool = False
    provenance: Provenance | None = None
    feed: Feed | None = None
    choice: Choice = Choice()
    department_extents: Mapping[str, tuple[float, float, float, float]] = field(
        default_factory=dict
    )

    @property
    def required_provenance(self) -> Provenance:
        """The provenance, where the source is one that needs it."""
        assert self.provenance is not None
        return self.provenance

    @property
    def served(self) -> Feed:
        """The feed, where the source is one that needs it."""
        assert self.feed is not None
        return self.feed
