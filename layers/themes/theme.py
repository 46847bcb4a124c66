"""What a theme is: a thing on the ground, or a count of it, in all that is published of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from layers.layer import Layer
from layers.source import Source
from territory.models.counts import CountRecord
from territory.models.placed import PlacedRecord


class Part(StrEnum):
    """What the contract suite asks of every theme; one that lacks a part says why."""

    IMPORT = "import"
    SAMPLE = "sample"
    MAP = "map"
    FEATURES = "features"
    TILE = "tile"
    API = "api"
    DOWNLOAD = "download"
    PROVENANCE = "provenance"
    PERMISSION = "permission"
    COMMITMENT_PAGE = "commitment page"
    UNIT_PAGE = "unit page"
    FIGURE = "figure"
    SEARCH = "search"
    ADMINISTRATION = "administration"
    GUIDE = "guide"


@dataclass(frozen=True)
class Serves:
    """Which part of a commitment the data serve, for a person.

    ``promise`` are the plan's own words (of the commitment's title or text) to which the data
    come closest; ``shows`` what the data show, and of the promise don't. Both in Spanish.
    ``lacks`` is what of the promise they don't show while none of the themes ``shown_by`` is
    there, which do: beside plans nobody says of routes that there are no plans.
    """

    promise: str
    shows: str
    lacks: str = ""
    shown_by: tuple[str, ...] = ()

    def beside(self, themes: Collection[str]) -> str:
        """What the data show beside those of the themes, and what none of them shows."""
        given = not self.lacks or any(name in themes for name in self.shown_by)
        return self.shows if given else f"{self.shows}, {self.lacks}"


@dataclass(frozen=True)
class Theme:
    """One room of ``layers/themes``.

    ``name`` is the room's and its main layer's; ``serves`` says of each of its commitments which
    part of it the data are about; ``records`` the models whose rows are figures,
    listed on pages and drawn; ``counts`` those of counts in place and time, shown as series and
    never listed row by row; ``history`` those of which the records are derived: drawn by time,
    and no figure, since the records are; ``sources`` are the official files that fill them, in
    the order of loading; ``guide`` is the file below ``docs/`` that explains the file's columns.
    ``without`` names each part that doesn't apply, with the reason.
    """

    name: str
    serves: Mapping[int, Serves]
    layers: tuple[Layer, ...]
    records: tuple[type[PlacedRecord], ...]
    sources: tuple[Source, ...]
    counts: tuple[type[CountRecord], ...] = ()
    history: tuple[type[PlacedRecord], ...] = ()
    guide: str = ""
    without: Mapping[Part, str] = field(default_factory=dict)

    @property
    def commitments(self) -> tuple[int, ...]:
        """The commitments that it serves."""
        return tuple(self.serves)

    @property
    def room(self) -> str:
        """The package that holds it."""
        return f"layers.themes.{self.name}"

    def has(self, part: Part) -> bool:
        """Whether the part applies."""
        return part not in self.without
