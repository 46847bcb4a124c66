"""Fills ``DB_NAME`` as it was when schools and EIB were published and no UGEL area was computed.

``python -m tests.config.older_registers``; as ``tests.config.older_database``, through the models
of that version.
"""

from __future__ import annotations

import datetime as dt
import os
from typing import Any

STATE = [("territory", "0049_higher_education"), ("layers", "0027_snapshots_of_institutes")]
DISTRICT, UGEL = "080102", "080001"
CUTOFF = dt.date(2025, 3, 31)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django  # noqa: PLC0415 - the settings have to be named first

    django.setup()
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    executor.migrate(STATE)
    apps = MigrationExecutor(connection).loader.project_state(STATE).apps
    _fill(apps.get_model)


def _fill(model: Any) -> None:
    """Three services of a UGEL, of which the register of EIB, of that region, has two."""
    provenance = {"source": "Prueba", "cutoff_date": CUTOFF, "is_sample": False}
    unit = model("territory", "AdminUnit")
    for ubigeo, level in (("08", "department"), ("0801", "province"), (DISTRICT, "district")):
        unit.objects.create(
            ubigeo=ubigeo,
            level=level,
            name="CUSCO",
            parent_id=ubigeo[:-2] or None,
            source="Prueba",
            cutoff_date=CUTOFF,
        )
    model("territory", "Language").objects.create(
        name="Quechua",
        code="quechua",
        family="Quechua",
        area="andean",
        iso_codes=[],
        glottocodes=[],
        source="Prueba",
        cutoff_date=CUTOFF,
        classification="Prueba",
    )
    part = model("territory", "PublishedPart").objects.create(
        source="eib", name="", covers=["08"], records=["territory.eibschool"]
    )
    for number in range(3):
        model("territory", "SchoolService").objects.create(
            modular_code=f"{number:07d}",
            annex="0",
            name=f"SERVICIO {number}",
            ugel_code=UGEL,
            ugel="UGEL CUSCO",
            declared_unit_id=DISTRICT,
            **provenance,
        )
        if number:
            model("territory", "EibSchool").objects.create(
                modular_code=f"{number:07d}",
                annex="0",
                commitments=[5],
                parts=[part.pk],
                language_1_id="Quechua",
                **provenance,
            )


if __name__ == "__main__":
    main()
