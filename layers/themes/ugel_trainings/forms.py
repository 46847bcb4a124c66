"""The file of trainings as it is given out: in the form in which it is imported."""

from __future__ import annotations

from layers.themes.form_csv import Form
from layers.themes.ugel_trainings.columns import FILE

FORMS = {"capacitaciones": Form("ugel_trainings.csv", FILE)}
