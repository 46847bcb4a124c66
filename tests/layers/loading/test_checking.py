"""A file checked in another process is published as one that is checked here."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from layers.loading import importing, parts, placing
from layers.loading.candidates import Candidate
from layers.loading.checking import Handed, arguments_of, check_file
from layers.loading.packing import candidate_in, write_reading
from layers.loading.placement import hold_candidate
from layers.loading.snapshots import File
from layers.loading.sources import SOURCES, find
from layers.reading.context import Context
from layers.reading.results import ChoiceMissing, Provenance, Reading
from layers.source import Source
from tests.layers.loading.regional_files import MOQUEGUA, TUMBES, facts
from tests.layers.loading.test_import_source import BAD, write
from tests.layers.loading.test_placement import CUSCO, TRUJILLO, investments
from tests.territory.shapes import FIXTURES

pytestmark = pytest.mark.django_db

FILE = File("x.csv", "0" * 64)


def sample_readings(source: Source) -> list[Reading]:
    context: Context = importing._context(samples=True, provenance=importing.SAMPLE_PROVENANCE)
    folder = FIXTURES / "samples" / source.sample
    if not source.needs_feed:
        return [source.read(folder, context)]
    return [
        source.read(importing._zipped(folder / feed.name), replace(context, feed=feed))
        for feed in source.sample_feeds
    ]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_packed_rows_are_the_rows_themselves(source: Source, tmp_path: Path) -> None:
    """The stored samples came of frames: swapping the packed ones in changes none of them."""
    for reading in sample_readings(source):
        summary = json.loads(json.dumps(write_reading(reading, tmp_path)))
        packed, here = candidate_in(tmp_path, summary), Candidate.of(reading)
        swapped = placing.swap(source, packed.rows, samples=True, feed=packed.feed)
        assert not any(table.changed for table in swapped.values())
        same = ("number_of_rows", "refused_rows", "left_out", "remarks", "feed", "declared")
        assert [getattr(packed, n) for n in same] == [getattr(here, n) for n in same]
        assert packed.cutoff_date == here.cutoff_date
        assert list(packed.errors) == list(here.errors)
        assert list(packed.notices) == list(here.notices)


def checked(path: Path, folder: Path, source: Source, handed: Handed) -> Candidate:
    arguments = arguments_of(source, handed, importing.facts_context())
    folder.mkdir()
    summary = check_file(path, json.loads(json.dumps(arguments)), folder)
    return candidate_in(folder, json.loads(json.dumps(summary)))


def test_a_file_is_published_from_what_another_process_left(tmp_path: Path) -> None:
    source, path = find("environment"), tmp_path / "c.csv"
    write(path, *TUMBES, BAD)
    candidate = checked(path, tmp_path / "out", source, Handed())
    (error,) = candidate.errors
    assert (error.row, error.column) == (4, "territorio")
    assert (candidate.number_of_rows, candidate.refused_rows) == (2, 1)
    assert parts.covers_of(source, candidate, importing.directory()) == ("24",)
    published = importing.publish(source, candidate, file=FILE)
    assert facts() == {"CAR Tumbes", "CAM Villar"}
    # As a snapshot it is what it would be of a reading in this process.
    write(path, *MOQUEGUA)
    importing.publish(source, Candidate.of(importing.check(source, path)), file=FILE)
    assert published.snapshot
    importing.withdraw(source, covers=("24",))
    importing.return_to(source, published.snapshot)
    assert facts() == {"CAR Tumbes", "CAM Villar", "CAM Nieto", "CAM Ilo"}


def test_positions_are_held_row_by_row_as_they_are_at_once(tmp_path: Path) -> None:
    source = find("sanitation")
    handed = Handed(Provenance("Prueba", "", importing.facts_context().today))
    path = investments(tmp_path / "mef.csv", *[TRUJILLO] * 12, *[CUSCO] * 4)
    here = importing.check(source, path, handed)
    candidate = checked(path, tmp_path / "out", source, handed)
    held = hold_candidate(source, candidate, importing.directory())
    assert tuple(held.notices) == here.notices
    assert (held.number_of_rows, held.left_out) == (here.number_of_rows, here.left_out) == (16, 4)
    kept = held.rows["sanitation_projects"]
    assert [bool(row["geom"]) for row in kept] == [True] * 12 + [False] * 4


@pytest.mark.parametrize(
    ("source", "choice"), [("sanitation", "provenance"), ("transport", "feed")]
)
def test_what_has_to_be_said_first_is_named(tmp_path: Path, source: str, choice: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a;b\n1;2\n", "utf-8")
    said = Handed(Provenance("x", "", importing.facts_context().today))
    handed = Handed() if choice == "provenance" else said
    with pytest.raises(ChoiceMissing) as caught:
        importing.check(find(source), path, handed)
    assert caught.value.choice == choice


def test_a_file_whose_rows_say_no_unit_asks_what_it_covers() -> None:
    source = find("sanitation")
    empty = Candidate(rows={}, number_of_rows=3)
    with pytest.raises(ChoiceMissing) as caught:
        parts.covers_of(source, empty, importing.directory())
    assert caught.value.choice == "covers"
