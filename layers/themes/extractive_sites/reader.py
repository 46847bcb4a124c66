"""Commitment 4: INGEMMET's mining cadastre. Format: ``docs/importar-concesiones.md``.

Polygons in degrees or in UTM of zones 17 to 19, on WGS 84 or PSAD56, or a table of vertices.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import pandas as pd

from layers.reading.cells import CellError
from layers.reading.columns import Columns
from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.numbers import parse_number
from layers.reading.results import Reading
from layers.reading.utm import Datum, accuracy_m
from layers.themes.extractive_sites.columns import FILE
from layers.themes.extractive_sites.files import read_concessions
from layers.themes.extractive_sites.outlines import Stated, place
from territory.holders import publishable
from territory.models.extractives import ExtractiveSite
from territory.names import bare_name, fold

Status = ExtractiveSite.Status
# The cadastre's codes: titled under D.L. 708 (T), D.L. 109 (N, E) or accumulated (Q); in
# process (P, D); extinct (F, L, X, Y); quarry, plant, tailings, notice of withdrawal.
_STATUS_OF = (
    dict.fromkeys("TNEQ", Status.TITLED)
    | dict.fromkeys("PD", Status.PENDING)
    | dict.fromkeys("FLXY", Status.EXTINCT)
    | dict.fromkeys("ABRH", Status.OTHER)
)
# Where a file brings the words only.
_STATUS_WORDS = (
    ("titulad", Status.TITLED),
    ("tramite", Status.PENDING),
    ("extingui", Status.EXTINCT),
    ("extinto", Status.EXTINCT),
    ("cantera", Status.OTHER),
    ("planta", Status.OTHER),
    ("relave", Status.OTHER),
    ("retiro", Status.OTHER),
)
_UNKNOWN_HOLDER = "No se sabe si el titular es una empresa o una persona: no se publica."
# Peru has 128,521,560 hectares.
_MOST_HECTARES = Decimal(128_521_560)


def read_sites(data: bytes, context: Context) -> Reading:
    """The rights of a cadastre's file; raises SourceError where it can't be read as a whole."""
    raw = read_concessions(data)
    table = _without_persons(raw.frame, context)
    values = FILE.read(table, context)
    status = table.read_together(("d_estado", "estado"), _parse_status)
    values |= {
        "area_ha": table.read_together(("hectagis", "hasdatum"), _parse_hectares),
        "status": FILE.or_unknown("status", status),
        "declared_ubigeo": _declared(table, context.units),
    }
    datums = table.read_together(("datum", "hasdatum"), _parse_datum)
    outlines = place(table, raw, Stated(values["utm_zone"], datums, _extents(table, context)))
    used = pd.Series(outlines.datums, table.frame.index, dtype=object)
    values |= {
        "geom": outlines.ewkb,
        "datum": FILE.or_unknown("datum", used),
        "position_accuracy_m": [accuracy_m(datum) for datum in outlines.datums],
    }
    table.refuse_repeated((values["code"],), "codigou", "el derecho minero")
    errors = sorted((*raw.errors, *table.errors), key=lambda error: error.row)
    return Reading({"extractive_sites": FILE.frame(table, values)}, tuple(errors), table.notices)


def _without_persons(frame: pd.DataFrame, context: Context) -> Columns:
    """The table with no natural person's name left in it, whatever is reported of it later."""
    if context.samples:
        return Columns(frame)
    shown = {name: publishable(name) for name in frame["tit_conces"].unique()}
    published = frame["tit_conces"].map(shown)
    table = Columns(frame.assign(tit_conces=published.fillna("")))
    unknown = published.index[published.isna()]
    table.report(dict.fromkeys(map(int, unknown), _UNKNOWN_HOLDER), "tit_conces", refuse=False)
    return table


def _declared(table: Columns, units: Directory) -> pd.Series:
    """The ubigeo of the finest unit that the names are those of, or None.

    The cadastre has no codes. A right that lies in several districts names one.
    """
    columns = ("distri", "provi", "depa")
    table.read_together(columns, partial(_check_names, units=units))
    return table.read_together(columns, lambda *names: _finest(names[::-1], units))


def _finest(names: tuple[str, ...], units: Directory) -> str | None:
    for count in range(len(names), 0, -1):
        if (ubigeo := units.find(*names[:count])) is not None:
            return ubigeo
    return None


def _check_names(district: str, province: str, department: str, units: Directory) -> None:
    names = (department, province, district)
    ubigeo = _finest(names, units)
    if ubigeo is None:
        raise CellError(f"El INEI no tiene un departamento «{department.strip()}».")
    if any(name.strip() for name in names[len(ubigeo) // 2 :]):
        raise CellError(
            f"El INEI no tiene un distrito {', '.join(n.strip() for n in names)}: "
            f"se declara {ubigeo}, {units.name(ubigeo)}."
        )


def _extents(table: Columns, context: Context) -> pd.Series:
    """The extent of each row's department, None where it isn't known."""

    def extent(department: str) -> tuple[float, float, float, float] | None:
        return context.department_extents.get(context.units.find(department) or "")

    return table.read("depa", extent)


def _parse_status(words: str, code: str) -> str:
    """The class by the cadastre's code; by its words where there is no code."""
    if code.strip():
        status = _STATUS_OF.get(code.strip().upper())
        if status is None:
            raise CellError(f"No se conoce el código de estado «{code.strip()}».")
        return status.value
    folded = fold(words)
    for part, status in _STATUS_WORDS:
        if part in folded:
            return status.value
    raise CellError("El estado no es uno de los del catastro.")


def _parse_hectares(calculated: str, declared: str) -> Decimal | None:
    """HECTAGIS, else what HASDATUM holds where that is a number."""
    area = parse_number(calculated)
    if area is None and not _datum_named(declared):
        area = parse_number(declared)
    if area is None:
        return None
    if not 0 < area < _MOST_HECTARES:
        raise CellError("No es un área en hectáreas.")
    return area.quantize(Decimal("0.0001"))


def _parse_datum(datum: str, area_or_datum: str) -> Datum | None:
    """The datum that a row names; None where it names none."""
    if datum.strip() and _datum_named(datum) is None:
        raise CellError("El datum debe ser WGS84 o PSAD56.")
    return _datum_named(datum) or _datum_named(area_or_datum)


def _datum_named(raw: str) -> Datum | None:
    return next((datum for datum in Datum if bare_name(raw) == datum.lower()), None)
