"""The directory of units: counts, hierarchy, figures with their source, and where it is from."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Sum
from django.db.models.functions import Left, Length

from territory.models import AdminUnit, EnvironmentalCommission
from tests.territory.shapes import FIXTURES

LEVELS = {"department": (2, 25), "province": (4, 196), "district": (6, 1891)}


@pytest.mark.django_db
@pytest.mark.parametrize("level", LEVELS)
def test_counts_and_codes(level: str) -> None:
    digits, count = LEVELS[level]
    units = AdminUnit.objects.filter(level=level)
    assert units.count() == count
    assert not units.annotate(n=Length("ubigeo")).exclude(n=digits).exists()
    children = units.filter(parent__isnull=False)
    assert children.count() == (0 if level == "department" else count)
    above = Left("ubigeo", Length("ubigeo") - 2)
    assert not children.annotate(above=above).exclude(above=F("parent")).exists()


@pytest.mark.django_db
def test_populations_add_up_and_carry_year_and_source() -> None:
    sums = {
        level: AdminUnit.objects.filter(level=level).aggregate(n=Sum("population"))["n"]
        for level in LEVELS
    }
    assert len(set(sums.values())) == 1
    # INEI projects some 34 million for 2025.
    assert 33_500_000 < sums["district"] < 35_000_000
    assert not AdminUnit.objects.exclude(population_year=2025).exists()
    assert not AdminUnit.objects.exclude(cutoff_date=dt.date(2025, 6, 30)).exists()
    assert not AdminUnit.objects.exclude(source__startswith="INEI, Directorio Nacional").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ubigeo", "name", "capital"),
    [
        ("08", "Cusco", "Cusco"),
        ("0613", "Santa Cruz", "Santa Cruz de Succhabamba"),
        ("061306", "Ninabamba", "Ninabamba"),
        ("130101", "Trujillo", "Trujillo"),
        ("130112", "Alto Trujillo", "Alto Trujillo"),
        ("250101", "Calleria", "Pucallpa"),
        ("17", "Madre de Dios", "Puerto Maldonado"),
    ],
)
def test_known_units(ubigeo: str, name: str, capital: str) -> None:
    unit = AdminUnit.objects.get(pk=ubigeo)
    assert (unit.name, unit.capital) == (name, capital)


@pytest.mark.django_db
def test_only_the_misplaced_capital_has_no_point() -> None:
    assert [unit.pk for unit in AdminUnit.objects.filter(capital_point=None)] == ["221006"]


@pytest.mark.django_db
def test_the_database_refuses_what_breaks_the_directory() -> None:
    good = {"name": "X", "source": "s", "cutoff_date": dt.date(2025, 1, 1)}
    bad = (
        {"ubigeo": "9901", "level": "department", "parent_id": None},
        {"ubigeo": "99", "level": "province", "parent_id": "15"},
        {"ubigeo": "150199", "level": "district", "parent_id": None},
        {"ubigeo": "150199", "level": "district", "parent_id": "1501", "population": 5},
    )
    for fields in bad:
        with pytest.raises(IntegrityError), transaction.atomic():
            AdminUnit.objects.create(**good, **fields)


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "ubigeo"), [("CAR", "1501"), ("CAR", "150101"), ("CAM", "15")])
def test_the_database_holds_commissions_to_their_level(kind: str, ubigeo: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        EnvironmentalCommission.objects.create(
            kind=kind,
            declared_unit_id=ubigeo,
            name="X",
            commitments=[3],
            source="s",
            cutoff_date=dt.date(2025, 1, 1),
        )


@pytest.mark.django_db
def test_f_unaccent_folds_and_may_be_indexed() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f_unaccent('ÁÑÜ éí Óû Ç'), provolatile FROM pg_proc "
            "WHERE proname = 'f_unaccent'"
        )
        assert cursor.fetchone() == ("anu ei ou c", "i")


def provenance() -> dict[str, dict[str, str]]:
    with (FIXTURES / "provenance.csv").open(encoding="utf-8", newline="") as file:
        return {row["file"]: row for row in csv.DictReader(file)}


def test_every_shipped_file_has_its_provenance() -> None:
    shipped = {
        str(path.relative_to(FIXTURES))
        for path in FIXTURES.rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"}
    }
    table = provenance()
    # A row of a folder speaks for all that lies in it.
    folders = tuple(name for name in table if name.endswith("/"))
    alone = {name for name in shipped if not name.startswith(folders)}
    assert alone - {"provenance.csv"} == set(table) - set(folders)
    assert folders == ("samples/",)
    assert all(row["source"] and row["licence"] and row["date"] for row in table.values())


def test_derived_files_are_what_the_script_wrote() -> None:
    derived = {name: row for name, row in provenance().items() if row["package"]}
    assert set(derived) == {"units.csv", "departments.geojson", "terrain.tif"}
    for name, row in derived.items():
        assert hashlib.sha256((FIXTURES / name).read_bytes()).hexdigest() == row["sha256"]
        assert row["version"]
        assert row["archive_sha256"]


def test_the_shipped_data_stay_small() -> None:
    size = sum(path.stat().st_size for path in FIXTURES.rglob("*") if path.is_file())
    assert size < 3_000_000
