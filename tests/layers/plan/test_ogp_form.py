"""OGP's record in its own form: the file that people have, and rows made in the same form."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from pathlib import Path

import pytest

from layers.plan.making.ogp_reader import PENDING, SCALES, read_ogp_record
from layers.plan.making.ogp_record import keep_readings
from territory.models import OgpReading, Rating
from tests.layers.plan.test_ogp_record import HEADER, READ, TODAY, file_of, row

OFFICIAL = Path(__file__).parents[4] / "shared/data/official/plan/ogp_compromisos_vistos.csv"

needs_official = pytest.mark.skipif(not OFFICIAL.exists(), reason="needs ../shared")


def generated() -> list[dict[str, str]]:
    """A row for each commitment; every word of every scale is somewhere among them."""
    chance = random.Random("ogp")
    longest = max(map(len, SCALES.values()))
    made = []
    for place in range(max(18, longest)):
        number = place % 18 + 1
        scales = {name: words[place % len(words)] for name, words in SCALES.items()}
        blank = chance.choice([*SCALES])
        made.append(
            row(
                number,
                **scales | ({blank: ""} if place >= longest else {}),
                title_en=f"Promote the “participation” of {number}; as published, with commas",
                lead_institution="Ministerio de Prueba — Dirección Ñ",
                support_institutions=" ; ".join(f"Entidad {n}" for n in range(place % 3)),
            )
        )
    return made


def test_rows_of_the_form_are_read_word_for_word() -> None:
    rows = generated()
    cleaned = read_ogp_record(file_of(*rows), READ, TODAY)
    assert not cleaned.errors
    found = cleaned.frame.to_dict("records")
    assert len(found) == len(rows)
    for said, reading in zip(rows, found, strict=True):
        assert reading["number"] == int(said["number"])
        assert reading["title"] == said["title_en"]
        assert reading["ambition"] == (said["ambition_or_potential_impact"] or None)
        for name in ("completion", "early_results", "starred"):
            assert reading[name] == (said[name] or None)
        institutions = [name.strip() for name in said["support_institutions"].split(";")]
        assert reading["support_institutions"] == [name for name in institutions if name]


@pytest.mark.django_db
def test_what_is_pending_is_no_rating_on_the_scale() -> None:
    rows = [row(number, completion=PENDING, early_results="") for number in (1, 2, 3)]
    kept = keep_readings(read_ogp_record(file_of(*rows), READ, TODAY).frame)
    assert kept.added == 3
    ratings = Rating.objects.filter(by=Rating.By.INDEPENDENT, is_sample=False)
    assert {(rating.value, rating.value_original) for rating in ratings} == {(None, PENDING)}


@needs_official
def test_the_files_header_is_the_one_of_the_generated_rows() -> None:
    with OFFICIAL.open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file)) == HEADER


@needs_official
@pytest.mark.django_db
def test_the_file_is_kept_whole_with_its_addresses_and_the_day() -> None:
    """Read again by the standard library: nothing is lost, made up or translated."""
    content = OFFICIAL.read_bytes()
    day = dt.date(2026, 11, 20)
    cleaned = read_ogp_record(content, day, TODAY)
    assert not cleaned.errors
    kept = keep_readings(cleaned.frame)
    said = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert (kept.added, kept.known) == (len(said), 0)
    for line in said:
        reading = OgpReading.objects.get(commitment__number=int(line["number"]))
        assert (reading.code, reading.title) == (line["code"], line["title_en"])
        assert reading.lead_institution == (line["lead_institution"] or None)
        assert reading.source_url == line["source_url"]
        assert reading.read_on == day
        assert reading.ambition == (line["ambition_or_potential_impact"] or None)
        assert reading.early_results == (line["early_results"] or None)
        assert reading.completion == (line["completion"] or None)
        named = [name.strip() for name in line["support_institutions"].split(";") if name.strip()]
        assert reading.support_institutions == named
    again = keep_readings(read_ogp_record(content, day, TODAY).frame)
    assert (again.added, again.known) == (0, len(said))
