"""Commitment 4: INGEMMET's mining cadastre. Format: ``docs/importar-concesiones.md``.

Polygons in degrees or in UTM of zones 17 to 19, on WGS 84 or PSAD56, or a table of vertices.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import pandas as pd

from layers.collecting import give_back
from layers.reading.cells import CellError
from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Choice, Context
from layers.reading.conventions import follows
from layers.reading.directory import Directory
from layers.reading.numbers import Mark, decimal_mark, parse_number
from layers.reading.results import Reading
from layers.reading.text import clean, mend
from layers.reading.utm import Datum, accuracy_m, datum_named
from layers.themes.extractive_sites.columns import FILE
from layers.themes.extractive_sites.files import read_concessions
from layers.themes.extractive_sites.named_units import NamedUnits, named_units
from layers.themes.extractive_sites.outlines import Stated, place
from territory.holders import publishable
from territory.models.extractives import ExtractiveSite, SiteRegister
from territory.names import fold

Status = ExtractiveSite.Status
FEED = SiteRegister.MINING.value
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


def read_sites(data: FileData, context: Context) -> Reading:
    """The rights of a cadastre's file; raises SourceError where it can't be read as a whole."""
    raw = read_concessions(data, context.choice)
    table = _without_persons(raw.frame, context)
    values = FILE.read(table, context)
    values |= {
        "feed": FEED,
        "area_ha": _hectares(table),
        "status": FILE.or_unknown("status", _status(table)),
        **_units(table, context.units),
    }
    datums = table.read_together(("datum", "hasdatum"), _parse_datum)
    stated = _stated(values["utm_zone"], datums, _extents(table, context), context.choice)
    crs, read_errors, read_notices = raw.crs, raw.errors, raw.notices
    outlines = place(table, raw, stated)
    # Of a national cadastre the shapes take as much as half of the text that was made of them.
    del raw
    give_back()
    used = pd.Series(outlines.datums, table.frame.index, dtype=object)
    values |= {
        "geom": outlines.ewkb,
        "datum": FILE.or_unknown("datum", used),
        "position_accuracy_m": [accuracy_m(datum) for datum in outlines.datums],
    }
    table.refuse_repeated((values["code"],), "codigou", "el derecho minero")
    errors = sorted((*read_errors, *table.errors), key=lambda error: error.row)
    frames = {"extractive_sites": FILE.frame(table, values)}
    remarks = _supposed(used, stated.datums) if crs is None else ()
    notices = sorted((*read_notices, *table.notices), key=lambda notice: notice.row)
    return Reading(frames, tuple(errors), tuple(notices), remarks, FEED)


def _stated(zones: pd.Series, datums: pd.Series, extents: pd.Series, choice: Choice) -> Stated:
    """What rows say; where they don't, what the operator does of the whole file."""
    if choice.zone is not None:
        zones = zones.where(zones.notna(), choice.zone)
    if choice.datum:
        datums = datums.where(datums.notna(), Datum(choice.datum))
    return Stated(zones, datums, extents)


def _supposed(used: pd.Series, datums: pd.Series) -> tuple[str, ...]:
    """What is to be said of degrees whose datum nothing names: they are taken for WGS 84's."""
    number = int((datums.isna() & (used != "")).sum())
    if not number:
        return ()
    return (
        f"{number} contornos están en grados y nada dice su datum: se tomó WGS84; si es otro, "
        "indíquelo con --datum.",
    )


def _without_persons(frame: pd.DataFrame, context: Context) -> Columns:
    """The table with no natural person's name left in it, whatever is reported of it later."""
    if context.samples:
        return Columns(frame, "codigou")
    shown = {name: publishable(clean(mend(name))) for name in frame["tit_conces"].unique()}
    published = frame["tit_conces"].map(shown)
    table = Columns(frame.assign(tit_conces=published.fillna("")), "codigou")
    unknown = published.index[published.isna()]
    table.report(dict.fromkeys(map(int, unknown), _UNKNOWN_HOLDER), "tit_conces", refuse=False)
    return table


def _units(table: Columns, units: Directory) -> dict[str, pd.Series]:
    """All the units that each row names, by code, and the least that holds them, or None.

    The cadastre has no ubigeos. A name that is no unit's is reported; what is known stays.
    """
    columns = ("distri", "provi", "depa")
    read = table.read_together(columns, lambda *names: named_units(units, *names[::-1]))
    cells = (table.frame[column] for column in columns)
    table.check("distri", partial(_doubtful_names, units), read, *cells, refuse=False)
    named = [one or NamedUnits() for one in read]
    rows = table.frame.index
    return {
        "named_units": pd.Series([list(one.ubigeos) for one in named], rows, dtype=object),
        "declared_ubigeo": pd.Series([one.common for one in named], rows, dtype=object),
    }


