"""The files of this room as they are given out: each in the form in which it is imported."""

from __future__ import annotations

from layers.themes.catalogue_adoption import adoption_file, practices_file
from layers.themes.form_csv import Form

FORMS = {
    "uso": Form("catalogue_adoption.csv", adoption_file.FILE),
    "practicas": Form("health_practices.csv", practices_file.FILE),
}
