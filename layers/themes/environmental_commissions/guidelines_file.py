"""The versions of the guidelines as a file, in the form in which they are imported."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Any, TextIO

from layers.exports.export import SAMPLE_MARK
from layers.reading.results import harmless
from layers.themes.environmental_commissions.guidelines_reader import FILE
from territory.guidelines import Guideline
from territory.models import GuidelineVersion

_NAME = "guideline_versions.csv"


def file_name(versions: Iterable[Guideline | GuidelineVersion]) -> str:
    """What the file is called: that of samples says that they are."""
    return f"{SAMPLE_MARK}{_NAME}" if any(version.is_sample for version in versions) else _NAME


def write_versions(versions: Iterable[Guideline | GuidelineVersion], file: TextIO | Any) -> None:
    """Write the rows as ``read_guidelines`` reads them; what is unknown is an empty cell."""
    writer = csv.writer(file, delimiter=";")
    writer.writerow(column.title for column in FILE.columns)
    for version in versions:
        values = (getattr(version, column.field) for column in FILE.columns)
        writer.writerow("" if value is None else harmless(str(value)) for value in values)
