"""A part is never shown as the whole: totals say which units the published files cover."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from territory.coverage import COUNTRY
from territory.figures import Figure, figures_for_unit, tables_for_commitment
from territory.models import AdminUnit, EnvironmentalCommission, PublishedPart
from tests.frontend.reading import text_of

pytestmark = pytest.mark.django_db

MODELS = (EnvironmentalCommission,)


def publish(*units: str, covers: tuple[str, ...]) -> None:
    """Commissions of these units, from one file that covers those."""
    part = PublishedPart.objects.create(
        source="environment",
        covers=list(covers),
        records=["territory.environmentalcommission"],
    )
    for unit in units:
        EnvironmentalCommission.objects.create(
            kind="CAR" if len(unit) == 2 else "CAM",
            name=f"Comisión de {unit}",
            declared_unit_id=unit,
            commitments=[3],
            source="MINAM",
            cutoff_date="2019-12-31",
            assisted=True,
            parts=[part.pk],
        )


def total() -> Figure:
    (table,) = tables_for_commitment(3, MODELS)
    return table.total[0]


def here(ubigeo: str) -> Figure:
    return figures_for_unit(AdminUnit.objects.get(pk=ubigeo), MODELS)[3][0]


def names(figure: Figure) -> list[str]:
    return [unit.name for unit in figure.covers]


def test_a_total_of_two_regions_is_theirs_and_has_no_target() -> None:
    publish("24", covers=("24",))
    publish("18", covers=("18",))
    (table,) = tables_for_commitment(3, MODELS)
    assert table.is_partial
    assert [unit.ubigeo for unit in table.covers] == ["18", "24"]
    assert {figure.target for figure in table.total} == {None}
    assert [row.is_partial for row in table.rows] == [False, False]


def test_a_total_of_the_country_is_the_countrys() -> None:
    publish("24", covers=(COUNTRY,))
    (table,) = tables_for_commitment(3, MODELS)
    assert not table.is_partial
    assert any(figure.target for figure in table.total)
    assert (total().is_partial, total().covers) == (False, ())


def test_regions_that_make_up_the_country_are_the_country() -> None:
    departments = AdminUnit.objects.filter(level="department").values_list("pk", flat=True)
    publish("24", covers=tuple(departments))
    assert not total().is_partial


@pytest.mark.parametrize(
    ("ubigeo", "is_partial", "covered"),
    [("18", True, ["Ilo"]), ("1803", False, []), ("1801", True, [])],
)
def test_each_unit_says_what_of_it_is_covered(
    ubigeo: str, is_partial: bool, covered: list[str]
) -> None:
    publish("1803", "1801", covers=("1803",))
    assert (here(ubigeo).is_partial, names(here(ubigeo))) == (is_partial, covered)
    (table,) = tables_for_commitment(3, MODELS)
    assert [row.is_partial for row in table.rows] == [True]


def test_pages_and_api_name_the_covered_units(client: Client) -> None:
    publish("24", covers=("24",))
    page = text_of(client, "/compromisos/3/")
    assert "Según los archivos de: Tumbes" in page
    assert "Perú 1" not in page
    assert "de 8 que dice el plan" not in page
    summary: Any = client.get("/api/v1/units/24/summary/").json()
    figures = [f for item in summary["commitments"] for f in item["figures"]]
    assert {figure["is_partial"] for figure in figures} == {False}
    PublishedPart.objects.update(covers=["2401"])
    summary = client.get("/api/v1/units/24/summary/").json()
    figures = [f for item in summary["commitments"] for f in item["figures"]]
    assert next(figure["covers"] for figure in figures if figure["is_partial"]) == [
        {"ubigeo": "2401", "name": "Tumbes"}
    ]
    assert "Según los archivos de: Tumbes" in text_of(client, "/t/24/")


def test_what_is_covered_is_outlined_on_the_commitments_map(client: Client) -> None:
    assert "El contorno" not in client.get("/compromisos/3/").content.decode()
    publish("24", covers=("24",))
    page = client.get("/compromisos/3/").content.decode()
    assert "El contorno encierra" in page
    path = re.search(r'<path d="(M[^"]+Z)" fill="none"', page)
    assert path
    # Tumbes is Peru's north-western corner: upper left of the picture of 448 by 643 pixels.
    corners = re.findall(r"([-0-9.]+) ([-0-9.]+)", path[1])
    assert all(0 < float(x) < 60 and 60 < float(y) < 160 for x, y in corners)
    PublishedPart.objects.update(covers=[COUNTRY])
    assert "El contorno" not in client.get("/compromisos/3/").content.decode()
