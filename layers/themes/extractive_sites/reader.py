"""Commitment 4: INGEMMET's mining cadastre. Format: ``docs/importar-concesiones.md``.

Polygons in degrees or in UTM of zones 17 to 19, on WGS 84 or PSAD56, or a table of vertices.
``HASDATUM`` is an area in hectares, in spite of its name; a file that writes a datum there is
understood too.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

import pandas as pd

from layers.reading.cells import (
    CellError,
    parse_date,
    parse_number,
    parse_required_text,
    parse_text,
)
from layers.reading.columns import Columns
from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.outlines import Told, place
from layers.reading.results import Reading
from layers.reading.utm import ZONES, Datum, accuracy_m
from layers.themes.extractive_sites.files import read_concessions
from territory.models.extractives import ExtractiveSite
from territory.names import bare_name, fold

REQUIRED_COLUMNS = ("codigou", "concesion", "d_estado", "depa")
OPTIONAL_COLUMNS = (
    "tit_conces",
    "hectagis",
    "hasdatum",
    "datum",
    "estado",
    "sustancia",
    "leyenda",
    "carta",
    "zona",
    "provi",
    "distri",
    "fec_denu",
)

FIELDS = (
    "code",
    "name",
    "holder",
    "area_ha",
    "state_code",
    "state",
    "status",
    "substance",
    "legend",
    "map_sheet",
    "utm_zone",
    "datum",
    "position_accuracy_m",
    "filed_on",
    "geom",
    "declared_ubigeo",
    "commitments",
    "source",
    "source_url",
    "cutoff_date",
    "is_sample",
)

COMMITMENT = 4

# What tells a row written for demonstration from a fact, in the file itself.
SAMPLE_NAME = "CONCESIÓN DE EJEMPLO"

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
_SUBSTANCES = {"m": "M", "metalica": "M", "n": "N", "no metalica": "N", "": ""}
# Peru has 128,521,560 hectares.
_MOST_HECTARES = Decimal(128_521_560)


def read_sites(data: bytes, context: Context) -> Reading:
    """The rights of a cadastre's file; raises SourceError where it can't be read as a whole."""
    raw = read_concessions(data, REQUIRED_COLUMNS, OPTIONAL_COLUMNS)
    table = Columns(raw.frame)
    zones = table.read_if_possible("zona", _parse_zone)
    datums = table.read_together(("datum", "hasdatum"), _parse_datum)
    values = _attributes(table, context)
    values["utm_zone"] = zones
    outlines = place(table, raw, Told(zones, datums, _extents(table, context)))
    values |= {
        "geom": outlines.ewkb,
        "datum": outlines.datums,
        "position_accuracy_m": [accuracy_m(datum) for datum in outlines.datums],
    }
    table.refuse_repeated((values["code"],), "codigou", "el derecho minero")
    errors = sorted((*raw.errors, *table.errors), key=lambda error: error.row)
    frame = table.passed(values)[list(FIELDS)]
    return Reading({"extractive_sites": frame}, tuple(errors), table.notices)


def _attributes(table: Columns, context: Context) -> dict[str, Any]:
    texts = {
        "holder": ("tit_conces", 250),
        "state": ("d_estado", 100),
        "state_code": ("estado", 2),
        "legend": ("leyenda", 100),
        "map_sheet": ("carta", 30),
    }
    return {
        **{
            name: table.read_if_possible(column, partial(parse_text, max_length=size)).fillna("")
            for name, (column, size) in texts.items()
        },
        "code": table.read("codigou", _parse_code),
        "name": table.read("concesion", partial(_parse_name, samples=context.samples)),
        "area_ha": table.read_together(("hectagis", "hasdatum"), _parse_hectares),
        "status": table.read_together(("d_estado", "estado"), _parse_status).fillna(""),
        "substance": table.read_if_possible("sustancia", _parse_substance).fillna(""),
        "filed_on": table.read_if_possible("fec_denu", partial(parse_date, today=context.today)),
        "declared_ubigeo": _declared(table, context.units),
        "commitments": [[COMMITMENT]] * len(table.frame),
        "source": context.told.source,
        "source_url": context.told.source_url,
        "cutoff_date": context.told.cutoff_date,
        "is_sample": context.samples,
    }


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


def _parse_code(raw: str) -> str:
    """As it is: some hold letters, and a lost zero can't be told from none."""
    code = parse_required_text(raw, 20)
    if not code.isalnum():
        raise CellError("El código único solo lleva letras y dígitos.")
    return code.upper()


def _parse_name(raw: str, *, samples: bool) -> str:
    name = parse_required_text(raw, 200)
    if fold(name).startswith(fold(SAMPLE_NAME)) != samples:
        raise CellError(
            f"Las muestras se llaman «{SAMPLE_NAME} …»."
            if samples
            else "Es una fila de ejemplo y no puede publicarse como un hecho."
        )
    return name


def _parse_status(words: str, code: str) -> str:
    """The class by the cadastre's code; by its words where there is no code."""
    if code.strip():
        status = _STATUS_OF.get(code.strip().upper())
        if status is None:
            raise CellError(f"No se conoce el código de estado «{code.strip()}».")
        return status.value
    told = fold(words)
    for part, status in _STATUS_WORDS:
        if part in told:
            return status.value
    raise CellError("El estado no es uno de los del catastro.")


def _parse_substance(raw: str) -> str:
    try:
        return _SUBSTANCES[fold(raw)]
    except KeyError:
        raise CellError("La sustancia debe ser M (metálica) o N (no metálica).") from None


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


def _parse_zone(raw: str) -> int | None:
    number = parse_number(raw.strip().upper().removesuffix("S"))
    if number is None:
        return None
    if number not in ZONES:
        raise CellError("La zona UTM del Perú es 17, 18 o 19.")
    return int(number)


def _parse_datum(datum: str, area_or_datum: str) -> Datum | None:
    """The datum that a row names; None where it names none."""
    if datum.strip() and _datum_named(datum) is None:
        raise CellError("El datum debe ser WGS84 o PSAD56.")
    return _datum_named(datum) or _datum_named(area_or_datum)


def _datum_named(raw: str) -> Datum | None:
    return next((datum for datum in Datum if bare_name(raw) == datum.lower()), None)
