"""The places of INEI's census tables: names without ubigeo, and 27 of them called departments.

Beside the 24 departments they list the country, "PROV. CONSTITUCIONAL DEL CALLAO" and the two
halves of department 15: "LIMA METROPOLITANA", which is the province of Lima (1501), and "REGIÓN
LIMA", the other nine provinces, which together are no unit of INEI's directory. Neither half is
ever taken for the department.
"""

from __future__ import annotations

from collections.abc import Collection

from layers.reading.cells import CellError
from layers.reading.directory import Directory
from territory.names import bare_name
from territory.unit_names import LIMA, METROPOLITAN_LIMA

COUNTRY = "PERÚ"
# The nine provinces of department 15 that aren't Lima's own; no ubigeo.
LIMA_REGION = "REGIÓN LIMA"

_TOTAL = ("total", "")
_PREFIX = "provincia"
_COUNTRY = ("peru", "total", "nacional")


def parse_census_place(department: str, province: str, units: Directory) -> str:
    """The ubigeo of a department or a province, ``COUNTRY`` or ``LIMA_REGION``.

    ``province`` is "Total" in the rows of a whole department. Raises CellError.
    """
    above, own = bare_name(department), bare_name(province)
    is_total = own in _TOTAL
    if above in _COUNTRY:
        if not is_total:
            raise CellError("El país no tiene esta provincia: diga su departamento.")
        return COUNTRY
    if above == "limametropolitana":
        if not is_total and own.removeprefix(_PREFIX) not in ("lima", "limametropolitana"):
            raise CellError("«LIMA METROPOLITANA» es la provincia de Lima; esta es otra.")
        return METROPOLITAN_LIMA
    if above == "regionlima" and is_total:
        return LIMA_REGION
    if is_total:
        found = units.find(department)
        if found is None:
            raise CellError(f"El INEI no tiene un departamento «{department.strip()[:60]}».")
        return found
    return _province(department, province, units)


def parts_of(place: str, units: Directory) -> frozenset[str]:
    """The provinces or, of the country, the departments that a place consists of."""
    codes = units.names
    if place == COUNTRY:
        return frozenset(code for code in codes if len(code) == 2)
    provinces = frozenset(code for code in codes if len(code) == 4)
    if place == LIMA_REGION:
        return frozenset(c for c in provinces if c[:2] == LIMA and c != METROPOLITAN_LIMA)
    return frozenset(code for code in provinces if code[:2] == place)


def as_departments(places: Collection[str]) -> frozenset[str]:
    """The departments that are reported among a table's places, both halves of Lima making one."""
    found = {place for place in places if len(place) == 2}
    if {LIMA_REGION, METROPOLITAN_LIMA} <= set(places):
        found.add(LIMA)
    return frozenset(found)


def _province(department: str, province: str, units: Directory) -> str:
    name = province.strip()
    if bare_name(name).startswith(_PREFIX):
        name = name[len(_PREFIX) :]
    found = units.find(department, name)
    if found is None:
        raise CellError(
            f"El INEI no tiene una provincia «{name.strip()[:60]}» en {department.strip()[:60]}."
        )
    if bare_name(department) == "regionlima" and found == METROPOLITAN_LIMA:
        raise CellError("La provincia de Lima no es de la Región Lima.")
    return found
