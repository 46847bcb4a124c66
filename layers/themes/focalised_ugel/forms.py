"""The files of this room as they are given out: each in the form in which it is imported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from layers.reading.specification import Specification
from layers.themes.focalised_ugel import agreements_file, focalised_file, model_file, route_file


@dataclass(frozen=True)
class Form:
    """A file's name and its form."""

    file_name: str
    file: Specification

    def rows(self) -> Any:
        """All that is published of it, in its order."""
        found: Any = self.file.model._default_manager
        rows = found.published()
        placed = any(column.field == "declared_ubigeo" for column in self.file.columns)
        if not placed:
            return rows
        return rows.select_related("declared_unit").defer("geom", "declared_unit__geom")


FORMS = {
    "focalizadas": Form("focalised_ugel.csv", focalised_file.FILE),
    "rutas": Form("ugel_route_steps.csv", route_file.FILE),
    "acuerdos": Form("ugel_agreements.csv", agreements_file.FILE),
    "modelo": Form("management_model_versions.csv", model_file.FILE),
}
