"""Who received a row's money, and of which unit: by level of government, name and ubigeo."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from layers.reading.cells import CellError
from layers.reading.code_and_names import compare
from layers.reading.directory import Directory
from territory.models.resource_transfers import Recipient
from territory.names import fold

# The columns, in the order in which ``Receivers.find`` takes them: faults are of one of these.
COLUMNS = (
    "nivel_gobierno_nombre",
    "ejecutora_nombre",
    "departamento_ejecutora",
    "departamento_ejecutora_nombre",
    "provincia_ejecutora",
    "provincia_ejecutora_nombre",
    "distrito_ejecutora",
    "distrito_ejecutora_nombre",
)
_LEVEL, _NAME, _DEPARTMENT, _, _PROVINCE, _, _DISTRICT, _ = range(len(COLUMNS))

_PROVINCIAL = re.compile(r"\bprovincial\b|\bmetropolitana\b|\bm\. ?p\. ")
_DISTRICTS = re.compile(r"\bdistrital\b|\bm\. ?d\. ")


@dataclass(frozen=True)
class Receiver:
    """``doubt`` is how the file's names of the unit differ in writing, "" where they don't."""

    recipient: str
    ubigeo: str
    doubt: str = ""


class Receivers:
    """Answers for one directory; a file repeats its two thousand governments in every row."""

    def __init__(self, units: Directory) -> None:
        self._units = units
        self.find = cache(self._find)

    def _find(self, *cells: str) -> Receiver:
        """Raises CellError, of the cell at fault, where it can't be told who received."""
        recipient = _recipient(cells[_LEVEL], cells[_NAME])
        digits = {Recipient.DISTRICT: 6, Recipient.PROVINCE: 4}.get(recipient, 2)
        code = _code(cells, digits)
        if code not in self._units:
            raise CellError(f"El INEI no tiene una unidad {code}.", _DEPARTMENT + digits - 2)
        names = cells[_DEPARTMENT + 1 :: 2][: digits // 2]
        try:
            doubt = compare(self._units, code, names)
        except CellError as error:
            raise CellError(str(error), _DEPARTMENT + digits - 1) from None
        return Receiver(recipient.value, code, doubt)


def _recipient(level: str, name: str) -> Recipient:
    said, called = fold(level), fold(name)
    is_metropolis = "municipalidad metropolitana" in called
    if said == "e" or "nacional" in said:
        return Recipient.NATION
    # Lima's has a region's powers and stays the municipality of its province.
    if (said == "r" or "regional" in said) and not is_metropolis:
        return Recipient.REGION
    if not (said == "m" or "local" in said or is_metropolis):
        raise CellError("Se espera gobierno nacional, regional o local.", _LEVEL)
    if "mancomunidad" in called:
        raise CellError("Una mancomunidad es de varias municipalidades: no es de una.", _NAME)
    found = [_PROVINCIAL.search(called), _DISTRICTS.search(called)]
    if all(found) or not any(found):
        raise CellError("No dice si es la municipalidad provincial o una distrital.", _NAME)
    return Recipient.PROVINCE if found[0] else Recipient.DISTRICT


def _code(cells: tuple[str, ...], digits: int) -> str:
    code = ""
    for place in (_DEPARTMENT, _PROVINCE, _DISTRICT)[: digits // 2]:
        code += _part(cells[place], code, place)
    return code


def _part(raw: str, above: str, place: int) -> str:
    """Two digits; also of a code that repeats the one above it ("0401"), or lost its zero."""
    text = raw.strip().partition(":")[0].strip().removesuffix(".0")
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise CellError("No es un código de ubigeo.", place)
    if len(text) > 2:
        whole = text.zfill(len(above) + 2)
        if above and len(whole) == len(above) + 2 and whole.startswith(above):
            return whole[-2:]
        raise CellError("No es un código de ubigeo.", place)
    return text.zfill(2)
