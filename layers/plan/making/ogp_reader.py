"""The table of what OGP's pages say of the plan's commitments, cell by cell.

Format: ``docs/importar-ogp.md``. A value of the independent reviewers' scales is one that they use,
in their words; whatever else stands there is refused, since it would be shown as their judgement.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

import pandas as pd

from layers.reading.cells import CellError, parse_required_text, parse_text
from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.dates import parse_date
from layers.reading.records import read_records
from layers.reading.results import Cleaned
from territory.models import OgpValue

REQUIRED = ("number", "code", "title_en", "source_url")
OPTIONAL = (
    "lead_institution",
    "support_institutions",
    "ogp_values",
    "ambition_or_potential_impact",
    "completion",
    "early_results",
    "starred",
    "irm_report",
    "read_on",
)
_ALIASES = {"ambition": "ambition_or_potential_impact", "potential_impact": OPTIONAL[3]}

NUMBER_OF_COMMITMENTS = 18
# OGP numbers Peru's commitments on end: the third plan's first is PE0066.
_BEFORE_THE_FIRST = 65
PENDING = "Pending IRM Review"
NO_DATA = "No IRM Data"
# The IRM's scales, in its words; those of ambition are of its older and its newer reports.
SCALES: Mapping[str, tuple[str, ...]] = {
    "ambition_or_potential_impact": (
        *("None", "Minor", "Moderate", "Transformative"),
        *("Low", "Medium", "High", "Unclear", "Modest", "Substantial"),
        *(PENDING, NO_DATA),
    ),
    "completion": (
        *("Not Started", "Limited", "Substantial", "Complete", "Completed"),
        *("No Evidence Available", "Withdrawn", PENDING, NO_DATA),
    ),
    "early_results": (
        *("Worsened", "Did Not Change", "Marginal", "Major", "Outstanding"),
        *(PENDING, NO_DATA),
    ),
    "starred": ("Yes", "No", PENDING, NO_DATA),
}
_VALUES: Mapping[str, OgpValue] = {
    "access to information": OgpValue.ACCESS,
    "civic participation": OgpValue.PARTICIPATION,
    "public participation": OgpValue.PARTICIPATION,
    "public accountability": OgpValue.ACCOUNTABILITY,
    "technology": OgpValue.TECHNOLOGY,
    "technology and innovation": OgpValue.TECHNOLOGY,
    "technology and innovation for transparency and accountability": OgpValue.TECHNOLOGY,
}
_ADDRESS = re.compile(
    r"https?://(?:www\.)?opengovpartnership\.org/(?:\w\w/)?members/peru/commitments/(PE\d{4})/?",
    re.IGNORECASE,
)


def read_ogp_record(data: FileData, read_on: dt.date | None, today: dt.date) -> Cleaned:
    """The readings of a CSV file, spreadsheet or DBF; columns are ``OgpReading``'s and ``number``.

    ``read_on`` is the day on which the pages were read, for rows that don't say it. Raises
    SourceError where the file can't be read as a whole.
    """
    table = read_records(data, REQUIRED, OPTIONAL, _ALIASES)
    columns = Columns(table.frame, "code")
    values = _values(columns, read_on, today)
    columns.check("code", _wrong_code, values["number"], values["code"])
    columns.check("source_url", _other_page, values["code"], values["source_url"])
    errors = sorted((*table.errors, *columns.errors), key=lambda error: error.row)
    return Cleaned(columns.passed(values), tuple(errors), columns.notices)


def _values(columns: Columns, read_on: dt.date | None, today: dt.date) -> dict[str, pd.Series]:
    scale = {name: partial(_parse_scale, SCALES[name]) for name in SCALES}
    readers: dict[str, tuple[str, Callable[[str], Any]]] = {
        "number": ("number", _parse_number),
        "code": ("code", lambda raw: parse_required_text(raw, 10).upper()),
        "title": ("title_en", partial(parse_required_text, max_length=300)),
        "lead_institution": ("lead_institution", partial(_parse_optional, 300)),
        "support_institutions": ("support_institutions", partial(_parse_list, 300)),
        "values": ("ogp_values", _parse_values),
        "ambition": ("ambition_or_potential_impact", scale["ambition_or_potential_impact"]),
        "completion": ("completion", scale["completion"]),
        "early_results": ("early_results", scale["early_results"]),
        "starred": ("starred", scale["starred"]),
        "reports": ("irm_report", partial(_parse_list, 200)),
        "source_url": ("source_url", _parse_address),
        "read_on": ("read_on", partial(_parse_day, read_on, today)),
    }
    return {field: columns.read(column, parse) for field, (column, parse) in readers.items()}


def _parse_number(raw: str) -> int:
    text = raw.strip()
    if not re.fullmatch(r"\d{1,2}", text) or not 1 <= int(text) <= NUMBER_OF_COMMITMENTS:
        raise CellError(f"No es el número de un compromiso (1 a {NUMBER_OF_COMMITMENTS}).")
    return int(text)


def _parse_optional(max_length: int, raw: str) -> str | None:
    return parse_text(raw, max_length) or None


def _parse_list(max_length: int, raw: str) -> list[str]:
    return list(_items(raw, max_length))


def _items(raw: str, max_length: int) -> Iterable[str]:
    items = (parse_text(item, max_length) for item in raw.split(";"))
    return dict.fromkeys(item for item in items if item)


def _parse_values(raw: str) -> list[str]:
    found = []
    for item in _items(raw, 100):
        value = _VALUES.get(item.casefold())
        if value is None:
            raise CellError(
                f"«{item}» no es un valor de OGP: Access to Information, Civic Participation, "
                "Public Accountability o Technology and Innovation."
            )
        found.append(str(value))
    return list(dict.fromkeys(found))


def _parse_scale(scale: tuple[str, ...], raw: str) -> str | None:
    text = parse_text(raw, 100)
    if not text:
        return None
    for value in scale:
        if value.casefold() == text.casefold():
            return value
    raise CellError(f"No es un valor de la escala del IRM: {', '.join(scale)}; o vacío.")


def _parse_address(raw: str) -> str:
    text = parse_required_text(raw, 200)
    if not _ADDRESS.fullmatch(text):
        raise CellError(
            "No es la dirección de un compromiso del Perú en opengovpartnership.org "
            "(…/members/peru/commitments/PE0066/)."
        )
    return text


def _parse_day(default: dt.date | None, today: dt.date, raw: str) -> dt.date:
    day = parse_date(raw, today) or default
    if day is None:
        raise CellError("Falta el día en que se leyó la página: aquí o con --read.")
    if day > today:
        raise CellError("El día de lectura no ha llegado.")
    return day


def _wrong_code(number: int | None, code: str | None) -> str:
    if number is None or code is None:  # refused already
        return ""
    expected = f"PE{_BEFORE_THE_FIRST + number:04}"
    return "" if code == expected else f"El compromiso {number} es {expected} en OGP."


def _other_page(code: str | None, address: str | None) -> str:
    if code is None or address is None:
        return ""
    found = _ADDRESS.fullmatch(address)
    assert found
    return "" if found[1].upper() == code else f"Es la página de {found[1].upper()}."
