"""A round's answers as a CSV file, read line by line; nothing that it says is ever repeated.

A cell that can't be taken is named by row, column and reason: what stands in it may be somebody's
name, so that no message holds it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from layers.errors import InvalidParameter
from layers.record_csv import Fault
from territory.eib.rounds.items import Item
from territory.names import fold
from territory.personal_columns import personal_column

MOST_BYTES = 100_000_000
MOST_ROWS = 2_000_000
MOST_NUMBER = 9_999
_MOST_FAULTS = 100
# What each column holds, in words for who fills it in.
MEANINGS = {
    "cod_mod": "código modular del servicio, 7 dígitos; el cero perdido se repone",
    "anexo": "un dígito; vacío es 0",
    "red": "código de la red educativa: letras, dígitos y guiones, con algún dígito; no un nombre",
    "item": "código de la pregunta en el instrumento",
    "respuesta": "código de la respuesta",
    "cantidad": "cuántos la dieron en ese servicio; 1 si responde el servicio mismo",
}
COLUMNS = tuple(MEANINGS)
_ALIASES = {
    "codigo modular": "cod_mod",
    "codigo_modular": "cod_mod",
    "cod mod": "cod_mod",
    "red educativa": "red",
    "pregunta": "item",
    "numero": "cantidad",
}
# A code and no name: it has a digit, and not so many that they might be somebody's number.
_NETWORK = re.compile(r"(?=.*\d)(?!.*\d{7})[A-Z0-9](?:[A-Z0-9-]{0,18}[A-Z0-9])?")
_NUMBER = re.compile(r"\d{1,4}")
_PERSONS = (
    "El archivo tiene una columna que parece de personas (nombres, documentos o contactos). No se "
    "leyó nada de él: quítela y entréguelo de nuevo."
)
_WORDS = ["palabra", "palabra", "palabra"]

Service = tuple[str, str]
Row = tuple[str, str, str, str, str, int]


@dataclass
class Answers:
    """The rows of a file that can be taken, one after the other, and what is wrong with the rest.

    ``services`` are those of the register that the round is held against, each with a number.
    """

    items: Mapping[str, Item]
    services: Mapping[Service, int]
    rows: int = 0
    fault_count: int = 0
    faults: list[Fault] = field(default_factory=list)
    _networks: dict[int, str] = field(default_factory=dict)
    # Numbers, since a country's answers are many.
    _given: set[int] = field(default_factory=set)
    _once: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        pairs = [(item.code, a.code) for item in self.items.values() for a in item.answers]
        self._numbers = {pair: number for number, pair in enumerate(pairs)}
        self._item_numbers = {code: number for number, code in enumerate(self.items)}

    def read(self, file: BinaryIO) -> Iterator[Row]:
        """Raises InvalidParameter where it is no such file."""
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        try:
            yield from self._read(text)
        except UnicodeDecodeError as error:
            raise _refused("El archivo no está en UTF-8: guárdelo como «CSV UTF-8».") from error
        except csv.Error as error:
            raise _refused(
                f"El CSV está mal formado después de la fila {self.rows + 1}: hay comillas sin "
                "cerrar o una celda demasiado larga."
            ) from error
        finally:
            text.detach()

    def take(self, number: int, cells: Sequence[str]) -> Row | None:
        """A row by the cells of ``COLUMNS``; None, and its faults noted, where it can't be."""
        code, annex, network, item_code, answer, amount = cells
        service = (code.zfill(7), annex or "0")
        faults = [
            *self._of_service(service, network.upper()),
            *self._of_answer(item_code, answer, amount),
        ]
        if not faults:
            faults = list(self._of_the_rest(service, item_code, answer, int(amount)))
        if faults:
            self._note(number, faults)
            return None
        return (*service, network.upper(), item_code, answer, int(amount))

    def _read(self, text: io.TextIOWrapper) -> Iterator[Row]:
        first = text.readline()
        delimiter = ";" if first.count(";") >= first.count(",") else ","
        places = _places(next(csv.reader([first], delimiter=delimiter, strict=True), []))
        lines = csv.reader(text, delimiter=delimiter, strict=True)
        width = max(places) + 1
        for number, cells in enumerate(lines, start=2):
            if not any(map(str.strip, cells)):
                continue
            self.rows += 1
            if self.rows > MOST_ROWS:
                raise _refused(f"El archivo pasa de {MOST_ROWS} filas: divídalo.")
            if len(cells) < width or any(cell.strip() for cell in cells[len(places) :]):
                self._note(number, [("", "No tiene las celdas de la cabecera.")])
                continue
            row = self.take(number, [cells[place].strip() for place in places])
            if row is not None:
                yield row

    def _of_service(self, service: Service, network: str) -> Iterator[tuple[str, str]]:
        code, annex = service
        if not (code.isascii() and code.isdigit() and len(code) == 7):
            yield "cod_mod", "Se espera el código modular: 7 dígitos."
        elif not (annex.isascii() and annex.isdigit() and len(annex) == 1):
            yield "anexo", "Se espera el anexo: un dígito."
        elif service not in self.services:
            yield "cod_mod", "El registro EIB publicado no tiene este servicio con este anexo."
        if not _NETWORK.fullmatch(network):
            yield (
                "red",
                "Se espera el código de la red: hasta 20 letras sin tilde, dígitos o guiones, con "
                "algún dígito; no un nombre.",
            )
        elif service in self.services:
            number = self.services[service]
            if self._networks.setdefault(number, network) != network:
                yield "red", "Otra fila pone el servicio en otra red."

    def _of_answer(self, item: str, answer: str, amount: str) -> Iterator[tuple[str, str]]:
        asked = self.items.get(item)
        if asked is None:
            yield "item", "El instrumento no tiene esta pregunta."
        elif all(answer != choice.code for choice in asked.answers):
            yield "respuesta", "La pregunta no tiene esta respuesta: se espera su código."
        if not (amount.isascii() and _NUMBER.fullmatch(amount)):
            yield "cantidad", f"Se espera un número entero de 0 a {MOST_NUMBER}."

    def _of_the_rest(
        self, service: Service, item: str, answer: str, amount: int
    ) -> Iterator[tuple[str, str]]:
        """What only the rows before can tell."""
        number = self.services[service]
        given = number * len(self._numbers) + self._numbers[item, answer]
        if given in self._given:
            yield "respuesta", "El servicio ya tiene una fila con esta pregunta y respuesta."
        elif self.items[item].is_of_services and amount > 0:
            once = number * len(self._item_numbers) + self._item_numbers[item]
            if amount > 1 or once in self._once:
                yield "cantidad", "Un servicio da una sola respuesta a esta pregunta: 1, o 0."
            self._once.add(once)
        self._given.add(given)

    def _note(self, number: int, faults: Sequence[tuple[str, str]]) -> None:
        self.fault_count += len(faults)
        free = max(0, _MOST_FAULTS - len(self.faults))
        self.faults += [Fault(number, column, reason) for column, reason in faults[:free]]


def _places(header: Sequence[str]) -> list[int]:
    """Where each of ``COLUMNS`` is; raises InvalidParameter for others and for one that lacks."""
    if any(personal_column(name, _WORDS, is_known=False) for name in header):
        raise _refused(_PERSONS)
    names = [" ".join(fold(name).split()) for name in header]
    names = [_ALIASES.get(name, name) for name in names]
    while names and not names[-1]:
        names.pop()
    missing = [name for name in COLUMNS if name not in names]
    unknown = [place for place, name in enumerate(names, start=1) if name not in COLUMNS]
    twice = [name for name in COLUMNS if names.count(name) > 1]
    reasons = [f"Falta la columna «{name}»." for name in missing[:1]]
    reasons += [f"La columna {place} no es de este archivo: quítela." for place in unknown[:1]]
    reasons += [f"La columna «{name}» está dos veces." for name in twice[:1]]
    if reasons:
        raise _refused(" ".join(reasons))
    return [names.index(name) for name in COLUMNS]


def _refused(reason: str) -> InvalidParameter:
    return InvalidParameter(reason, parameter="file")
