"""What a layer is: the static part of its description and where its rows come from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.db.models import QuerySet

from layers.choices import Choices
from layers.errors import UnknownField
from layers.fields import Field, FieldType
from layers.geometry_types import GeometryType
from layers.styles.model import Style, in_range
from territory import roles

AnyUser: TypeAlias = roles.AnyUser

# The CRSs that every layer is offered in: geographic, web map, and UTM over Peru.
OFFERED_SRIDS = (4326, 3857, 32717, 32718, 32719)

GEOMETRY_PROPERTY = "geom"


PUBLIC = "public"


def everyone(user: AnyUser) -> bool:
    """Visibility of a public layer."""
    return True


def one_audience(user: AnyUser) -> str:
    """The audience of a layer whose rows are the same for everybody."""
    return PUBLIC


@dataclass(frozen=True)
class Summary:
    """What a layer's rows amount to, where it is kept beside them and needn't be asked.

    ``extent`` is EPSG:4326, x/y order; None where no row has a geometry.
    """

    number_of_features: int
    extent: tuple[float, float, float, float] | None
    cutoff_date: dt.date | None = None
    source_url: str = ""


@dataclass(frozen=True)
class Layer:
    """A published layer.

    ``rows(user)`` gives the rows that this user may see: of placed records the published ones.
    ``geom`` and ``key`` are ORM paths; ``srid`` is the CRS of the stored geometry, whose
    ``geometry_type`` is a ``GeometryType``'s name; of ``NONE`` the rows are those of
    ``layers.geometry_types.without_geometry``. ``min_scale``
    and ``max_scale`` are scale denominators (0.28 mm pixel) between which it is drawn.
    ``sample_path``, ``boundary_path``, ``boundary_origin_path``, ``source_path``,
    ``source_url_path`` and ``cutoff_path`` are the ORM paths from which ``registry.describe``
    reads whether the rows are samples, how official their boundaries are, and where boundaries
    and rows come from; None where the rows carry no such thing. Without an ``attribution`` those
    sources are named where it would be. ``time_field`` is the date or instant by which rows are
    chosen. Rows that are of a period have it from ``time_field`` up to ``time_end_field``, which
    is no longer in it: a map shows those of one period, the latest unless another is asked for.
    ``styles`` are those beside ``style``, the default. ``choices`` are what one may look at by
    itself on the map; ``choices_now`` reads them where they change with the rows.
    ``audience(user)`` is the same for users who see the same rows: every cache of what a
    layer holds is keyed on it. Only where rows depend on the user is it not ``one_audience``;
    then the ``version`` of the rows ``version_parts(user)``, summed, rises with what the user
    sees and with nothing else (``versions.seen``).
    A layer that is described in the database (``layers.datasets``) is made anew with each of its
    data versions: it has the ``version`` that it was made of, and the ``summary`` of its rows.
    ``is_private``: only some users may see it so far. ``sheet`` is the path on the site of the page
    that a row's thing has, with the names of the fields that tell it in braces; without one the
    page is that of the unit which the row belongs to. ``{fid}`` stands for the row's key.
    """

    name: str
    title: str
    abstract: str
    theme: str
    rows: Callable[[AnyUser], QuerySet[Any]]
    geom: str
    geometry_type: str
    fields: tuple[Field, ...]
    style: Style
    title_field: str
    styles: tuple[Style, ...] = ()
    choices: Choices | None = None
    choices_now: Callable[[], Choices | None] | None = None
    keywords: tuple[str, ...] = ()
    commitments: tuple[int, ...] = ()
    key: str = "pk"
    key_type: FieldType = FieldType.INTEGER
    srid: int = 4326
    srids: tuple[int, ...] = OFFERED_SRIDS
    min_scale: float | None = None
    max_scale: float | None = None
    time_field: str | None = None
    time_end_field: str | None = None
    sample_path: str | None = None
    boundary_path: str | None = None
    boundary_origin_path: str | None = None
    licence: str = ""
    attribution: str = ""
    source: str = ""
    source_path: str | None = "source"
    source_url_path: str | None = None
    cutoff_path: str | None = "cutoff_date"
    visible: Callable[[AnyUser], bool] = field(default=everyone)
    audience: Callable[[AnyUser], str] = field(default=one_audience)
    version_parts: Callable[[AnyUser], QuerySet[Any]] | None = None
    version: int | None = None
    summary: Summary | None = None
    is_private: bool = False
    sheet: str = ""

    def __post_init__(self) -> None:
        GeometryType(self.geometry_type)  # raises ValueError where there is no such type

    @property
    def shape_type(self) -> GeometryType:
        """What the geometries are."""
        return GeometryType(self.geometry_type)

    @property
    def has_geometry(self) -> bool:
        """Whether there is anything to draw: a map and a tile are of such layers alone."""
        return self.shape_type is not GeometryType.NONE

    def field(self, name: str) -> Field:
        """The field called ``name``; raises UnknownField."""
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise UnknownField(name, self.name)

    @property
    def every_style(self) -> tuple[Style, ...]:
        """The default style first."""
        return (self.style, *self.styles)

    @property
    def takes_contributions(self) -> bool:
        """Whether whoever sees a feature of it on the map may say something of it in public."""
        return self.same_for_everyone and not self.is_private

    @property
    def same_for_everyone(self) -> bool:
        """Whether all users see the same rows."""
        return self.audience is one_audience

    @property
    def field_names(self) -> tuple[str, ...]:
        return tuple(item.name for item in self.fields)

    def active_at(self, denominator: float) -> bool:
        """Whether the layer is drawn at that scale."""
        return in_range(denominator, self.min_scale, self.max_scale)
