"""A file that is read part by part gives what it gives at once, whatever lies in which part."""

from __future__ import annotations

import json
import weakref
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from layers.loading.candidates import Candidate
from layers.loading.checking import Handed, arguments_of, check_file, read
from layers.loading.packing import candidate_in
from layers.loading.sources import find
from layers.reading.in_parts import in_parts
from layers.reading.results import Reading, SourceError
from layers.themes.accreditation_activity import reader
from layers.themes.accreditation_activity.reader import TABLE, read_accreditation, read_parts
from tests.layers.themes.accreditation_activity.summary_files import SITEDS, context, table

SOURCE = find("accreditation_activity")
_ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "fecha": st.sampled_from(["2025-05-16", "17/05/2025", "05/06/2025", "mañana", ""]),
            "codigo_ipress": st.sampled_from(["00002941", "2941", "77", "x"]),
            "ubigeo": st.sampled_from(["210201", "210201", "210202"]),
            "codigo_iafas": st.sampled_from(["10001", "42", "99999"]),
            "iafas": st.sampled_from(["UNA", "UNA", "OTRA"]),
            "tipo_iafas": st.sampled_from(["pública", "privada", ""]),
            "consultas": st.sampled_from(["120", "4", "1.200", "1,200", "", "reservado"]),
            "aceptadas": st.sampled_from(["90", "0", "3", ""]),
            "rechazadas": st.sampled_from(["20", "1", "reservado"]),
            "mediana_ms": st.sampled_from(["420", "", "9000"]),
        }
    ),
    min_size=1,
    max_size=14,
)


def _in_parts_of(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "in_parts", partial(in_parts, rows=rows))


def _told(reading: Reading) -> tuple[Any, ...]:
    mended = sorted(str(notice) for notice in reading.notices if notice.is_mended)
    others = [notice for notice in reading.notices if not notice.is_mended]
    return reading.errors, others, mended, reading.remarks, reading.feed


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(_ROWS, st.integers(1, 4))
def test_parts_of_any_size(
    monkeypatch: pytest.MonkeyPatch, rows: list[dict[str, str]], size: int
) -> None:
    content = table(*rows)
    at_once = read_accreditation(content, context())
    with monkeypatch.context() as patched:
        _in_parts_of(size, patched)
        by_parts = read_accreditation(content, context())
    assert _told(by_parts) == _told(at_once)
    pd.testing.assert_frame_equal(by_parts.frames[TABLE], at_once.frames[TABLE])


def test_a_day_and_a_facility_are_known_again_in_later_parts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _in_parts_of(1, monkeypatch)
    moved = {"fecha": "2025-05-17", "ubigeo": "210202", "territorio": "Achaya"}
    reading = read_accreditation(table({}, {"fecha": "2025-05-18"}, {}, moved), context())
    assert [(error.row, error.column) for error in reading.errors] == [(4, "fecha"), (5, "ubigeo")]
    assert [error.reason for error in reading.errors] == [
        "Repite el día, el establecimiento y la IAFAS de la fila 2.",
        "La fila 2 da al establecimiento otro lugar.",
    ]


def test_a_document_in_the_last_part_costs_the_first_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _in_parts_of(1, monkeypatch)
    parts = read_parts(table({}, {}, *[{"iafas": "DE 45678912"}] * 7), context())
    with pytest.raises(SourceError) as refused:
        next(parts)
    assert "fila 4, 5, 6, 7, 8 y 2 más" in str(refused.value)
    assert "45678912" not in str(refused.value)


def test_no_more_than_a_part_is_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    _in_parts_of(2, monkeypatch)
    days = [{"fecha": f"2025-05-{day:02}"} for day in range(1, 21)]
    alive: list[Any] = []
    for part in read_parts(table(*days), context()):
        frame = part.frames[TABLE]
        alive = [ref for ref in alive if ref() is not None]
        assert len(alive) <= 1
        alive.append(weakref.ref(frame))
        del frame, part


@pytest.mark.parametrize("size", [1, 3, 50_000])
def test_what_is_packed_is_what_is_read(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _in_parts_of(size, monkeypatch)
    rows = [
        {"establecimiento": "CENTRO, llame al 987654321"},
        {"fecha": "2025-05-17", "codigo_ipress": "2941"},
        {"fecha": "mal"},
        {"fecha": "2025-05-18", "aceptadas": "107", "rechazadas": "3"},
        {},
    ]
    path, folder = tmp_path / "days.csv", tmp_path / "out"
    path.write_bytes(table(*rows).replace(b"987654321", b"95 123 45"))
    folder.mkdir()
    given_, handed = context(), Handed(SITEDS)
    arguments = json.loads(json.dumps(arguments_of(SOURCE, handed, given_)))
    candidate = candidate_in(folder, check_file(path, arguments, folder))
    expected = Candidate.of(read(SOURCE, path, handed, given_))
    for name in (
        "number_of_rows", "refused_rows", "left_out", "remarks", "feed", "cutoff_date", "declared",
    ):  # fmt: skip
        assert getattr(candidate, name) == getattr(expected, name), name
    assert list(candidate.errors) == list(expected.errors)
    assert sorted(map(str, candidate.notices)) == sorted(map(str, expected.notices))
    assert [_as_text(row) for row in candidate.rows[TABLE]] == [
        _as_text(row) for row in expected.rows[TABLE]
    ]


def _as_text(row: Any) -> dict[str, str]:
    return {name: str(value) for name, value in row.items()}


def test_a_source_that_is_read_part_by_part_has_one_table_without_positions() -> None:
    """What parts aren't held against (``loading.checking``), they don't have."""
    from layers.loading.sources import SOURCES  # noqa: PLC0415 - of this test alone

    parted = [source for source in SOURCES if source.read_parts is not None]
    assert SOURCE in parted
    for source in parted:
        (only,) = source.tables
        assert "geom" not in only.columns
        assert source.disclosure is None
