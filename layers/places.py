"""The filter for a layer's rows of a unit or inside it, by the field that places them."""

from __future__ import annotations

from typing import Any

from layers.layer import Layer

# All units of a row, its codes separated by spaces; the unit that it declares; a unit itself.
_SEVERAL, _ONE = "ubigeos", ("declared_ubigeo", "ubigeo")


def inside(layer: Layer, unit: str) -> dict[str, Any] | None:
    """CQL2 JSON, for a ubigeo; None where no field places the layer's rows."""
    patterns = _patterns(layer, unit)
    likes = [{"op": "like", "args": [{"property": name}, text]} for name, text in patterns]
    if not likes:
        return None
    return likes[0] if len(likes) == 1 else {"op": "or", "args": likes}


def inside_text(layer: Layer, unit: str) -> str:
    """The same as CQL2 text, for an address; "" where no field places the layer's rows."""
    return " OR ".join(f"{name} LIKE '{text}'" for name, text in _patterns(layer, unit))


def _patterns(layer: Layer, unit: str) -> list[tuple[str, str]]:
    if _SEVERAL in layer.field_names:
        return [(_SEVERAL, f"{unit}%"), (_SEVERAL, f"% {unit}%")]
    return [(name, f"{unit}%") for name in _ONE if name in layer.field_names][:1]
