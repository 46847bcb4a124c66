"""Which services of the register are institutes; the real download of SIGMED."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from layers.loading import importing
from layers.loading.checking import Handed
from layers.reading.results import Provenance
from layers.themes.higher_institutes.institutes import kind_of
from layers.themes.rural_schools.source import EDUCATION

REAL = Path(__file__).parents[5] / "shared/data/official/education/sigmed_iiee_lambayeque_corte.csv"


KINDS = (
    ("Superior Tecnológica", "technological"),
    ("Educación Superior Tecnológica", "technological"),
    ("Superior Pedagógica", "pedagogical"),
    ("Escuela Superior Pedagógica", "pedagogical"),
    ("Superior Formación Artística", "artistic"),
    ("Técnico Productiva - CETPRO", "productive"),
    ("Técnico-Productiva", "productive"),
    ("CETPRO", "productive"),
    ("Secundaria", None),
    ("Básica Especial - Primaria", None),
    ("", None),
    (None, None),
)
LEVELS = [level for level, _kind in KINDS]


@pytest.mark.parametrize(("level", "kind"), KINDS)
def test_the_kind_follows_the_level(level: str | None, kind: str | None) -> None:
    assert kind_of(level) == kind


@pytest.mark.django_db
@pytest.mark.skipif(not REAL.exists(), reason="the real download isn't on this machine")
def test_the_real_register_gives_its_institutes_with_their_zeros() -> None:
    """Recomputed with pandas, of the file itself."""
    raw = pd.read_csv(REAL, sep=";", dtype=str, encoding="utf-8-sig")
    level = raw["Nivel / Modalidad"]
    expected = raw[level.str.contains("Superior|CETPRO", na=False)]
    codes = set(expected["Código Modular"].str.zfill(7))
    assert (expected["Código Modular"].str.len() < 7).any()
    handed = Handed(Provenance("MINEDU, SIGMED", "", dt.date(2025, 7, 1)))
    frame = importing.check(EDUCATION, REAL, handed).frames["higher_institutes"]
    assert set(frame["modular_code"]) == codes
    assert frame["kind"].value_counts().to_dict() == {
        "technological": int((level == "Superior Tecnológica").sum()),
        "pedagogical": int(level.str.contains("Superior Pedagógica", na=False).sum()),
        "artistic": int((level == "Superior Formación Artística").sum()),
        "productive": int(level.str.contains("CETPRO", na=False).sum()),
    }
