"""OGP's record of the commitments: each value with its address and day, nothing replaced."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction

from layers.plan.making.ogp_reader import read_ogp_record
from layers.plan.making.ogp_record import keep_readings
from layers.reading.results import SourceError
from territory.models import Commitment, OgpReading, Rating
from territory.ogp_record import ogp_record

HEADER = [
    "number",
    "code",
    "title_en",
    "lead_institution",
    "support_institutions",
    "ogp_values",
    "ambition_or_potential_impact",
    "completion",
    "early_results",
    "starred",
    "irm_report",
    "source_url",
]
TODAY = dt.date(2026, 11, 28)
READ = dt.date(2026, 11, 20)


def row(commitment: int = 10, **values: str) -> dict[str, str]:
    """A row of the tests' own; the addresses are how OGP numbers the third plan's commitments."""
    code = f"PE{65 + commitment:04}"
    return {
        "number": str(commitment),
        "code": code,
        "title_en": "A commitment",
        "lead_institution": "Entidad de la prueba",
        "support_institutions": "Una; Otra",
        "ogp_values": "Civic Participation; Access to Information",
        "ambition_or_potential_impact": "",
        "completion": "",
        "early_results": "Marginal",
        "starred": "Pending IRM Review",
        "irm_report": "Report A; Report B",
        "source_url": f"https://www.opengovpartnership.org/members/peru/commitments/{code}/",
    } | values


def file_of(*rows: dict[str, str], header: list[str] = HEADER) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, header, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def faults(**values: str) -> list[tuple[int, str]]:
    cleaned = read_ogp_record(file_of(row(1), row(10, **values)), READ, TODAY)
    return [(error.row, error.column) for error in cleaned.errors]


def imported(tmp_path: Path, content: bytes, read: str | None = "2026-11-20") -> str:
    path = tmp_path / "ogp.csv"
    path.write_bytes(content)
    out = io.StringIO()
    options: dict[str, Any] = {"read": dt.date.fromisoformat(read)} if read else {}
    call_command("import_ogp_record", str(path), stdout=out, stderr=out, **options)
    return out.getvalue()


def test_a_row_is_read_in_the_pages_words() -> None:
    cleaned = read_ogp_record(file_of(row()), READ, TODAY)
    assert not cleaned.errors
    (reading,) = cleaned.frame.to_dict("records")
    assert reading == {
        "number": 10,
        "code": "PE0075",
        "title": "A commitment",
        "lead_institution": "Entidad de la prueba",
        "support_institutions": ["Una", "Otra"],
        "values": ["civic_participation", "access_to_information"],
        "ambition": None,  # an empty cell: the page doesn't say it
        "completion": None,
        "early_results": "Marginal",
        "starred": "Pending IRM Review",
        "reports": ["Report A", "Report B"],
        "source_url": "https://www.opengovpartnership.org/members/peru/commitments/PE0075/",
        "read_on": READ,
    }


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"number": "0"}, "number"),
        ({"number": "19"}, "number"),
        ({"number": "diez"}, "number"),
        ({"code": "PE0074"}, "code"),  # commitment n is PE(65+n)
        ({"title_en": ""}, "title_en"),
        ({"ogp_values": "Civic Participation; Charity"}, "ogp_values"),
        ({"ambition_or_potential_impact": "Enormous"}, "ambition_or_potential_impact"),
        ({"completion": "75%"}, "completion"),
        ({"completion": "Major"}, "completion"),  # of the scale of early results
        ({"early_results": "Complete"}, "early_results"),
        ({"starred": "maybe"}, "starred"),
        ({"source_url": ""}, "source_url"),
        ({"source_url": "https://example.org/PE0075/"}, "source_url"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        (
            {"source_url": "https://www.opengovpartnership.org/members/peru/commitments/PE0074/"},
            "source_url",
        ),
        ({"lead_institution": "x" * 301}, "lead_institution"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_row_and_column(
    values: dict[str, str], column: str
) -> None:
    assert (3, column) in faults(**values)
    assert {row for row, _column in faults(**values)} == {3}


@pytest.mark.parametrize("value", ["Outstanding", "did not change", "WORSENED", ""])
def test_a_scale_is_the_irms_whatever_its_letters(value: str) -> None:
    assert faults(early_results=value) == []


def test_a_file_without_its_columns_says_which_are_missing() -> None:
    header = [name for name in HEADER if name != "source_url"]
    with pytest.raises(SourceError, match="source_url"):
        read_ogp_record(file_of(row(), header=header), READ, TODAY)


def test_a_row_may_have_a_day_of_its_own_and_no_day_is_to_come() -> None:
    header = [*HEADER, "read_on"]
    content = file_of(row(read_on="2026-10-01"), row(), row(read_on="2026-12-01"), header=header)
    cleaned = read_ogp_record(content, READ, TODAY)
    assert list(cleaned.frame["read_on"]) == [dt.date(2026, 10, 1), READ]
    assert [(error.row, error.column) for error in cleaned.errors] == [(4, "read_on")]
    (error,) = read_ogp_record(file_of(row()), dt.date(2026, 11, 29), TODAY).errors
    assert "no ha llegado" in error.reason


@pytest.mark.django_db
def test_without_a_day_nothing_is_kept(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no se cambió nada"):
        imported(tmp_path, file_of(row()), read=None)
    assert not OgpReading.objects.exists()


@pytest.mark.django_db
def test_one_bad_row_keeps_all_out(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="celdas rechazadas"):
        imported(tmp_path, file_of(row(1), row(completion="75%")))
    assert not OgpReading.objects.exists()


@pytest.mark.django_db
def test_a_missing_file_is_said_without_its_folder(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"^nada\.csv: El archivo no existe"):
        call_command("import_ogp_record", str(tmp_path / "nada.csv"), read=READ)


@pytest.mark.django_db
def test_the_same_file_again_adds_nothing(tmp_path: Path) -> None:
    content = file_of(row(), row(4))
    assert "2 lecturas nuevas; 0 ya estaban" in imported(tmp_path, content)
    assert "0 lecturas nuevas; 2 ya estaban" in imported(tmp_path, content)
    assert OgpReading.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("later", ["2026-11-20", "2026-11-25"], ids=["of one day", "later"])
def test_two_readings_that_differ_are_both_kept(tmp_path: Path, later: str) -> None:
    imported(tmp_path, file_of(row()))
    report = imported(tmp_path, file_of(row(ambition_or_potential_impact="High")), later)
    assert "ambición o impacto potencial: «sin dato» → «High»" in report
    found = Commitment.objects.get(number=10)
    fields = {field.name: field for field in ogp_record(found)}
    ambition = fields["ambition"]
    assert ambition.differs
    assert [(said.text, said.is_latest) for said in ambition.said] == [("High", True), ("", False)]
    assert [said.last for said in ambition.said] == [dt.date.fromisoformat(later), READ]
    assert all("PE0075" in said.source_url for said in ambition.said)
    assert not fields["early_results"].differs


@pytest.mark.django_db
def test_two_readings_in_one_file_are_both_kept() -> None:
    content = file_of(row(), row(ambition_or_potential_impact="High"))
    kept = keep_readings(read_ogp_record(content, READ, TODAY).frame)
    assert kept.added == 2
    assert OgpReading.objects.filter(commitment__number=10).count() == 2


@pytest.mark.django_db
def test_a_reading_without_an_address_is_refused_by_the_database() -> None:
    keep_readings(read_ogp_record(file_of(row()), READ, TODAY).frame)
    with pytest.raises(IntegrityError, match="ogpreading_has_source"), transaction.atomic():
        OgpReading.objects.update(source_url="")


@pytest.mark.django_db
def test_a_plan_that_lacks_the_commitment_is_said() -> None:
    frame = read_ogp_record(file_of(row()), READ, TODAY).frame
    frame["number"] = 99
    with pytest.raises(SourceError, match="99"):
        keep_readings(frame)


def rating(number: int, scale: str) -> Rating:
    facts = Rating.objects.filter(is_sample=False, by="independent", scale=scale)
    return facts.get(commitment__number=number)


@pytest.mark.django_db
def test_the_irms_judgement_is_the_independent_rating_with_its_page_and_day(tmp_path: Path) -> None:
    imported(tmp_path, file_of(row(4, early_results="Pending IRM Review"), row(10)))
    found = rating(10, "early_results")
    assert (found.value, found.value_original, found.state) == ("marginal", "Marginal", "published")
    assert (found.read_on, found.is_sample) == (READ, False)
    assert str(found.source_url).endswith("/PE0075/")
    # What isn't on the scale has no value, and what the page doesn't say is no rating.
    pending = rating(4, "early_results")
    assert (pending.value, pending.value_original) == (None, "Pending IRM Review")
    facts = Rating.objects.filter(is_sample=False)
    assert not facts.filter(scale="completion").exists()
    assert not facts.filter(by="self").exists()


@pytest.mark.django_db
def test_an_older_reading_does_not_replace_a_later_judgement(tmp_path: Path) -> None:
    imported(tmp_path, file_of(row(completion="Limited")), "2026-11-20")
    imported(tmp_path, file_of(row(completion="Not Started")), "2026-11-10")
    assert rating(10, "completion").value == "limited"
    imported(tmp_path, file_of(row(completion="Complete")), "2026-11-25")
    assert rating(10, "completion").value == "complete"
    assert OgpReading.objects.count() == 3
