"""UGEL areas and districts' shares, computed of the register's services by the database.

The rules, which ``docs/importar-ugel.md`` explains to people:

- a district is of the UGEL that most of its services have; of as many, the lower code's;
- a DRE or GRE is no UGEL: its code ends in 0000, or the name that most of its services give it
  begins as a regional office's does;
- facts derive of facts and samples of samples;
- what the register of EIB says is of the services in the units that its published files cover; of
  a UGEL without any it is unknown.
"""

from __future__ import annotations

from pathlib import Path

from django.db import connection, transaction

from territory.sql import read_statements
from territory.ugel.focalised import place_focalised
from territory.ugel.offices import REGIONAL_CODE, REGIONAL_NAME

_HERE = Path(__file__).parent
_SQL = read_statements(_HERE / "areas.sql") | read_statements(_HERE / "eib.sql")
_COUNTING = (
    "drop",
    "offices",
    "shares",
    "analyze_shares",
    "remove_districts",
    "store_districts",
    "totals",
    "places",
    "eib_covered",
    "eib",
    "remove_areas",
    "store_areas",
)


@transaction.atomic
def refresh_ugel_areas() -> None:
    """Make areas and shares follow the services, the models of service and the boundaries.

    So do the counts of services of EIB. Call it after any of them, the register of EIB or what its
    files cover changed, in the same transaction. A row that stays as it is isn't
    written, and only areas whose districts or their polygons changed are dissolved again.
    """
    rules = {"regional_name": REGIONAL_NAME, "regional_code": REGIONAL_CODE}
    with connection.cursor() as cursor:
        for name in _COUNTING:
            cursor.execute(_SQL[name], rules if name == "offices" else None)
        cursor.execute(_SQL["dissolve"])
        cursor.execute(_SQL["drop"])
    place_focalised()


@transaction.atomic
def refresh_ugel_eib() -> None:
    """Make the counts of services of EIB alone follow, where nothing but that register changed.

    Areas, shares and the other counts stand as the services left them, so that of all services one
    pass is made instead of six. Call it in the transaction of the change.
    """
    with connection.cursor() as cursor:
        for name in ("drop", "eib_covered", "eib", "store_eib", "drop"):
            cursor.execute(_SQL[name])
