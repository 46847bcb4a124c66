"""Commitment 7: the register of titles. Format: ``docs/importar-titulos.md``.

Its rows are persons'. Of each one is added to a count, and the keyed hash of its public identifier
is kept: no cell of it goes into a report, since in a row that is out of order any cell may be a
name.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import pandas as pd

from layers.reading.cells import CellError
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.provenance import provenance_values
from layers.reading.results import Provenance, Reading, RowError, SourceError
from layers.reading.tabular import RepeatedColumns, read_in_chunks
from layers.themes.higher_institutes.titles_columns import (
    FILE,
    SAMPLES,
    parse_institution,
    parse_kind,
    parse_programme,
    parse_year,
)
from territory.models import DegreeCount
from territory.models.counts import CountState
from territory.names import fold
from territory.periods import Granularity
from territory.titles.identifiers import Identifier, bucket_of, digest, number_key, programme_key
from territory.titles.keys import Key, current_key

_NUMBERS = ("numero_titulo", "codigo_publico")
_PLACE = ("departamento", "provincia", "distrito")
_COLUMNS = (*FILE.required, *FILE.optional)
_MOST_NUMBER = 60
_FILE_DIGITS = 16

# Unit, year, kind, institute, programme as it is compared.
Counted = tuple[str, int, str, str, str]


def read_titles(data: FileData, context: Context) -> Reading:
    """The counts and hashes of a CSV or spreadsheet; raises SourceError."""
    register = _Register(context, current_key())
    try:
        _take_all(register, data, context)
    except RepeatedColumns:
        # Where no header is, the first person's cells would be named.
        raise SourceError("La cabecera falta o repite columnas.") from None
    if not register.has_numbers:
        raise SourceError("El archivo no trae el número de ningún título ni su código público.")
    return register.reading()


def _take_all(register: _Register, data: FileData, context: Context) -> None:
    chunks = read_in_chunks(data, FILE.required, FILE.optional, FILE.aliases, context.choice.sheet)
    for chunk in chunks:
        register.errors += [RowError(e.row, "", "", e.reason) for e in chunk.errors]
        columns = [chunk.frame[name].tolist() for name in _COLUMNS]
        register.has_numbers = register.has_numbers or any(
            any(map(str.strip, chunk.frame[name])) for name in _NUMBERS
        )
        rows = zip(chunk.frame.index.tolist(), zip(*columns, strict=True), strict=True)
        for number, cells in rows:
            register.take(number, dict(zip(_COLUMNS, cells, strict=True)))


class _Cache(dict[str, "str | int | CellError"]):
    """Each distinct text is parsed once; what it is, or why it is none."""

    def __init__(self, parse: object) -> None:
        super().__init__()
        self._parse = parse

    def __missing__(self, raw: str) -> str | int | CellError:
        try:
            found = self._parse(raw)  # type: ignore[operator]
        except CellError as error:
            found = error
        self[raw] = found
        return found  # type: ignore[no-any-return]


@dataclass
class _Register:
    context: Context
    key: Key
    counts: Counter[Counted] = field(default_factory=Counter)
    # The programme's name as it was first written, and the row.
    names: dict[Counted, tuple[str, int]] = field(default_factory=dict)
    # Hash → the first row that has it.
    marks: dict[bytes, int] = field(default_factory=dict)
    degrees: dict[bytes, int] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)
    has_numbers: bool = False

    def __post_init__(self) -> None:
        year = partial(parse_year, today=self.context.today)
        self._parsers = {
            "codigo_modular": _Cache(parse_institution),
            "institucion": _Cache(_not_a_university),
            "programa": _Cache(self._programme),
            "tipo": _Cache(parse_kind),
            "anio_registro": _Cache(year),
        }
        self._units: dict[tuple[str, ...], str | CellError] = {}

    def take(self, row: int, cells: dict[str, str]) -> None:
        """One row, counted or refused."""
        values: dict[str, str | int] = {}
        for name, cache in self._parsers.items():
            found = cache[cells[name]]
            if isinstance(found, CellError):
                self._refuse(row, name, found)
                return
            values[name] = found
        unit = self._unit(tuple(cells[name] for name in _PLACE))
        if isinstance(unit, CellError):
            self._refuse(row, _PLACE[unit.cell], unit)
            return
        code, kind, year = values["codigo_modular"], values["tipo"], int(values["anio_registro"])
        programme = programme_key(str(values["programa"]))
        numbers = [number_key(cells[name][:_MOST_NUMBER]) for name in _NUMBERS]
        if self._keep(row, str(kind), str(code), programme, year, numbers):
            counted = (unit, year, str(kind), str(code), programme)
            self.counts[counted] += 1
            self.names.setdefault(counted, (str(values["programa"]), row))

    def _keep(
        self, row: int, kind: str, code: str, programme: str, year: int, numbers: list[str]
    ) -> bool:
        """Whether the row is a title's that none above is; its hashes are kept then."""
        distinct = dict.fromkeys(filter(None, numbers))
        if not distinct:
            error = CellError("No tiene número de título ni código público.")
            self._refuse(row, _NUMBERS[0], error)
            return False
        own = [digest(self.key, Identifier(code, programme, year, one)) for one in distinct]
        # A degree and a title of one programme may have the same number.
        seen = self.marks if kind == "title" else self.degrees
        first = next((seen[hash_] for hash_ in own if hash_ in seen), None)
        if first is not None:
            self._refuse(row, _NUMBERS[0], CellError(f"Repite el título de la fila {first}."))
            return False
        seen.update(dict.fromkeys(own, row))
        return True

    def _refuse(self, row: int, column: str, error: CellError) -> None:
        self.errors.append(RowError(row, column, "", str(error)))

    def _programme(self, raw: str) -> str:
        text = parse_programme(raw)
        SAMPLES.check(text, samples=self.context.samples)
        return text

    def _unit(self, names: tuple[str, ...]) -> str | CellError:
        if names not in self._units:
            self._units[names] = _unit_of(names, self.context.units)
        return self._units[names]

    def reading(self) -> Reading:
        """All that is kept of the file."""
        counts = pd.DataFrame(list(self._count_rows()), columns=list(FILE.fields))
        counts.index = pd.Index([row for _name, row in self.names.values()], dtype=int)
        frames = {"degree_counts": counts, **self._hashes()}
        remark = (
            f"{self.counts.total()} títulos y grados se contaron en {len(counts)} conteos; de cada "
            "uno queda su huella con clave, y nada de su titular."
        )
        hashes = ("title_files", "title_marks")
        return Reading(frames, tuple(self.errors), remarks=(remark,), summaries=hashes)

    def _count_rows(self) -> Iterator[list[object]]:
        given = provenance_values(DegreeCount, self.context)
        fixed = {
            **given,
            "granularity": Granularity.YEAR.value,
            "state": CountState.VALUE.value,
            "commitments": list(FILE.commitments),
        }
        for counted, (name, _row) in self.names.items():
            unit, year, kind, code, _programme = counted
            values = fixed | {
                "declared_ubigeo": unit,
                "period_start": dt.date(year, 1, 1),
                "category": kind,
                "institute_code": code,
                "programme": name,
                "value": self.counts[counted],
            }
            yield [values[column] for column in FILE.fields]

    def _hashes(self) -> dict[str, pd.DataFrame]:
        years = [year for _unit, year, *_rest in self.counts]
        given = self.context.required_provenance
        code = self._file_code(given)
        for hash_, row in self.degrees.items():
            self.marks.setdefault(hash_, row)
        hashes = _taken_out(self.marks)
        # Each row's is the same: a byte a row, where a text would be eight.
        codes = pd.Categorical.from_codes(np.zeros(len(hashes), np.int8), [code])
        hashes = hashes.assign(file_code=codes, is_sample=self.context.samples)
        file = {
            "code": code,
            "source": given.source,
            "source_url": given.source_url or None,
            "cutoff_date": given.cutoff_date,
            "key_id": self.key.id,
            "first_year": min(years, default=0),
            "last_year": max(years, default=0),
            "is_sample": self.context.samples,
        }
        files = pd.DataFrame([file] if years else [], columns=list(file), dtype=object)
        return {"title_files": files, "title_marks": hashes}

    def _file_code(self, given: Provenance) -> str:
        """Another for a file of another origin, date, key or part of the country."""
        departments = sorted({unit[:2] for unit, *_rest in self.counts})
        parts = (given.source, given.source_url, str(given.cutoff_date), self.key.id, *departments)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:_FILE_DIGITS]


def _taken_out(marks: dict[bytes, int]) -> pd.DataFrame:
    """The hashes as PostgreSQL reads them (8.4.1), with their buckets; leaves none in ``marks``.

    One by one: both forms of all of them are much of a national file's memory.
    """
    number = len(marks)
    buckets = np.fromiter(map(bucket_of, marks), np.int32, number)
    texts = [rf"\x{marks.popitem()[0].hex()}" for _ in range(number)]
    texts.reverse()
    return pd.DataFrame({"digest": pd.Series(texts, dtype=object), "bucket": buckets})


def _not_a_university(raw: str) -> str:
    if fold(raw).startswith("universidad"):
        raise CellError("Es una universidad: sus títulos los registra la SUNEDU, no este registro.")
    return ""


def _unit_of(names: tuple[str, ...], units: Directory) -> str | CellError:
    """The ubigeo of the district or, where only a department is named, the department's."""
    given = [name for name in names if name.strip()]
    if len(given) not in (1, len(names)) or not names[0].strip():
        return CellError("Faltan nombres: diga departamento, provincia y distrito.")
    found = units.find(*given)
    if found is None or len(found) != 2 * len(given):
        return CellError("El INEI no tiene una unidad de esos nombres.")
    return found
