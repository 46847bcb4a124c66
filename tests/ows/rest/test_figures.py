"""Figures as files: each with its source, its cut-off date and what it is of."""

from __future__ import annotations

import codecs
import csv
import io
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from lxml import html

from layers import versions
from layers.exports.workbook import MEDIA_TYPE as XLSX
from layers.reading.results import harmless
from territory.models import EnvironmentalCommission, PublishedPart

# Commitment 3 has figures of other tables too.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register_alone")]

COMMITMENT = "/api/v1/commitments/3/figures/"
UNIT = "/api/v1/units/24/summary/"


def table(client: Client, address: str) -> list[dict[str, str]]:
    response = client.get(address, {"f": "csv"})
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    # The mark by which Excel knows UTF-8, once, and lines as RFC 4180 ends them.
    assert response.content.count(codecs.BOM_UTF8) == 1
    assert response.content.startswith(codecs.BOM_UTF8)
    assert response.content.endswith(b"\r\n")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def publish(
    source: str = "MINAM", covers: str = "24", unit: str = "24", cutoff: str = "2020-06-30"
) -> None:
    """A file of one commission."""
    part = PublishedPart.objects.create(
        source="environment", covers=[covers], records=["territory.environmentalcommission"]
    )
    EnvironmentalCommission.objects.create(
        kind="CAR",
        name=f"Comisión de {unit}",
        declared_unit_id=unit,
        commitments=[3],
        source=source,
        cutoff_date=cutoff,
        assisted=True,
        parts=[part.pk],
    )
    versions.bump("environmental_commissions")
    cache.clear()


def shown(figure: dict[str, Any]) -> tuple[str, ...]:
    names = ("name", "title", "source", "cutoff_date")
    covers = ", ".join(f"{u['name']} ({u['ubigeo']})" for u in figure["covers"])
    flags = (str(figure["is_sample"]), str(figure["is_partial"]), covers)
    return (*(figure[name] for name in names), f"{figure['value']:.6g}", *flags)


def line(row: dict[str, str]) -> tuple[str, ...]:
    assert not row["value"].endswith(".0")
    value = f"{float(row['value']):.6g}"
    first, last = ("name", "title", "source", "cutoff_date"), ("is_sample", "is_partial", "covers")
    return (*(row[name] for name in first), value, *(row[name] for name in last))


def test_a_commitment_s_file_holds_what_its_json_does(client: Client) -> None:
    publish()
    found = client.get(COMMITMENT).json()
    assert found["commitment"] == 3
    (own,) = found["tables"]
    (department,) = own["departments"]
    assert (department["ubigeo"], department["name"]) == ("24", "Tumbes")
    assert not department["is_partial"]
    assert own["is_partial"]
    assert own["covers"] == [{"ubigeo": "24", "name": "Tumbes"}]
    figures = [*department["figures"], *own["total"]]
    rows = table(client, COMMITMENT)
    assert [line(row) for row in rows] == [shown(figure) for figure in figures]
    assert {row["place"] for row in rows} == {"Tumbes", "Perú"}
    assert {row["ubigeo"] for row in rows if row["place"] == "Perú"} == {""}
    assert {row["cutoff_date"] for row in rows} == {"2020-06-30"}


def test_a_department_has_the_source_and_date_of_its_own_rows(client: Client) -> None:
    publish()
    publish("Gobierno Regional de Tacna", covers="23", unit="23", cutoff="2015-01-31")
    own = {row["ubigeo"]: (row["source"], row["cutoff_date"]) for row in table(client, COMMITMENT)}
    assert own["23"] == ("Gobierno Regional de Tacna", "2015-01-31")
    assert own["24"] == ("MINAM", "2020-06-30")


def test_a_unit_s_file_holds_its_own_figures_and_each_commitment_s(client: Client) -> None:
    publish()
    summary = client.get(UNIT).json()
    figures = [*summary["figures"]]
    for commitment in summary["commitments"]:
        figures += commitment["figures"]
    rows = table(client, UNIT)
    assert [line(row) for row in rows] == [shown(figure) for figure in figures]
    assert {(row["ubigeo"], row["place"]) for row in rows} == {("24", "Tumbes")}
    assert rows[0]["commitment"] == ""
    assert "3" in {row["commitment"] for row in rows}


@pytest.mark.parametrize("address", [COMMITMENT, UNIT])
def test_samples_are_marked_in_the_file_and_in_its_name(client: Client, address: str) -> None:
    response = client.get(address, {"f": "csv"})
    assert 'filename="EJEMPLO_cifras_' in response["Content-Disposition"]
    rows = [row for row in table(client, address) if row["commitment"]]
    assert rows
    assert {row["is_sample"] for row in rows} == {"True"}
    assert all(row["title"].startswith("EJEMPLO · ") for row in rows)


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＠A"]
)
def test_no_text_is_a_formula(client: Client, text: str) -> None:
    """OWASP, "CSV Injection": an apostrophe before what a spreadsheet would calculate."""
    assert harmless(text) == f"'{text}"
    publish(source=text.strip() or "x")
    for row in table(client, COMMITMENT):
        assert row["source"] == harmless(text.strip())


@pytest.mark.parametrize(
    ("address", "query", "status"),
    [
        (COMMITMENT, {"f": "xls"}, 400),
        (COMMITMENT, {"colour": "red"}, 400),
        (UNIT, {"f": "xls"}, 400),
        (UNIT, {"colour": "red", "f": "csv"}, 400),
        ("/api/v1/commitments/19/figures/", {}, 404),
        ("/api/v1/units/99/summary/", {"f": "csv"}, 404),
    ],
)
def test_a_bad_request_is_refused(
    client: Client, address: str, query: dict[str, str], status: int
) -> None:
    assert client.get(address, query).status_code == status


def test_a_commitment_of_which_nothing_is_counted_has_a_header_only(client: Client) -> None:
    assert table(client, "/api/v1/commitments/17/figures/") == []


@pytest.mark.parametrize(("page", "address"), [("/compromisos/3/", COMMITMENT), ("/t/24/", UNIT)])
def test_the_page_leads_to_its_file(client: Client, page: str, address: str) -> None:
    found: Any = html.fromstring(client.get(page).content.decode())
    assert f"{address}?f=csv" in found.xpath("//a/@href")


def test_both_are_described(client: Client) -> None:
    schema = client.get("/api/v1/schema/", headers={"accept": "application/json"}).json()
    for path in ("/api/v1/commitments/{number}/figures/", "/api/v1/units/{ubigeo}/summary/"):
        answers = schema["paths"][path]["get"]["responses"]["200"]["content"]
        assert set(answers) == {"application/json", "text/csv", XLSX}