def _doubtful_names(
    units: Directory, named: NamedUnits | None, district: str, province: str, department: str
) -> str:
    """Which of a row's names are no unit's; "" too where its cells couldn't be read at all."""
    if named is None or (named.ubigeos and not named.unknown):
        return ""
    if not named.ubigeos:
        return f"El INEI no tiene un departamento «{department.strip()}»."
    names = ", ".join(name.strip() for name in (department, province, district))
    declared = ", ".join(f"{code}, {units.name(code)}" for code in named.ubigeos)
    return (
        f"El INEI no tiene un distrito {names} ({'; '.join(named.unknown)}): se declara {declared}."
    )


def _extents(table: Columns, context: Context) -> pd.Series:
    """The extent of each row's departments together, None where it isn't known."""

    def extent(department: str) -> tuple[float, float, float, float] | None:
        named = named_units(context.units, department, "", "").ubigeos
        found = [context.department_extents.get(code[:2]) for code in named]
        boxes = [box for box in found if box is not None]
        if not boxes or len(boxes) < len(found):
            return None
        west, south, east, north = zip(*boxes, strict=True)
        return min(west), min(south), max(east), max(north)

    return table.read_if_possible("depa", extent)


def _status(table: Columns) -> pd.Series:
    """The class by the cadastre's code; by its words where there is none that is known."""
    cells = table.frame["d_estado"], table.frame["estado"]
    table.check("estado", _doubtful_status, *cells, refuse=False)
    return table.read_together(("d_estado", "estado"), _parse_status)


def _parse_status(words: str, code: str) -> str:
    status = _STATUS_OF.get(code.strip().upper()) or _status_in(words)
    if status is not None:
        return status.value
    if code.strip():
        raise CellError(f"Ni el código «{code.strip()}» ni las palabras son de un estado conocido.")
    raise CellError("El estado no es uno de los del catastro.")


def _doubtful_status(words: str, code: str) -> str:
    """What the operator should know of a row whose words decide, or contradict its code."""
    by_code, by_words = _STATUS_OF.get(code.strip().upper()), _status_in(words)
    if by_words is None or not code.strip():
        return ""
    if by_code is None:
        return f"No se conoce este código: se tomó lo que dice D_ESTADO, «{words.strip()[:80]}»."
    if Status.OTHER not in (by_code, by_words) and by_code != by_words:
        return f"D_ESTADO dice otra cosa, «{words.strip()[:80]}»: se tomó el código."
    return ""


def _status_in(words: str) -> Status | None:
    folded = fold(words)
    return next((status for part, status in _STATUS_WORDS if part in folded), None)


def _hectares(table: Columns) -> pd.Series:
    """HECTAGIS; where it gives none, what HASDATUM holds if that is a number."""
    calculated = table.read_if_possible("hectagis", _parse_area)
    mark = decimal_mark(table.frame["hasdatum"].unique())
    cells = table.frame["hasdatum"].where(calculated.isna(), "")
    spare = Columns(table.frame.assign(hasdatum=cells)[["hasdatum"]])
    declared = spare.read_if_possible("hasdatum", partial(_parse_spare_area, mark=mark))
    table.report({n.row: n.reason for n in spare.notices}, "hasdatum", refuse=False)
    return calculated.where(calculated.notna(), declared)


@follows("mark", decimal_mark)
def _parse_area(raw: str, mark: Mark | None = None) -> Decimal | None:
    area = parse_number(raw, mark, _is_area)
    if area is None:
        return None
    if not _is_area(area):
        raise CellError("No es un área en hectáreas.")
    return area.quantize(Decimal("0.0001"))


def _is_area(hectares: Decimal) -> bool:
    return 0 < hectares < _MOST_HECTARES


def _parse_spare_area(raw: str, mark: Mark | None) -> Decimal | None:
    return None if datum_named(raw) else _parse_area(raw, mark)


def _parse_datum(datum: str, area_or_datum: str) -> Datum | None:
    """The datum that a row names; None where it names none."""
    named = datum_named(datum) or datum_named(area_or_datum)
    if named is None and datum.strip():
        raise CellError("El datum debe ser WGS84 o PSAD56.")
    return named
