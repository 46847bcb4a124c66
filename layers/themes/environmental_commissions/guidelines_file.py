"""The versions of the guidelines as a file, in the form in which they are imported."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TextIO

from layers.themes.environmental_commissions.guidelines_reader import FILE
from layers.themes.form_csv import form_name, write_form
from territory.guidelines import Guideline
from territory.models import GuidelineVersion


def file_name(versions: Iterable[Guideline | GuidelineVersion]) -> str:
    """What the file is called: that of samples says that they are."""
    return form_name("guideline_versions.csv", versions)


def write_versions(versions: Iterable[Guideline | GuidelineVersion], file: TextIO | Any) -> None:
    """Write the rows as ``read_guidelines`` reads them."""
    write_form(FILE, versions, file)
