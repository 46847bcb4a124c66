"""Areas of the ministry's own map file (SIGMED), against pandas; skipped where it isn't at hand.

The file isn't the project's to give: it lies beside the checkout, or the test says that it doesn't.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest
import shapely

from layers.loading.candidates import Candidate
from layers.loading.checking import Handed
from layers.loading.importing import check, publish
from layers.loading.snapshots import File
from layers.reading.results import Provenance
from layers.themes.rural_schools.source import EDUCATION
from territory.models import UgelArea, UgelDistrict
from tests.territory.shapes import SHARED_DATA, stored

pytestmark = pytest.mark.django_db

FILE = SHARED_DATA / "official" / "education" / "sigmed_iiee_lambayeque_corte.csv"
_UPLOADED = File("sigmed.csv", "0" * 64)


@pytest.fixture(scope="module")
def rows(module_db: None) -> pd.DataFrame:
    if not FILE.is_file():
        pytest.skip(f"{FILE.name} (SIGMED) no está en esta máquina")
    origin = Provenance("MINEDU, SIGMED", "https://sigmed.minedu.gob.pe/", dt.date(2025, 7, 1))
    reading = check(EDUCATION, FILE.read_bytes(), Handed(origin))
    assert reading.errors == ()
    publish(EDUCATION, Candidate.of(reading), file=_UPLOADED)
    return pd.read_csv(FILE, sep=";", encoding="utf-8-sig", dtype=str)


@pytest.fixture(autouse=True)
def _published(rows: pd.DataFrame, db: None) -> None:
    """Each test finds the file's rows."""


def test_each_district_is_of_the_ugel_that_pandas_counts_most(rows: pd.DataFrame) -> None:
    ugel = rows[rows["Código DRE/UGEL"] != "140000"]
    counts = ugel.groupby(["Ubigeo", "Código DRE/UGEL"]).size().reset_index(name="n")
    ordered = counts.sort_values(["Ubigeo", "n", "Código DRE/UGEL"], ascending=[True, False, True])
    expected = dict(
        ordered.drop_duplicates("Ubigeo")[["Ubigeo", "Código DRE/UGEL"]].itertuples(index=False)
    )
    found = UgelDistrict.objects.filter(is_sample=False, is_assigned=True)
    assert dict(found.values_list("unit_id", "code")) == expected
    every = rows.groupby(["Ubigeo", "Código DRE/UGEL"]).size().to_dict()
    shares = UgelDistrict.objects.filter(is_sample=False)
    stored_counts = {(u, c): n for u, c, n in shares.values_list("unit_id", "code", "services")}
    assert stored_counts == every


def test_the_dre_of_lambayeque_is_no_area_and_its_43_services_are_told(rows: pd.DataFrame) -> None:
    areas = UgelArea.objects.filter(is_sample=False)
    assert set(areas.values_list("code", flat=True)) == {"140001", "140002", "140003"}
    regional = UgelDistrict.objects.filter(is_sample=False, is_regional=True)
    assert {row.code for row in regional} == {"140000"}
    assert sum(row.services for row in regional) == 43
    assert (rows["Código DRE/UGEL"] == "140000").sum() == 43


def test_eten_has_as_many_of_the_dre_and_isnt_in_a_tie(rows: pd.DataFrame) -> None:
    """Two services of each: a DRE doesn't count against a UGEL."""
    eten = rows[rows["Ubigeo"] == "140103"]["Código DRE/UGEL"].value_counts().to_dict()
    assert eten == {"140000": 2, "140001": 2}
    assert not UgelDistrict.objects.filter(is_sample=False, is_tied=True).exists()


def test_services_are_those_of_pandas_and_what_the_file_does_not_say_is_empty(
    rows: pd.DataFrame,
) -> None:
    expected = rows["Código DRE/UGEL"].value_counts().to_dict()
    for area in UgelArea.objects.filter(is_sample=False):
        assert area.services == expected[area.code]
        # SIGMED's export has neither pupils nor the area.
        unknown = (area.pupils, area.pupils_known, area.rural_percent, area.area_known)
        assert unknown == (None, 0, None, 0)
        assert area.name.startswith("UGEL ")
        assert area.declared_unit_id == area.code.replace("1400", "14")


def test_polygons_are_shapelys_unions_of_their_districts(rows: pd.DataFrame) -> None:
    polygons: dict[str, Any] = stored("district")
    areas = {}
    for area in UgelArea.objects.filter(is_sample=False):
        assert area.geom is not None
        codes = UgelDistrict.objects.filter(code=area.code, is_assigned=True, is_sample=False)
        wanted = shapely.union_all(
            [polygons[unit] for unit in codes.values_list("unit_id", flat=True)]
        )
        areas[area.code] = shapely.from_wkb(bytes(area.geom.wkb))
        assert shapely.symmetric_difference(areas[area.code], wanted).area < 1e-10
    first, *others = areas.values()
    assert all(first.intersection(other).area < 1e-10 for other in others)
