"""The feature query: the one immutable description of which features are asked for.

Every protocol asks for features through ``FeatureQuery``; none writes a query of its own.
``layers.features`` turns it into one QuerySet and one SQL statement.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from layers.bbox import Bbox
from layers.errors import InvalidParameter, UnknownCrs
from layers.fields import Field, FieldType
from layers.layer import AnyUser, Layer
from layers.paging import SortKey


@dataclass(frozen=True)
class FeatureQuery:
    """Which features of a layer, in what form.

    ``bbox`` is in its own CRS and always x/y; ``filter`` a CQL2-JSON tree; ``fids`` feature
    keys as text; ``srid`` the CRS of the answer; ``after`` an opaque cursor of ``paging``;
    ``fields`` names of fields (None: all); ``resolution`` units of ``srid`` per pixel, which
    lets a drawing leave out what falls on an occupied pixel.
    """

    layer: Layer
    user: AnyUser
    bbox: Bbox | None = None
    filter: dict[str, Any] | None = None
    fids: tuple[str, ...] | None = None
    srid: int = 4326
    sort: tuple[SortKey, ...] = ()
    limit: int | None = None
    offset: int = 0
    after: str | None = None
    fields: tuple[str, ...] | None = None
    with_geometry: bool = True
    resolution: float | None = None

    def __post_init__(self) -> None:
        if self.srid not in self.layer.srids:
            raise UnknownCrs(f"EPSG:{self.srid}")
        for key in self.sort:
            if self.layer.field(key.field).type is FieldType.INTEGER_LIST:
                message = f"El campo «{key.field}» es una lista: no tiene orden."
                raise InvalidParameter(message, parameter="sortby")
        for name in self.fields or ():
            self.layer.field(name)

    @property
    def selected_fields(self) -> tuple[Field, ...]:
        """The fields of the answer, in the layer's order."""
        if self.fields is None:
            return self.layer.fields
        return tuple(item for item in self.layer.fields if item.name in self.fields)
