"""Units of concentrations: one for each kind of quantity, so that values can be compared.

What a file wrote stays beside it. A unit that isn't known here is kept as it is: nothing is
converted by guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

# Of what a litre of water, a kilogram of dry matter, a cubic metre of air hold.
_MG_L, _MG_KG, _UG_M3, _US_CM = "mg/L", "mg/kg", "µg/m³", "µS/cm"
_KNOWN: dict[str, tuple[str, Decimal]] = {
    "g/l": (_MG_L, Decimal(1000)),
    "mg/l": (_MG_L, Decimal(1)),
    "ug/l": (_MG_L, Decimal("0.001")),
    "ng/l": (_MG_L, Decimal("0.000001")),
    "g/kg": (_MG_KG, Decimal(1000)),
    "mg/kg": (_MG_KG, Decimal(1)),
    "ug/kg": (_MG_KG, Decimal("0.001")),
    "mg/m3": (_UG_M3, Decimal(1000)),
    "ug/m3": (_UG_M3, Decimal(1)),
    "ng/m3": (_UG_M3, Decimal("0.001")),
    "us/cm": (_US_CM, Decimal(1)),
    "ms/cm": (_US_CM, Decimal(1000)),
}
# The micro sign, the Greek letter (both written as a "u" too) and what stands for powers.
_PLAIN = str.maketrans({"µ": "u", "μ": "u", "³": "3", "⁻": "-"})
# "mg/kg MS", "mg/Kg PS": of dry matter, as sediments always are.
_DRY = re.compile(r"(?:ms|ps|pesoseco|materiaseca)$")


@dataclass(frozen=True)
class Harmonised:
    """The unit in which a value is given, and what its number is multiplied by for that."""

    unit: str
    factor: Decimal


def harmonised(written: str) -> Harmonised:
    """``µg/L`` → mg/L and 0.001; a unit that isn't known stays, with a factor of one."""
    text = " ".join(written.split())
    plain = re.sub(r"\s+", "", text.translate(_PLAIN)).lower()
    unit, factor = _KNOWN.get(_DRY.sub("", plain), (text, Decimal(1)))
    return Harmonised(unit, factor)
