"""Which education offices are no UGEL: the regional ones, by their code or their name.

The database applies the same two patterns to the whole register (``territory.ugel.areas``).
"""

from __future__ import annotations

import re

from territory.names import fold

# Of a name in capitals without accents: DRE, DREC, DRELM, GREA … and their long forms. A UGEL may
# be called after a person whose name begins with these letters (Gregorio).
REGIONAL_NAME = r"^(DRE|GRE)[A-Z]{0,2}([^A-Z]|$)|^(DIRECCION|GERENCIA) REGIONAL([^A-Z]|$)"
# DDPPNN: a department's own office has nothing beside the department.
REGIONAL_CODE = "0000$"


def is_regional(code: str | None, name: str | None) -> bool:
    """Whether the office is a DRE or GRE: its code says so or, where it doesn't, its name."""
    by_code = bool(code) and re.search(REGIONAL_CODE, str(code)) is not None
    return by_code or re.search(REGIONAL_NAME, fold(name or "").upper()) is not None
