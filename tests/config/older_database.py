"""Fills ``DB_NAME`` as an earlier version left it: ``python -m tests.config.older_database``.

The tables are those of the migrations up to then, the rows are written through the models of
that state, so that nothing newer has a hand in them.
"""

from __future__ import annotations

import datetime as dt
import os
from typing import Any

STATE = [("territory", "0007_intervention_zones"), ("layers", "0004_boundary_imports")]
COMMISSION = "COMISIÓN DE PRUEBA"
ZONE = "Zona de prueba"
SNAPSHOT = "comisiones.csv"
CONTENT = b"lo publicado"
PLANNER = "ana"
CUTOFF = dt.date(2018, 6, 30)


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
    user = model("auth", "User").objects.create(username=PLANNER)
    unit = model("territory", "AdminUnit")
    cusco = unit.objects.create(
        ubigeo="08",
        level="department",
        name="CUSCO",
        geom=_square(2.0),
        boundary_source="Prueba",
        source="Prueba",
        cutoff_date=CUTOFF,
    )
    model("territory", "Planner").objects.create(user=user, department=cusco)
    model("territory", "EnvironmentalCommission").objects.create(
        kind="CAR",
        name=COMMISSION,
        declared_unit=cusco,
        commitments=[3],
        source="Prueba",
        cutoff_date=CUTOFF,
    )
    model("territory", "InterventionZone").objects.create(
        title=ZONE, commitments=[3], geom=_square(0.1), author=user, department=cusco
    )
    model("layers", "Snapshot").objects.create(
        source="environment",
        file_name=SNAPSHOT,
        sha256="0" * 64,
        cutoff_date=CUTOFF,
        published_by=user,
        number_of_rows=1,
        refused_rows=0,
        report={"errors": [], "notices": [], "remarks": []},
        content=CONTENT,
        is_current=True,
    )


def _square(side: float) -> Any:
    from django.contrib.gis.geos import MultiPolygon, Polygon  # noqa: PLC0415

    return MultiPolygon(Polygon.from_bbox((-72.0, -13.6, -72.0 + side, -13.6 + side)), srid=4326)


if __name__ == "__main__":
    main()
