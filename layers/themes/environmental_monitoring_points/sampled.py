"""The day and the hour of a sample, as files write them.

OEFA's files have dates of two forms in one column: "17/3/2019" and, as a spreadsheet of another
country exports it, "1/14/19". What a form means is learned of the dates of that form alone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from layers.reading.cells import CellError
from layers.reading.dates import Order, order_of, parse_required_date

_SHORT_YEAR = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{2}(?!\d)")
_TIME = re.compile(
    r"(\d{1,2})[:.](\d{2})(?:[:.]\d{2}(?:\.\d+)?)?\s*(?:([ap])\.?\s*m\.?)?", re.IGNORECASE
)


@dataclass(frozen=True)
class ParseDay:
    """Reads the cells of a column of days; raises CellError where a day isn't certain."""

    today: dt.date
    orders: Mapping[bool, Order | None] = field(default_factory=dict)

    def in_column(self, texts: Iterable[str]) -> ParseDay:
        """With what each form of dates shows; one that shows nothing beside another's doubts."""
        forms: dict[bool, list[str]] = {True: [], False: []}
        for text in texts:
            forms[_is_short(text)].append(text)
        orders = {form: order_of(found) for form, found in forms.items()}
        for form in forms:
            if orders[form] is None and orders[not form] is Order.MONTH_FIRST:
                orders[form] = Order.BOTH
        return replace(self, orders=orders)

    def __call__(self, raw: str) -> dt.date:
        return parse_required_date(raw, self.today, self.orders.get(_is_short(raw)))


def _is_short(text: str) -> bool:
    return bool(_SHORT_YEAR.match(text.strip()))


def parse_time(raw: str) -> str:
    """``5:54:00 PM`` → ``17:54``; empty where there is none; raises CellError."""
    text = raw.strip()
    if not text:
        return ""
    match = _TIME.fullmatch(text)
    if match is None:
        raise CellError("No es una hora del día.")
    hour, minute = int(match[1]), int(match[2])
    if match[3]:
        if not 1 <= hour <= 12:
            raise CellError("No es una hora de doce horas.")
        hour = hour % 12 + 12 * (match[3].lower() == "p")
    if hour > 23 or minute > 59:
        raise CellError("No es una hora del día.")
    return f"{hour:02}:{minute:02}"
