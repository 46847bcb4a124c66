"""The ministry's register of schools (ESCALE, SIGMED). Format: ``docs/importar-escuelas.md``.

The register comes as a zipped DBF, the exports of the search page and the map as CSV; all are read.
"""

from __future__ import annotations

import pandas as pd

from layers.reading.cells import parse_text
from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.declared import Declared
from layers.reading.positions import parse_position
from layers.reading.records import read_records
from layers.reading.results import Cleaned, Reading
from layers.themes.higher_institutes.institutes import institutes_of
from layers.themes.rural_schools.columns import FILE, SERVICE_FIELDS, WHOLE
from territory.models import SchoolService

Area = SchoolService.Area
# AREA_CENSO and DAREACENSO.
_AREAS = dict.fromkeys(("2", "rural", "r"), Area.RURAL.value) | dict.fromkeys(
    ("1", "urbana", "urbano", "u"), Area.URBAN.value
)
_CHOSEN_BY = ("estado", "area_censo", "dareacenso")
_ACTIVE = {"1", "activa", "activo"}


def read_schools(data: FileData, context: Context) -> Reading:
    """The active services of a DBF, CSV or spreadsheet, zipped or not, and which are rural.

    Raises SourceError.
    """
    found = read_records(data, FILE.required, FILE.optional, FILE.aliases, context.choice.sheet)
    file_errors, (active, remarks) = found.errors, _active(found.frame)
    table = Columns(active, "cod_mod")
    # Of a national file the texts take more than the rows made of them: nothing else holds them.
    del found, active
    cleaned = _cleaned(table, context)
    errors = sorted((*file_errors, *cleaned.errors), key=lambda error: error.row)
    services = cleaned.frame
    rural = services[services["area"] == Area.RURAL]
    remarks += _not_rural(services["area"])
    frames = {
        "school_services": services[list(SERVICE_FIELDS)],
        "rural_schools": rural,
        "higher_institutes": institutes_of(services),
    }
    again = ("rural_schools", "higher_institutes")
    return Reading(frames, tuple(errors), cleaned.notices, tuple(remarks), summaries=again)


def _active(raw: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The active rows, as far as the file tells, and what is to be said of the others.

    Of ``raw`` nothing is left.
    """
    remarks: list[str] = []
    if not raw["anexo"].str.strip().any():
        remarks.append("El archivo no trae el anexo: se toma el 0, que es el de la escuela misma.")
    active = _codes(raw["estado"]).isin(_ACTIVE)
    if not raw["estado"].str.strip().any():
        remarks.append("El archivo no dice el estado: se toman todas las filas como activas.")
        active[:] = True
    elif inactive := int((~active).sum()):
        remarks.append(f"{inactive} filas no se toman: no están activas (ESTADO distinto de 1).")
    # Column by column: what pandas keeps as one block is freed with its last column only.
    columns = {str(name): raw.pop(name)[active] for name in list(raw)}
    return pd.DataFrame(columns, copy=False), remarks


def _not_rural(area: pd.Series) -> list[str]:
    """What is to be said of the services that are kept and not published as rural."""
    unknown, urban = int(area.isna().sum()), int((area == Area.URBAN).sum())
    remarks = []
    if urban:
        remarks.append(f"Filas urbanas: {urban}. Se guardan y no se publican como rurales.")
    if unknown:
        remarks.append(
            f"Filas de las que el archivo no dice el área: {unknown}. Se guardan y no se publican "
            "como rurales."
        )
    return remarks


def _area(raw: pd.DataFrame) -> pd.Series:
    code = _codes(raw["area_censo"])
    words = _codes(raw["dareacenso"])
    return code.where(code.isin(_AREAS) | (words == ""), words)


def _codes(cells: pd.Series) -> pd.Series:
    """The codes of a column, of which there are few."""
    codes = {text: _code(text) for text in cells.unique()}
    return pd.Series([codes[text] for text in cells.to_numpy()], cells.index, dtype=object)


def _code(raw: str) -> str:
    text = raw.strip().lower()
    match = WHOLE.fullmatch(text)
    return match[1] if match else text


def _cleaned(table: Columns, context: Context) -> Cleaned:
    """The rows (text, indexed by spreadsheet row) that can be published.

    A position that can't be true, a count or a code that is none, is left out; a school without
    a code, a name or with another's ubigeo is refused.
    """
    values = _of_several_cells(table, context) | FILE.read(table, context, release=True)
    table.refuse_repeated((values["modular_code"], values["annex"]), "cod_mod", "la escuela")
    return Cleaned(FILE.frame(table, values), table.errors, table.notices)


def _of_several_cells(table: Columns, context: Context) -> dict[str, pd.Series]:
    names = ("d_dpto", "d_prov", "d_dist")
    areas = [_AREAS.get(code) for code in _area(table.frame)]
    management = table.read_together(("d_ges_dep", "d_gestion"), _parse_management)
    values = {
        "area": pd.Series(areas, table.frame.index, dtype=object),
        "management": FILE.or_unknown("management", management),
        "geom": table.read_together(("nlat_ie", "nlong_ie"), parse_position),
        "declared_ubigeo": Declared(context.units).read(table, "codgeo", names),
    }
    for column in (*names, "codgeo", "nlat_ie", "nlong_ie", "d_ges_dep", "d_gestion", *_CHOSEN_BY):
        table.release(column)
    return values


def _parse_management(dependency: str, management: str) -> str:
    """``Pública de gestión directa - Sector Educación``; the export holds both in one."""
    parts = (parse_text(management, 70), parse_text(dependency, 70))
    return " - ".join(part for part in parts if part)
