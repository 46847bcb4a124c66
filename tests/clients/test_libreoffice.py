"""LibreOffice as Debian ships it, headless: what a person sees of files for spreadsheets."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

import pytest
from django.test import Client

from tests.awkward_text import AWKWARD_TEXTS
from tests.commissions import add_commissions
from tests.ows.file_wire import save

pytestmark = pytest.mark.django_db
COMMISSIONS = "environmental_commissions"
# Tokens of its CSV filter: comma, quote, UTF-8, from line 1, texts quoted, cells as they are shown;
# on reading every column by its own look, formulas as what they would give.
_FILTER = "Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
# What would have been reckoned, had LibreOffice taken it for a formula.
FORMULAS = {"sum": "=1+1", "minus": "-2+3", "plus": "+4+4", "at": "@SUM(1;1)"}


def _how_to_read(path: Path) -> list[str]:
    """What a person chooses in the dialog for a CSV; UTF-8 is chosen there by the mark."""
    return ["--infilter=Text - txt - csv (StarCalc):44,34,76,1"] if path.suffix == ".csv" else []


def converted(folder: Path, path: Path) -> list[list[str]]:
    """The first sheet's cells as LibreOffice shows them."""
    done = subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            *_how_to_read(path),
            "--convert-to",
            f"csv:{_FILTER}",
            "--outdir",
            str(folder / "seen"),
            str(path),
        ],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (found,) = (folder / "seen").glob("*.csv")
    with found.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("format_", ["xlsx", "csv-excel"])
def test_texts_and_types(tmp_path: Path, client: Client, format_: str) -> None:
    texts = FORMULAS | {key: AWKWARD_TEXTS[key] for key in ("markup", "emoji", "quechua", "json")}
    made = add_commissions(texts)
    header, *rows = converted(tmp_path, save(tmp_path, client, COMMISSIONS, format_))
    found = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    for label, text in texts.items():
        row = found[str(made[label].pk)]
        guard = "'" if format_ == "csv-excel" and label in FORMULAS else ""
        assert row["name"] == guard + text
        assert row["cutoff_date"] == "2017-06-30"
        assert row["is_sample"].upper() == "TRUE"
    assert len(rows) == len(found)


def test_numbers_and_codes(tmp_path: Path, client: Client) -> None:
    header, *rows = converted(tmp_path, save(tmp_path, client, "districts", "xlsx"))
    assert len(rows) == 1891
    (lima,) = (dict(zip(header, row, strict=True)) for row in rows if row[0] == "150101")
    assert lima["name"] == "Lima"
    assert float(lima["population"]) > 200_000
    amazonas = next(dict(zip(header, row, strict=True)) for row in rows if row[0] == "010101")
    assert amazonas["ubigeo"] == "010101"
