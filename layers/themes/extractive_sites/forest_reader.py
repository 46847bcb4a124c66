"""Commitment 4: SERFOR's titles, of forests and wildlife. Format: ``docs/importar-concesiones.md``.

Its layer names no unit: a title is of those that its polygon touches, where boundaries are
official.
"""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from layers.reading.cells import CellError
from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Choice, Context
from layers.reading.conventions import follows
from layers.reading.numbers import Mark, decimal_mark, parse_number
from layers.reading.results import Reading
from layers.reading.utm import Datum, accuracy_m, datum_named
from layers.themes.extractive_sites.files import read_polygons
from layers.themes.extractive_sites.forest_columns import TITLES
from layers.themes.extractive_sites.outlines import Called, Stated, place
from layers.themes.firms_only import without_persons
from territory.models.extractives import ExtractiveSite, SiteRegister
from territory.names import fold

FEED = SiteRegister.FORESTS.value
_CALLED = Called("contra", "zonutm", "datum")
Status = ExtractiveSite.Status
# The first that a state's words hold decides: "no vigente" is none in force.
_STATUS_WORDS = (
    ("no vigente", Status.EXTINCT),
    ("caduc", Status.EXTINCT),
    ("extin", Status.EXTINCT),
    ("revert", Status.EXTINCT),
    ("anulad", Status.EXTINCT),
    ("resuelt", Status.EXTINCT),
    ("vencid", Status.EXTINCT),
    ("vigente", Status.TITLED),
    ("tramite", Status.PENDING),
    ("evaluacion", Status.PENDING),
)
# Peru has 128,521,560 hectares.
_MOST_HECTARES = Decimal(128_521_560)


def read_titles(data: FileData, context: Context) -> Reading:
    """The titles of a layer of polygons; raises SourceError where it can't be read as a whole."""
    raw = read_polygons(data, context.choice, TITLES)
    table = without_persons(raw.frame, "contra", ("nomtit",), samples=context.samples)
    values = TITLES.read(table, context)
    rows = table.frame.index
    nothing = pd.Series([None] * len(rows), rows, dtype=object)
    datums = table.read_if_possible("datum", _parse_datum)
    outlines = place(table, raw, _stated(values["utm_zone"], datums, context.choice), _CALLED)
    used = pd.Series(outlines.datums, rows, dtype=object)
    values |= {
        "feed": FEED,
        "name": values["code"],
        "area_ha": _hectares(table),
        "status": TITLES.or_unknown("status", table.read_if_possible("estua", _parse_status)),
        "geom": outlines.ewkb,
        "datum": TITLES.or_unknown("datum", used),
        "position_accuracy_m": [accuracy_m(datum) for datum in outlines.datums],
        "named_units": pd.Series([[] for _row in rows], rows, dtype=object),
        "declared_ubigeo": nothing,
    }
    table.refuse_repeated((values["code"],), "contra", "el título")
    frames = {"extractive_sites": TITLES.frame(table, values)}
    errors = sorted((*raw.errors, *table.errors), key=lambda error: error.row)
    return Reading(frames, tuple(errors), table.notices, (), FEED)


def _stated(zones: pd.Series, datums: pd.Series, choice: Choice) -> Stated:
    """What rows say; where they don't, what the operator does of the whole file."""
    if choice.zone is not None:
        zones = zones.where(zones.notna(), choice.zone)
    if choice.datum:
        datums = datums.where(datums.notna(), Datum(choice.datum))
    # Of no department: anywhere in Peru may be right.
    return Stated(zones, datums, pd.Series([None] * len(zones), zones.index, dtype=object))


def _parse_status(words: str) -> str | None:
    if not words.strip():
        return None
    folded = fold(words)
    found = next((status for part, status in _STATUS_WORDS if part in folded), None)
    if found is None:
        raise CellError("No dice si el título está vigente, en trámite o extinguido.")
    return found.value


def _hectares(table: Columns) -> pd.Series:
    """SUPAPR; where it gives none, SUPSIG."""
    approved = table.read_if_possible("supapr", _parse_area)
    return approved.where(approved.notna(), table.read_if_possible("supsig", _parse_area))


@follows("mark", decimal_mark)
def _parse_area(raw: str, mark: Mark | None = None) -> Decimal | None:
    area = parse_number(raw, mark, _is_area)
    # A register that doesn't know an area writes 0.
    if not area:
        return None
    if not _is_area(area):
        raise CellError("No es un área en hectáreas.")
    return area.quantize(Decimal("0.0001"))


def _is_area(hectares: Decimal) -> bool:
    return 0 <= hectares < _MOST_HECTARES


def _parse_datum(datum: str) -> Datum | None:
    named = datum_named(datum)
    if named is None and datum.strip():
        raise CellError("El datum debe ser WGS84 o PSAD56.")
    return named
