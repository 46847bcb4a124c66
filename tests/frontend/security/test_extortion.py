"""``/seguridad/extorsion/``: sources disagree openly, and nothing small is told."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from territory.crime.extortion import all_told, side_by_side
from territory.models import AdminUnit, ExtortionCount
from tests.frontend.reading import text_of

pytestmark = pytest.mark.django_db
PAGE = "/seguridad/extorsion/"
HEADER = ("ubigeo", "territorio", "anio", "que_se_cuenta", "cantidad", "fuente", "url_fuente")


def publish(folder: Path, *rows: tuple[object, ...]) -> None:
    path, out = folder / "extorsion.csv", io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow((*HEADER, "fecha_corte"))
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")
    said = io.StringIO()
    call_command(
        "import_source", "extortion", str(path), "--covers", "13", stdout=said, stderr=said
    )


def row(unit: str, name: str, number: int, source: str = "Uno", cutoff: str = "2024-01-31",
        what: str = "total") -> tuple[object, ...]:  # fmt: skip
    return (unit, name, 2023, what, number, source, "https://example.org/" + source, cutoff)


def districts(few: int) -> list[tuple[object, ...]]:
    """Trujillo's, one of them with few."""
    units = AdminUnit.objects.filter(parent="1301", valid_to=None).order_by("pk")
    names = list(units.values_list("pk", "name"))
    return [row(code, name, few if at == 3 else 20 + at) for at, (code, name) in enumerate(names)]


def test_samples_are_shown_as_such(client: Client) -> None:
    text = text_of(client, PAGE)
    assert "EJEMPLO" in text
    assert "No coinciden." in text


def test_two_sources_stand_side_by_side(client: Client, tmp_path: Path) -> None:
    publish(
        tmp_path,
        row("13", "La Libertad", 4517, "Uno"),
        row("13", "La Libertad", 3997, "Dos", "2024-03-31"),
        row("1301", "Trujillo", 2100, "Tres"),
    )
    found = {(one.unit, one.year): one for one in side_by_side(all_told())}
    assert found["13", 2023].disagree
    assert sorted(r.value or 0 for r in found["13", 2023].rows) == [3997, 4517]
    assert not found["1301", 2023].disagree
    text = text_of(client, PAGE)
    assert "4\N{NARROW NO-BREAK SPACE}517" in text
    assert "3\N{NARROW NO-BREAK SPACE}997" in text
    assert "31 de marzo de 2024" in text


def test_a_sum_of_parts_is_not_told_as_the_sources_own(tmp_path: Path) -> None:
    publish(tmp_path, row("1301", "Trujillo", 2100))
    assert [r.declared_unit_id for r in all_told()] == ["1301"]


def test_few_complaints_of_a_district_cannot_be_had_by_subtraction(tmp_path: Path) -> None:
    publish(tmp_path, *districts(few=3))
    rows = {r.declared_unit_id: r for r in ExtortionCount.objects.filter(is_sample=False)}
    hidden = [code for code, r in rows.items() if r.state == "suppressed"]
    assert "130104" in hidden
    of_districts = [code for code in hidden if len(code) == 6]
    assert len(of_districts) >= 2 or "1301" in hidden


def test_characteristics_are_of_the_province(client: Client, tmp_path: Path) -> None:
    parts = (("quota", 60), ("once", 30), ("loan", 2), ("other_mode", 8))
    publish(
        tmp_path,
        row("1301", "Trujillo", 100),
        *(row("1301", "Trujillo", number, what=what) for what, number in parts),
    )
    rows = {r.category: r for r in all_told() if r.declared_unit_id == "1301"}
    assert rows["loan"].state == "suppressed"
    assert [code for code, _n in parts[:2] if rows[code].value is not None]
    assert sum(r.state == "suppressed" for r in rows.values()) >= 2
    assert "res." in text_of(client, PAGE)


def test_nothing_of_it_is_a_point() -> None:
    fields = {field.name for field in ExtortionCount._meta.get_fields()}
    assert not fields & {"geom", "sex", "age"}
