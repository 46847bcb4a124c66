"""What a list of needs may be asked for: a unit, an item."""

from __future__ import annotations

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from ows.errors import InvalidValue
from ows.kvp import Kvp
from ows.rest.units import UBIGEO
from territory.models.residences import Item

UNIT = OpenApiParameter("unit", OpenApiTypes.STR, description="Un ubigeo: 2, 4 o 6 dígitos.")
ITEM = OpenApiParameter("item", OpenApiTypes.STR, enum=Item.values, description="Un bien.")


def unit_of(kvp: Kvp) -> str:
    """Empty where none is asked for; raises InvalidValue."""
    unit = kvp.get("unit") or ""
    if unit and not UBIGEO.fullmatch(unit):
        raise InvalidValue("unit", f"«{unit[:40]}» no es un ubigeo: 2, 4 o 6 dígitos.")
    return unit


def item_of(kvp: Kvp) -> str:
    """Empty where none is asked for; raises InvalidValue."""
    item = kvp.get("item") or ""
    if item and item not in Item.values:
        raise InvalidValue("item", f"«{item[:40]}» no es un bien: {', '.join(Item.values)}.")
    return item
