"""The files of this room as they are given out: each in the form in which it is imported."""

from __future__ import annotations

from layers.themes.focalised_ugel import agreements_file, focalised_file, model_file, route_file
from layers.themes.form_csv import Form

FORMS = {
    "focalizadas": Form("focalised_ugel.csv", focalised_file.FILE),
    "rutas": Form("ugel_route_steps.csv", route_file.FILE),
    "acuerdos": Form("ugel_agreements.csv", agreements_file.FILE),
    "modelo": Form("management_model_versions.csv", model_file.FILE),
}
