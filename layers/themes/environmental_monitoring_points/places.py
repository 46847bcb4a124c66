"""What a file says of the place of a point: its matrix, its water's category, its unit."""

from __future__ import annotations

import re

from layers.reading.cells import CellError
from layers.reading.directory import Directory
from territory.models import Matrix
from territory.names import fold

# Words of a matrix, the first that is found; what is more special comes first.
_MATRICES = (
    ("sedimento", Matrix.SEDIMENT),
    ("residual", Matrix.WASTEWATER),
    ("efluente", Matrix.WASTEWATER),
    ("vertimiento", Matrix.WASTEWATER),
    ("subterrane", Matrix.GROUNDWATER),
    ("agua de mar", Matrix.SEA_WATER),
    ("agua salina", Matrix.SEA_WATER),
    ("marin", Matrix.SEA_WATER),
    ("superficial", Matrix.SURFACE_WATER),
    ("agua", Matrix.WATER),
    ("suelo", Matrix.SOIL),
    ("emision", Matrix.EMISSION),
    ("aire", Matrix.AIR),
    ("ruido", Matrix.NOISE),
    ("biota", Matrix.BIOTA),
    ("hidrobiolog", Matrix.BIOTA),
    ("flora", Matrix.BIOTA),
    ("fauna", Matrix.BIOTA),
)
_CATEGORY = re.compile(r"([1-4])(?:([a-e])([1-3])?|([a-e][1-3]))?")
_NO_KEY = re.compile(r"[^a-z0-9_]+")


def parse_matrix(*told: str) -> str:
    """The matrix that the cells tell together; OTHER for a word that none is known by."""
    text = " ".join(map(fold, told)).strip()
    if not text:
        raise CellError("Falta la matriz: sin ella no se sabe qué se midió.")
    return next((matrix.value for word, matrix in _MATRICES if word in text), Matrix.OTHER.value)


def parse_category(raw: str) -> str | None:
    """``Categoría 1 - A1`` → ``1-A1``; None when empty; raises CellError."""
    text = re.sub(r"(?:sub)?categoria|cat\.?|eca|[^a-z0-9]", "", fold(raw))
    if not text:
        return None
    match = _CATEGORY.fullmatch(text)
    if match is None:
        raise CellError("No es una categoría del estándar de agua: por ejemplo «1-A1».")
    return f"{text[0]}-{text[1:].upper()}" if len(text) > 1 else text


def key_of(*codes: str) -> str:
    """What distinguishes a point in its register, fit for an address."""
    parts = (_NO_KEY.sub("-", fold(code)).strip("-") for code in codes)
    return "-".join(filter(None, parts))[:120]


def parse_named_unit(text: str, units: Directory) -> str | None:
    """The unit of ``LORETO, LORETO, TIGRE``: the finest that INEI has; None when empty.

    Raises CellError where not even the department is known.
    """
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names:
        return None
    for length in range(min(len(names), 3), 0, -1):
        if found := units.find(*names[:length]):
            return found
    raise CellError(f"El INEI no tiene una unidad «{text.strip()[:100]}».")
