"""What a raster's numbers may be counted in, where something is computed of them."""

from __future__ import annotations

from layers.errors import InvalidParameter
from layers.models.rasters import CoverageKind

# Of a friction: the seconds that a metre takes.
FRICTION_S = {"min/m": 60.0, "s/m": 1.0, "h/m": 3600.0, "min/km": 0.06, "s/km": 0.001, "h/km": 3.6}


def check_unit(kind: str, unit: str) -> None:
    """Raises InvalidParameter for a measure without a unit, or a friction of no time a length."""
    if kind != CoverageKind.CLASSES and not unit.strip():
        raise InvalidParameter("Falta la unidad de medida.", parameter="unit")
    if kind == CoverageKind.FRICTION and unit.strip() not in FRICTION_S:
        raise InvalidParameter(
            f"La unidad de una fricción es el tiempo que toma un tramo: {', '.join(FRICTION_S)}.",
            parameter="unit",
        )
