"""What is known of emergency beds now, recomputed by pandas of the reports."""

from __future__ import annotations

import datetime as dt
import random
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from territory.emergency_beds.current import refresh_emergency_beds
from territory.models import EmergencyBedReport, EmergencyBeds, HealthFacility
from tests.layers.loading.test_written_once import writes
from tests.layers.themes.emergency_beds.bed_files import table as beds
from tests.layers.themes.health_facilities.register_files import table as register

pytestmark = pytest.mark.django_db

BEDS = ("emergency_beds", "--origin", "SUSALUD, F500.2", "--cutoff", "2022-06-30")
REGISTER = ("health_facilities", "--origin", "SUSALUD, RENIPRESS", "--cutoff", "2022-01-31")


def publish(folder: Path, what: tuple[str, ...], content: bytes) -> None:
    path = folder / f"{what[0]}.csv"
    path.write_bytes(content)
    source, *options = what
    call_command(
        "import_source",
        source,
        str(path),
        *options,
        "--covers",
        "PE",
        stdout=StringIO(),
        stderr=StringIO(),
    )


def general() -> EmergencyBeds:
    return EmergencyBeds.objects.get(facility_code="00002941", area="general", is_sample=False)


@pytest.mark.parametrize("register_first", [True, False])
def test_name_and_position_are_the_registers_in_any_order(
    tmp_path: Path, register_first: bool
) -> None:
    files = [(REGISTER, register({})), (BEDS, beds({"NOMBRE": "OTRO NOMBRE"}))]
    for what, content in files if register_first else reversed(files):
        publish(tmp_path, what, content)
    row = general()
    assert row.facility_name == "CARLOS CORNEJO ROSELLO"
    assert row.category == "II-1"
    assert row.geom is not None
    assert (row.geom.x, row.geom.y) == pytest.approx((-70.19933924, -14.9041434))
    report = EmergencyBedReport.objects.get(facility_code="00002941", area="general")
    assert report.geom == row.geom


def test_a_facility_that_the_register_lacks_keeps_the_reports_name(tmp_path: Path) -> None:
    publish(tmp_path, BEDS, beds({"NOMBRE": "OTRO NOMBRE"}))
    row = general()
    assert (row.facility_name, row.category, row.geom) == ("OTRO NOMBRE", None, None)
    assert row.declared_unit_id == "210201"


def test_each_number_has_its_own_day(tmp_path: Path) -> None:
    older = {"FECHACORTE": "20220628"}
    newer = {
        "FECHACORTE": "20220630",
        "ZNC_EMER_CAM_TOTAL": "NE_0001",
        "ZNC_EMER_CAM_INOPERATIVO": "NE_0001",
        "ZNC_EMER_CAM_OPERATIVO": "",
        "ZNC_EMER_CAM_DISPONIBLE": "",
        "ZNC_EMER_CAM_OCUPADO": "3",
    }
    publish(tmp_path, BEDS, beds(newer, older))
    row = general()
    before, last = dt.date(2022, 6, 28), dt.date(2022, 6, 30)
    assert (row.total, row.total_on) == (12, before)
    assert (row.operational, row.operational_on) == (10, before)
    # Of the last report, which says one of both: not 3 of one day beside 4 of another.
    assert (row.occupied, row.available, row.used_on) == (3, None, last)
    assert row.reported_on == last
    # Of two days no share is made.
    assert row.occupied_percent is None


def test_occupancy_is_of_operational_beds(tmp_path: Path) -> None:
    publish(tmp_path, BEDS, beds({}))
    assert general().occupied_percent == pytest.approx(60)


def test_a_republication_takes_away_what_it_lacks(tmp_path: Path) -> None:
    publish(tmp_path, BEDS, beds({}, {"CODIGO": "00000007"}))
    assert EmergencyBeds.objects.filter(is_sample=False).count() == 4
    publish(tmp_path, BEDS, beds({}))
    assert EmergencyBeds.objects.filter(is_sample=False).count() == 2


