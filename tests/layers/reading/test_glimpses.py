"""What fills a table's columns is looked for in all of it, whatever kind of file it is."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from layers.loading.personal import personal_columns
from layers.loading.sources import find
from layers.reading.glimpses import glimpses
from layers.reading.sampling import Sample
from territory.personal_columns import Personal

ROWS = 1_700


def file_of(folder: Path, columns: dict[str, list[str]], ending: str) -> Path:
    path = folder / f"tabla{ending}"
    frame = pd.DataFrame(columns)
    if ending == ".csv":
        frame.to_csv(path, sep=";", index=False)
    else:
        frame.to_excel(path, index=False)
    return path


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
@pytest.mark.parametrize(
    ("heading", "cells", "kind"),
    [
        ("DNI", ["45678912"], Personal.DOCUMENTS),
        ("dato", ["45678912", "41236547", "09876543"], Personal.DOCUMENTS),
        ("Agraviada", ["x"], Personal.VICTIMS),
    ],
)
def test_a_column_that_is_filled_late_is_found(
    tmp_path: Path, ending: str, heading: str, cells: list[str], kind: Personal
) -> None:
    late = [""] * (ROWS - len(cells)) + cells
    path = file_of(tmp_path, {"a": ["x"] * ROWS, heading: late, "vacía": [""] * ROWS}, ending)
    (look,) = glimpses(path)
    assert [list(column) for column in look.columns[1:]] == [cells, []]
    (finding,) = personal_columns(find("extractives"), path)
    assert (finding.column, finding.kind) == (heading, kind)


def test_of_a_long_table_some_cells_are_kept() -> None:
    """All of the first rows, then some; of a nearly empty column the first that there are."""
    sample = Sample(3)
    for number in range(100_000):
        rare = "x" if number in (50_001, 60_001, 70_001, 80_001) else " "
        sample.add([str(number), rare])
    full, rare_cells, beyond = sample.columns
    assert full[:1_000] == [str(number) for number in range(1_000)]
    assert len(full) == 1_990
    assert full[-1] == "99900"
    assert rare_cells == ["x", "x", "x"]
    assert beyond == []
