"""Official files read in a process of their own: the same rows, without a database."""

from __future__ import annotations

from pathlib import Path

import pytest

from layers import sandbox
from layers.loading import checking, importing
from layers.loading.checking import Handed
from layers.loading.packing import ROWS
from layers.loading.rows import from_file, packed_rows
from layers.loading.sources import SOURCES, find
from layers.reading.results import ChoiceMissing, SourceError

pytestmark = pytest.mark.django_db

FILE = """tipo;ubigeo;territorio;nombre;fuente;fecha_corte
CAR;08;CUSCO;CAR Cusco;Oficio 1-2020;31/12/2020
CAM;130101;Chiclayo;CAM Chiclayo;Oficio 1-2020;2020-12-31
"""


def arguments(source: str) -> dict[str, object]:
    return checking.arguments_of(find(source), Handed(), importing.facts_context())


def test_rows_are_those_of_a_reading_here(tmp_path: Path) -> None:
    file = tmp_path / "comisiones.csv"
    file.write_text(FILE)
    here = importing.check(find("environment"), file, Handed())
    summary = sandbox.run("check", {"file": file}, arguments("environment"), tmp_path)
    assert summary["number_of_rows"] == here.number_of_rows
    assert (summary["number_of_rows"], summary["refused_rows"]) == (1, here.refused_rows)
    ((table, frame),) = here.frames.items()
    there = list(packed_rows(from_file(tmp_path / ROWS))[table])
    assert [row["name"] for row in there] == list(frame["name"])
    assert len(there) == here.number_of_rows


def test_what_has_to_be_chosen_is_carried_over(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("a,b\n1,2\n")
    source = next(source for source in SOURCES if source.needs_provenance)
    with pytest.raises(ChoiceMissing) as caught:
        sandbox.run("check", {"file": file}, arguments(source.name), tmp_path)
    assert caught.value.choice == "provenance"


def test_a_source_nobody_knows_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("a,b\n1,2\n")
    asked = arguments("environment") | {"source": "weather"}
    with pytest.raises(SourceError, match="No hay una fuente"):
        sandbox.run("check", {"file": file}, asked, tmp_path)
