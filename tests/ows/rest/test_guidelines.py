"""The versions of commitment 3's guidelines in the domain API, however they were given."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from territory.guidelines import guidelines
from territory.models import Commitment, GuidelineVersion, WrittenGuideline

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/commissions/guidelines/"
SHARED = {
    "title": "Lineamientos",
    "document_url": "https://example.org/v.pdf",
    "source": "Ministerio de prueba",
    "source_url": "https://example.org/lista",
    "cutoff_date": "2019-01-31",
}


@pytest.fixture
def both() -> None:
    GuidelineVersion.objects.create(
        commitments=[3], version="1.0", issued_on="2017-09-01", **SHARED
    )
    plan = Commitment.objects.get(number=3)
    for label, state in (("2.0", "published"), ("3.0", "draft"), ("4.0", "withdrawn")):
        WrittenGuideline.objects.create(
            commitment=plan,
            label=label,
            state=state,
            issued_on="2018-09-01",
            changes="Agrega; el «reglamento»",
            **SHARED,
        )


def test_while_there_are_samples_only_they_are_told_as_such(client: Client) -> None:
    rows = client.get(ADDRESS).json()["results"]
    assert rows
    assert all(row["is_sample"] for row in rows)
    assert "EJEMPLO" in client.get(ADDRESS, {"f": "csv"})["Content-Disposition"].upper()


@pytest.mark.usefixtures("both")
def test_those_of_a_file_and_those_written_are_one_list_without_drafts(client: Client) -> None:
    page = client.get(ADDRESS).json()
    assert page["count"] == 2
    assert [(row["version"], row["written_here"]) for row in page["results"]] == [
        ("2.0", True),
        ("1.0", False),
    ]
    newest = page["results"][0]
    assert newest["changes"] == "Agrega; el «reglamento»"
    assert newest["issued_on"] == "2018-09-01"
    assert not newest["is_sample"]
    assert page["results"][1]["changes"] is None
    second = client.get(ADDRESS, {"limit": 1, "offset": 1}).json()
    assert [row["version"] for row in second["results"]] == ["1.0"]
    assert second["next"] is None


@pytest.mark.usefixtures("both")
def test_the_table_has_the_same_rows_and_is_described(client: Client) -> None:
    answer = client.get(ADDRESS, {"f": "csv"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["version"] for row in rows] == [row.version for row in guidelines()]
    assert rows[1]["changes"] == ""
    described = client.get(ADDRESS, {"f": "csv-metadata"}).json()
    columns = described["tableSchema"]["columns"]
    assert [column["name"] for column in columns] == list(rows[0])


@pytest.mark.parametrize(
    ("given", "named"),
    [({"titulo": "x"}, "titulo"), ({"limit": "0"}, "limit"), ({"f": "pdf"}, "f")],
)
def test_what_there_is_not_is_refused_by_name(
    client: Client, given: dict[str, str], named: str
) -> None:
    answer = client.get(ADDRESS, given)
    assert answer.status_code == 400
    assert answer.json()["parameter"] == named
