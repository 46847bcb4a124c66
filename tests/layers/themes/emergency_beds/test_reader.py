"""The traps of SUSALUD's form of beds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from layers.reading.results import SourceError
from layers.themes.emergency_beds.columns import FILE
from layers.themes.emergency_beds.reader import read_bed_reports
from tests.layers.themes.emergency_beds.bed_files import areas, context, read, table

OFFICIAL = Path(__file__).parents[5] / "shared/data/official/health"


def test_a_row_gives_a_report_of_each_zone() -> None:
    found = areas(read({}))
    general, covid = found["general"], found["covid"]
    names = ["total", "inoperative", "operational", "available", "occupied"]
    assert list(general[names]) == [12, 2, 10, 4, 6]
    assert list(covid[names]) == [4, 0, 4, 3, 1]
    for row in (general, covid):
        assert row["facility_code"] == "00002941"
        assert row["reported_on"] == dt.date(2022, 6, 30)
        assert row["declared_ubigeo"] == "210201"


@pytest.mark.parametrize("separator", ["|", ",", ";"])
def test_whatever_the_separator(separator: str) -> None:
    reading = read_bed_reports(table({}, separator=separator), context())
    assert set(areas(reading)) == {"general", "covid"}


def test_a_line_that_is_wholly_inside_quotes_is_read_as_the_others() -> None:
    name = 'CLINICA " LIMATAMBO"'
    header, line = table({"NOMBRE": name}).decode().splitlines()
    quoted = '"' + line.replace('"', '""') + '"'
    text = "\n".join((header, quoted, line.replace("00002941", "00002942"), ""))
    reading = read_bed_reports(text.encode(), context())
    assert not reading.errors
    frame = reading.frames["emergency_bed_reports"]
    assert set(frame["facility_code"]) == {"00002941", "00002942"}
    assert set(frame["reported_name"]) == {name}


def test_not_published_is_no_zero() -> None:
    cells = {"ZNC_EMER_CAM_OCUPADO": "NE_0001", "ZNC_EMER_CAM_DISPONIBLE": ""}
    reading = read(cells)
    general = areas(reading)["general"]
    assert general["occupied"] is None
    assert general["available"] is None
    assert general["operational"] == 10
    assert not reading.notices
    assert areas(read({"ZNC_EMER_CAM_OCUPADO": "0"}))["general"]["occupied"] == 0


def test_another_code_than_the_one_known_is_told() -> None:
    reading = read({"ZNC_EMER_CAM_OCUPADO": "NE_0002"})
    assert areas(reading)["general"]["occupied"] is None
    assert [notice.column for notice in reading.notices] == ["znc_emer_cam_ocupado"]


def test_a_zone_of_which_nothing_is_said_gives_no_report() -> None:
    nothing = dict.fromkeys(
        (
            "ZC_EMER_CAM_TOTAL",
            "ZC_EMER_CAM_INOPERATIVOS",
            "ZC_EMER_CAM_TOT_OPER",
            "ZC_EMER_CAM_TOT_DISP",
            "ZC_EMER_CAM_TOT_OCUP",
        ),
        "NE_0001",
    )
    assert set(areas(read(nothing))) == {"general"}


def test_zeros_of_a_zone_that_a_facility_has_not_are_no_report() -> None:
    zeros = {
        "CUENTA_ZC": "No",
        "ZC_EMER_CAM_TOTAL": "0",
        "ZC_EMER_CAM_TOT_OPER": "0",
        "ZC_EMER_CAM_TOT_DISP": "0",
        "ZC_EMER_CAM_TOT_OCUP": "0",
    }
    assert set(areas(read(zeros))) == {"general"}


TOGETHER = (
    ({"ZNC_EMER_CAM_OPERATIVO": "13"}, "znc_emer_cam_operativo", "ZNC_EMER_CAM_TOTAL"),
    ({"ZNC_EMER_CAM_OCUPADO": "7"}, "znc_emer_cam_ocupado", "ZNC_EMER_CAM_OPERATIVO"),
    ({"ZC_EMER_CAM_TOT_DISP": "4"}, "zc_emer_cam_tot_ocup", "ZC_EMER_CAM_TOT_OPER"),
    # Nothing said of those available: the occupied alone are too many.
    (
        {"ZNC_EMER_CAM_OCUPADO": "11", "ZNC_EMER_CAM_DISPONIBLE": ""},
        "znc_emer_cam_ocupado",
        "ZNC_EMER_CAM_OPERATIVO",
    ),
)


@pytest.mark.parametrize(("cells", "column", "named"), TOGETHER)
def test_numbers_that_cant_be_together_cost_the_row(
    cells: dict[str, str], column: str, named: str
) -> None:
    reading = read(cells)
    assert [(error.row, error.column) for error in reading.errors] == [(2, column)]
    assert named in reading.errors[0].reason
    assert reading.frames["emergency_bed_reports"].empty


@pytest.mark.parametrize("wrong", ["-1", "diez", "99999", "1.5"])
def test_what_is_no_count_is_left_out(wrong: str) -> None:
    reading = read({"ZNC_EMER_CAM_OCUPADO": wrong})
    assert areas(reading)["general"]["occupied"] is None
    assert [notice.column for notice in reading.notices] == ["znc_emer_cam_ocupado"]


def test_of_a_days_reports_the_last_registered_is_taken() -> None:
    later = {"ZNC_EMER_CAM_OCUPADO": "2", "FECHAREGISTRO": "20220701"}
    reading = read(later, {})
    assert areas(reading)["general"]["occupied"] == 2
    assert any(remark.startswith("1 filas no se toman") for remark in reading.remarks)


def test_of_reports_registered_together_the_later_line_is_taken() -> None:
    assert areas(read({}, {"ZNC_EMER_CAM_OCUPADO": "2"}))["general"]["occupied"] == 2


REFUSED = (
    ({"CODIGO": "x"}, "codigo"),
    ({"FECHACORTE": ""}, "fechacorte"),
    ({"FECHACORTE": "20990101"}, "fechacorte"),
    ({"UBIGEO": "200101"}, "distrito"),
    ({"CODIGO": "99000001"}, "codigo"),
    ({"NOMBRE": "ESTABLECIMIENTO DE EJEMPLO 1"}, "nombre"),
)


@pytest.mark.parametrize(("cells", "column"), REFUSED)
def test_a_row_without_facility_day_or_place_is_refused(cells: dict[str, str], column: str) -> None:
    reading = read(cells, {})
    assert [(error.row, error.column) for error in reading.errors] == [(2, column)]
    assert set(areas(reading)) == {"general", "covid"}


@pytest.mark.skipif(not OFFICIAL.exists(), reason="the official files aren't on this machine")
def test_version_1_has_no_emergency_beds_and_is_told_from_version_2_by_its_columns() -> None:
    data = (OFFICIAL / "susalud_f5002_muestra_2020-12.csv").read_bytes()
    with pytest.raises(SourceError, match="versión 1 del F500"):
        read_bed_reports(data, context())


def test_a_file_of_another_kind_is_refused_with_what_it_lacks() -> None:
    with pytest.raises(SourceError, match="znc_emer_cam_operativo"):
        read_bed_reports(table({}, without=("ZNC_EMER_CAM_OPERATIVO",)), context())


@pytest.mark.skipif(not OFFICIAL.exists(), reason="the official files aren't on this machine")
def test_the_columns_are_those_of_the_official_dictionary() -> None:
    book = openpyxl.load_workbook(OFFICIAL / "susalud_f5002_diccionario_v2.xlsx")
    official = {row[0] for row in book.active.iter_rows(max_col=1, values_only=True)}
    assert {column.title for column in FILE.columns} <= official
