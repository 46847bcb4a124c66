"""Invierte.pe's real files of two departments, held against another reading of them.

What is expected was read by pandas, apart from this project: the rows, and of those that name
"AGUA POTABLE" (spaces made one) and have a CUI the pairs of CUI and ubigeo, the CUIs, the
closed ones, their cost, and how many one district has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from territory.models import SanitationProject
from tests.territory.shapes import SHARED_DATA

pytestmark = pytest.mark.django_db

REAL = SHARED_DATA / "official" / "investment"
PROVENANCE = ("--origin", "MEF, Invierte.pe", "--cutoff", "2024-12-31")


@dataclass(frozen=True)
class Expected:
    rows: int
    pairs: int
    projects: int
    closed: int
    cost: str
    district: str
    in_district: int


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Tumbes", Expected(5_047, 262, 255, 47, "1633549554.52", "240203", 29)),
        # Ichuña, which the file writes "ICHU?A".
        ("Moquegua", Expected(5_221, 312, 309, 98, "1337948693.69", "180204", 22)),
    ],
)
def test_the_real_files(name: str, expected: Expected) -> None:
    path = REAL / f"{name}_Filtrado.xlsx"
    if not path.exists():
        pytest.skip(f"Invierte.pe's file is not at {path}")
    out = StringIO()
    call_command("import_source", "sanitation", str(path), *PROVENANCE, stdout=out)
    counts_of = r"(\d+) filas (correctas, 0 rechazadas; 0 datos|no son de saneamiento|repiten)"
    numbers = [int(number) for number, _what in re.findall(counts_of, out.getvalue())]
    assert (len(numbers), sum(numbers)) == (3, expected.rows), out.getvalue()
    projects = SanitationProject.objects.filter(is_sample=False)
    assert projects.count() == numbers[0]
    water = projects.filter(name__contains="AGUA POTABLE")
    assert water.count() == expected.pairs
    once = dict(water.values_list("cui", "updated_cost_pen"))
    assert (len(once), sum(once.values())) == (expected.projects, Decimal(expected.cost))
    assert water.filter(status="CERRADO").values("cui").distinct().count() == expected.closed
    assert water.filter(place=expected.district).count() == expected.in_district
    # Nothing in these files says where a project is, nor what its function is.
    assert set(projects.values_list("position_source", "selected_by")) == {
        ("declared_unit", "name")
    }
