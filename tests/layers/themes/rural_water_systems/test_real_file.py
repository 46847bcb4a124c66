"""SIASAR's real files, through the real import, recomputed by calamine and pandas of themselves."""

from __future__ import annotations

from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from python_calamine import CalamineWorkbook

from territory.models import RuralWaterPart
from tests.figures import figures_of
from tests.territory.shapes import SHARED_DATA

FOLDER = SHARED_DATA / "official/water"
FILES = {
    "rural_water_catchments": ("SIASAR_system_catchments.PE.xls", 1_639),
    "rural_water_treatments": ("SIASAR_system_treatment.PE.xls", 5_136),
}
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="SIASAR's files aren't on this machine"),
]


def publish(source: str) -> str:
    out = StringIO()
    path = FOLDER / FILES[source][0]
    options = ("--origin", "SIASAR", "--cutoff", "2016-02-04", "--covers", "PE", "--skip-refused")
    call_command("import_source", source, str(path), *options, stdout=out, stderr=out)
    return out.getvalue()


def raw(source: str) -> list[dict[str, Any]]:
    """The file's rows, its doubled letters put together by hand."""
    sheet = CalamineWorkbook.from_path(FOLDER / FILES[source][0]).get_sheet_by_index(0)
    header, *rows = ([_joined(cell) for cell in row] for row in sheet.to_python())
    return [dict(zip(header, row, strict=True)) for row in rows]


def _joined(cell: Any) -> Any:
    if isinstance(cell, str) and "\0" in cell:
        return cell.encode("cp1252").decode("utf-16-le")
    return cell


def test_both_files_live_side_by_side_and_agree_with_themselves() -> None:
    said = {source: publish(source) for source in FILES}
    facts = RuralWaterPart.objects.filter(is_sample=False)
    for source, (_name, number) in FILES.items():
        rows = raw(source)
        assert len(rows) == number
        part = source.removeprefix("rural_water_")
        code = "fuente_ID" if part == "catchments" else "trat_ID"
        kept = dict(facts.filter(feed=part).values_list("code", "people_served"))
        expected = {str(int(row[code])): row["pob_servida"] for row in rows}
        assert set(kept) == set(expected)
        assert f"{number}filascorrectas,0rechazadas" in "".join(said[source].split())
        assert kept == {
            key: None if value == "" else round(Decimal(repr(value)), 2)
            for key, value in expected.items()
        }


def test_a_systems_people_count_once_and_the_figures_are_the_files() -> None:
    for source in FILES:
        publish(source)
    people: dict[int, Any] = {}
    conditions: dict[str, int] = {}
    for source in FILES:
        for row in raw(source):
            if row["divisiones"].startswith("CUSCO,"):
                people[int(row["ID"])] = row["pob_servida"]
                if condition := row.get("capt_estado"):
                    conditions[condition[0]] = conditions.get(condition[0], 0) + 1
    found = {figure.name: figure.value for figure in figures_of("08", 15)}
    assert found["rural_water_systems"] == len(people)
    told = [Decimal(repr(value)) for value in people.values() if value != ""]
    assert float(found["rural_water_people"]) == pytest.approx(float(sum(told)), abs=1)
    assert found["rural_water_catchments"] == sum(conditions.values())
    assert found["rural_water_catchments_down"] == conditions["C"] + conditions["D"]
    # The files tell of 20 departments; of the others nobody knows, which is no zero.
    elsewhere = {figure.name: figure.value for figure in figures_of("24", 15)}
    assert elsewhere.get("rural_water_people") is None
