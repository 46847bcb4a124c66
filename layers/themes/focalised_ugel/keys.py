"""What the files of this room say alike: of which UGEL a row is, and days that may be to come."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from layers.reading.cells import CellError
from layers.reading.columns import Columns
from layers.reading.dates import parse_date
from layers.reading.specification import Column
from layers.themes.rural_schools.columns import parse_code
from territory.ugel.offices import is_regional

# A day for which something is planned; no plan of the State reaches further.
_LAST_DAY = dt.date(2050, 12, 31)
parse_day_to_come = partial(parse_date, today=_LAST_DAY)


def parse_ugel(raw: str) -> str:
    """A UGEL's code with its lost zero; raises CellError for a regional office's."""
    code = parse_code(raw, 6)
    if is_regional(code, None):
        raise CellError("Es el código de una DRE o GRE, que no es una UGEL.")
    return code


UGEL = Column(
    "codigo_ugel",
    "ugel_code",
    "código de la UGEL en el padrón: 6 dígitos; se repone el cero inicial perdido. Una DRE o GRE "
    "no es una UGEL",
    required=True,
    strict=True,
    parse=parse_ugel,
)


def check_order(
    table: Columns, column: str, values: dict[str, Any], later: str, earlier: str, reason: str
) -> None:
    """Refuse the rows whose ``later`` day is before the ``earlier`` one; either may be unknown."""

    def wrong(last: dt.date | None, first: dt.date | None) -> str:
        return reason if last and first and last < first else ""

    table.check(column, wrong, values[later], values[earlier])
