"""The real register of hospitals, recomputed by pandas of the file itself."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
from django.core.management import call_command
from django.db.models import Count, Sum

from territory.models import HealthFacility
from tests.figures import figures_of

REAL = Path(__file__).parents[5] / "shared/data/official/health/RENIPRESS_hospitales_275.csv"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not REAL.exists(), reason="the real register isn't on this machine"),
]


@pytest.fixture
def published() -> pd.DataFrame:
    call_command(
        "import_source",
        "health_facilities",
        str(REAL),
        "--origin",
        "SUSALUD, RENIPRESS",
        "--cutoff",
        "2025-06-30",
        "--covers",
        "PE",
        stdout=StringIO(),
        stderr=StringIO(),
    )
    return pd.read_csv(REAL, encoding="cp1252", dtype=str, keep_default_na=False)


def test_the_real_hospitals_are_published_as_the_file_has_them(published: pd.DataFrame) -> None:
    facts = HealthFacility.objects.filter(is_sample=False)
    assert facts.count() == len(published) == 275
    categories = dict(facts.values_list("category").annotate(number=Count("pk")))
    assert categories == dict(
        published["Categoria"].replace("Sin Categoría", "none").value_counts()
    )
    beds = pd.to_numeric(published["CAMAS"], errors="coerce")
    assert facts.aggregate(total=Sum("beds"))["total"] == int(beds.sum())
    assert facts.filter(beds__isnull=True).count() == int(beds.isna().sum())
    one = facts.get(code="00005987")
    assert one.geom is not None
    assert (one.geom.x, one.geom.y) == pytest.approx((-76.9591024, -12.1605768))
    oldest = pd.to_datetime(published["Inicio de Actividad"], format="%d/%m/%Y").min()
    assert facts.order_by("started_on")[0].started_on == oldest.date() < dt.date(1900, 1, 1)


def test_figures_of_a_department_are_those_of_the_file(published: pd.DataFrame) -> None:
    figures = {figure.name: figure.value for figure in figures_of("13", 12)}
    of_region = published[published["Departamento"] == "LA LIBERTAD"]
    assert figures["health_facilities"] == len(of_region)
    beds = pd.to_numeric(of_region["CAMAS"], errors="coerce")
    assert figures["inpatient_beds"] == int(beds.sum())
    assert figures["health_level_3"] == int(of_region["Categoria"].str.startswith("III").sum())
