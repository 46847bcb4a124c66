"""Which services of the register of schools are institutes, and what they teach."""

from __future__ import annotations

import pandas as pd

from territory.models import InstituteKind
from territory.names import fold

# What the register says of an institute, in the table's columns.
COLUMNS = (
    "modular_code",
    "annex",
    "local_code",
    "name",
    "kind",
    "level",
    "form",
    "management",
    "ugel_code",
    "ugel",
    "pupils",
    "teachers",
    "sections",
    "declared_ubigeo",
    "geom",
    "commitments",
    "source",
    "source_url",
    "cutoff_date",
    "is_sample",
)

# Part of a level's name, of those of higher education → the kind.
_SUPERIOR = {
    "pedagog": InstituteKind.PEDAGOGICAL.value,
    "tecnolog": InstituteKind.TECHNOLOGICAL.value,
    "artistic": InstituteKind.ARTISTIC.value,
}
_PRODUCTIVE = ("cetpro", "tecnico productiva", "tecnico-productiva")


def kind_of(level: str | None) -> str | None:
    """``Escuela Superior Pedagógica`` → pedagogical; None of a school's level."""
    name = fold(level or "")
    if any(part in name for part in _PRODUCTIVE):
        return InstituteKind.PRODUCTIVE.value
    if "superior" not in name:
        return None
    return next((kind for part, kind in _SUPERIOR.items() if part in name), None)


def institutes_of(services: pd.DataFrame) -> pd.DataFrame:
    """The institutes among the services of the register, with ``COLUMNS``."""
    kinds = {level: kind_of(level) for level in services["level"].dropna().unique()}
    kind = services["level"].map(kinds.get).astype(object)
    is_institute = kind.notna()
    chosen = services[is_institute]
    commitments = pd.Series([[7]] * len(chosen), chosen.index, dtype=object)
    return chosen.assign(kind=kind[is_institute], commitments=commitments)[list(COLUMNS)]
