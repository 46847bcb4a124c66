"""The file of trainings: sessions with the people of each office, small numbers hidden."""

from __future__ import annotations

from typing import Any

import pandas as pd

from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.counted import Counted, parse_counted
from layers.reading.numbers import parse_count
from layers.reading.persons import refuse_persons
from layers.reading.records import read_records
from layers.reading.results import Cleaned, Reading
from layers.themes.same_values import refuse_other_values
from layers.themes.sourced_places import check_place, check_sourced
from layers.themes.ugel_trainings.columns import FILE, PEOPLE
from layers.themes.ugel_trainings.few import published, wrong_sum
from territory.models.counts import CountState
from territory.models.ugel_trainings import MOST_PEOPLE, PARTICIPANTS, SECTORS, SEPARATOR
from territory.names import fold

Values = dict[str, Any]
TABLE = "ugel_trainings"
_TITLE = {field: title for title, field in PEOPLE.items()}
_WITHOUT_TOTAL = "Sin el número de participantes no se publica el de cada sector."
_UNKNOWN = Counted(None, CountState.NOT_REPORTED)


def read_trainings(data: FileData, context: Context) -> Reading:
    """The rows of the file; raises SourceError where it can't be read, or names persons."""
    refuse_persons(data, FILE)
    records = read_records(data, FILE.required, FILE.optional, FILE.aliases, context.choice.sheet)
    cleaned, remarks = clean_trainings(records.frame, context)
    errors = sorted((*records.errors, *cleaned.errors), key=lambda error: error.row)
    return Reading({TABLE: cleaned.frame}, tuple(errors), cleaned.notices, remarks)


def clean_trainings(raw: pd.DataFrame, context: Context) -> tuple[Cleaned, tuple[str, ...]]:
    """The rows of ``raw`` (text, indexed by spreadsheet row), and what is said of them all."""
    table = Columns(raw, "codigo_sesion")
    values: Values = FILE.read(table, context)
    check_place(table, raw["territorio"], values["declared_ubigeo"], context)
    check_sourced(table, values["source_url"], context)
    counted = {field: table.read(title, _parse) for title, field in PEOPLE.items()}
    _one_session(table, values)
    codes = values["session_code"].map(lambda text: fold(text) if text else None)
    keys = [codes, values["office_code"]]
    table.refuse_repeated(keys, "codigo_oficina", "la sesión y la oficina")
    remarks = _publish(table, values, counted)
    return Cleaned(FILE.frame(table, values), table.errors, table.notices), remarks


def _parse(raw: str) -> Counted:
    found = parse_counted(raw)
    if found.value is not None:
        parse_count(raw, most=MOST_PEOPLE)
    return found


def _one_session(table: Columns, values: Values) -> None:
    """A session has one day, one topic and one place in the whole file."""
    for field, column, what in (
        ("held_on", "fecha", "a la sesión otra fecha"),
        ("topic", "tema", "a la sesión otro tema"),
        ("declared_ubigeo", "ubigeo", "a la sesión otro lugar"),
    ):
        refuse_other_values(table, [values["session_code"]], values[field], column, what)


def _publish(table: Columns, values: Values, counted: dict[str, pd.Series]) -> tuple[str, ...]:
    """Put into ``values`` what may be published of each row's numbers."""
    found, wrong, silent = [], {}, {}
    for row in table.frame.index:
        numbers = {field: series[row] or _UNKNOWN for field, series in counted.items()}
        total = numbers.pop(PARTICIPANTS)
        if reason := wrong_sum(total, numbers):
            wrong[int(row)] = reason
        found.append(published(total, numbers))
        if total.state != CountState.VALUE and any(n.value is not None for n in numbers.values()):
            silent[int(row)] = _WITHOUT_TOTAL
    table.report(wrong, _TITLE[PARTICIPANTS], refuse=True)
    table.report(silent, _TITLE[PARTICIPANTS], refuse=False)
    for field in (PARTICIPANTS, *SECTORS):
        numbers_of = [each.numbers[field] for each in found]
        values[field] = pd.Series(numbers_of, table.frame.index, dtype=object)
    withheld = [SEPARATOR.join(each.withheld) or None for each in found]
    values["withheld"] = pd.Series(withheld, table.frame.index, dtype=object)
    hidden = sum(len(each.withheld) for each in found)
    if not hidden:
        return ()
    return (
        f"{hidden} números se publican como reservados: son de menos de 5 personas, o con ellos se "
        "deduciría uno que lo es.",
    )
