"""What can be done to a layer's features, whatever protocol asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, Point


class Decision(StrEnum):
    """A step of a feature's review."""

    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"


@dataclass(frozen=True)
class Insert:
    """A new feature; ``geom`` is EPSG:4326, x/y, or None where a layer has features without."""

    geom: GEOSGeometry | None
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Update:
    """New values for some fields of a feature, and a new geometry unless it is None.

    ``without_geom``: it has no geometry from now on. ``version`` is the one that the client had
    in view, here and below; None where it doesn't know of versions, which is refused.
    """

    fid: str
    version: int | None
    values: Mapping[str, Any] = field(default_factory=dict)
    geom: GEOSGeometry | None = None
    without_geom: bool = False


@dataclass(frozen=True)
class Delete:
    """The end of a feature; its versions stay."""

    fid: str
    version: int | None


@dataclass(frozen=True)
class Restore:
    """The values and the geometry of a former version once more, as a new one."""

    fid: str
    version: int | None
    restored: int


@dataclass(frozen=True)
class Remark:
    """What is said with a decision; ``place`` is EPSG:4326, x/y, or None."""

    text: str
    place: Point | None = None


@dataclass(frozen=True)
class Decide:
    """A step of the feature's review."""

    fid: str
    version: int | None
    decision: Decision
    remark: Remark | None = None


Edit = Insert | Update | Delete | Restore | Decide


@dataclass(frozen=True)
class Saved:
    """A feature after its edit: its key, and its version (None where it was deleted).

    ``notes`` says what was done to its geometry to store it, a sentence in Spanish each.
    """

    fid: str
    version: int | None
    notes: tuple[str, ...] = ()