def test_what_stays_as_it_is_is_not_written(tmp_path: Path) -> None:
    publish(tmp_path, REGISTER, register({}))
    publish(tmp_path, BEDS, beds({}))

    def versions() -> list[tuple[int, str]]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, xmin::text FROM territory_emergencybeds ORDER BY id")
            return list(cursor.fetchall())

    before = versions()
    refresh_emergency_beds()
    assert versions() == before


def test_a_report_is_written_once_with_what_the_register_says(tmp_path: Path) -> None:
    """``pg_stat_xact_user_tables`` counts the writes (PostgreSQL, "Cumulative Statistics")."""
    publish(tmp_path, REGISTER, register({}))
    table = EmergencyBedReport._meta.db_table
    before = writes(table)
    publish(tmp_path, BEDS, beds({}))
    assert [now - was for now, was in zip(writes(table), before, strict=True)] == [2, 0, 0]
    assert general().facility_name == "CARLOS CORNEJO ROSELLO"


def test_the_latest_is_that_of_pandas() -> None:
    """Four hundred reports with gaps, whose latest numbers pandas finds by itself."""
    draw = random.Random(12)
    rows = []
    for number in range(1, 21):
        for day in range(1, 21):
            total = draw.randint(0, 20)
            operational = draw.randint(0, total)
            occupied = draw.randint(0, operational)
            numbers = (total, total - operational, operational, operational - occupied, occupied)
            told = [number if draw.random() < 0.5 else None for number in numbers]
            if any(number is not None for number in told):
                rows.append((f"{number:08}", dt.date(2022, 6, day), *told))
    names = ["facility_code", "reported_on", "total", "inoperative"]
    names += ["operational", "available", "occupied"]
    frame = pd.DataFrame(rows, columns=names)
    EmergencyBedReport.objects.bulk_create(
        EmergencyBedReport(
            area="general",
            reported_name=row["facility_code"],
            commitments=[12],
            source="prueba",
            cutoff_date=dt.date(2022, 6, 30),
            **{name: None if pd.isna(row[name]) else row[name] for name in names},
        )
        for row in frame.to_dict("records")
    )
    refresh_emergency_beds()
    latest = frame.sort_values("reported_on").groupby("facility_code")
    # Of a group, ``last`` is the last that isn't missing.
    expected = latest[["total", "inoperative", "operational"]].last()
    used = frame[frame[["available", "occupied"]].notna().any(axis=1)]
    last_used = used.sort_values("reported_on").groupby("facility_code").tail(1)
    last_used = last_used.set_index("facility_code")
    for row in EmergencyBeds.objects.filter(is_sample=False):
        code = row.facility_code
        for name in ("total", "inoperative", "operational"):
            value = expected.loc[code, name]
            assert getattr(row, name) == (None if pd.isna(value) else value)
        if code in last_used.index:
            known = last_used.loc[code]
            assert row.used_on == known["reported_on"]
            for name in ("available", "occupied"):
                assert getattr(row, name) == (None if pd.isna(known[name]) else known[name])


BAD: tuple[dict[str, int], ...] = (
    {"total": 5, "operational": 6},
    {"operational": 5, "available": 3, "occupied": 3},
    {"total": -1},
    {},
)


@pytest.mark.parametrize("numbers", BAD)
def test_the_database_refuses_what_cant_be(numbers: dict[str, int]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        EmergencyBedReport.objects.create(
            facility_code="00000001",
            area="general",
            reported_name="x",
            reported_on=dt.date(2022, 6, 1),
            commitments=[12],
            source="prueba",
            cutoff_date=dt.date(2022, 6, 30),
            **numbers,
        )


def test_a_correction_in_the_administration_moves_the_beds(tmp_path: Path) -> None:
    publish(tmp_path, REGISTER, register({}))
    publish(tmp_path, BEDS, beds({}))
    HealthFacility.objects.filter(code="00002941", is_sample=False).update(name="NOMBRE NUEVO")
    refresh_emergency_beds()
    assert general().facility_name == "NOMBRE NUEVO"
