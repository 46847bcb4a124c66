"""Dates as files write them, read where only one day can be meant."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from enum import Enum

from layers.days import STANDARD_TIME
from layers.reading.cells import CellError
from layers.reading.conventions import follows
from layers.reading.epoch import day_of_moment, day_since_1970
from territory.names import fold

# What several official files write for "no date".
NO_DATE = dt.date(1900, 1, 1)

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "enero ene january jan",
            "febrero feb february",
            "marzo mar march",
            "abril abr april apr",
            "mayo may",
            "junio jun june",
            "julio jul july",
            "agosto ago august aug",
            "setiembre septiembre set sep sept september",
            "octubre oct october",
            "noviembre nov november",
            "diciembre dic december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAY = r"(?:(?:lun|mar|mie|jue|vie|sab|dom|mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? )?"
_TIME = re.compile(
    r"(?:t|,? )(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
    r"(?: ?(?P<half>[ap])\.? ?m\.?)?"
    r"(?: ?(?P<zone>z|pet|(?:utc|gmt)?[+-]\d{2}(?::?\d{2})?|utc|gmt)(?: \(.*\))?)?"
)
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})(?P<mark>[-/.])(?P<m>\d{1,2})(?P=mark)(?P<d>\d{1,2})")
_COMPACT = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:\d{6})?")
_NUMBERS = re.compile(r"(?P<a>\d{1,2})(?P<mark>[-/.])(?P<b>\d{1,2})(?P=mark)(?P<c>\d{4}|\d{2})")
_DAY_NAME = re.compile(
    r"(?P<d>\d{1,2})(?:[-/. ]| de )(?P<name>[a-z]{3,10})\.?(?:[-/. ]|,? del? )(?P<y>\d{4}|\d{2})"
)
_NAME_DAY = re.compile(r"(?P<name>[a-z]{3,10})\.? (?P<d>\d{1,2}),? (?P<y>\d{4})")
_SERIAL = re.compile(r"(?P<days>\d{5})(?:\.\d+)?")
_MILLISECONDS = re.compile(r"(?P<ms>-?\d{11,13})(?:\.0+)?")
# The last day of Excel's that fits five digits is in 2173; the first that no year is, in 1954.
_FIRST_SERIAL = 20_000
_EXCEL = {False: dt.date(1899, 12, 30), True: dt.date(1904, 1, 1)}
# A year of two digits is one of these last ones.
_OLDEST_SHORT_YEAR = 1950
# So many cells for one against: a typing error doesn't change how a column is written.
_SLIP = 20


class Order(Enum):
    """Which number of 05/06/2018 is the day, by what only one reading allows in its column."""

    DAY_FIRST = "día/mes/año"
    MONTH_FIRST = "mes/día/año"
    BOTH = "ambos"


def order_of(texts: Iterable[str]) -> Order | None:
    """What the dates of a column show; None where none of them shows it."""
    days = months = 0
    short_year = dt.datetime.now(STANDARD_TIME).year % 100
    for text in texts:
        match = _NUMBERS.match(text.strip())
        if match is None:
            continue
        a, b, c = int(match["a"]), int(match["b"]), match["c"]
        # 18/06/27 may begin with its year.
        may_be_year = len(c) == len(match["a"]) == 2 and int(c) <= 31 and a <= short_year
        days += a > 12 >= b and not may_be_year
        months += b > 12 >= a
    if not days and not months:
        return None
    if days >= _SLIP * months:
        return Order.DAY_FIRST
    return Order.MONTH_FIRST if months >= _SLIP * days else Order.BOTH


@follows("order", order_of)
def parse_date(
    raw: str,
    today: dt.date,
    order: Order | None = None,
    *,
    mac_serials: bool = False,
    earliest: dt.date = NO_DATE,
) -> dt.date | None:
    """The day; None when empty or 01/01/1900, which stands for none. Raises CellError.

    ISO 8601 with and without a time of day, 31/05/2017, 31-may-17, 31 de mayo de 2017 and May
    31, 2017, Excel's serials, and milliseconds since 1970. A time with a zone is Lima's day,
    unless it is midnight in its own: that is how systems store a date. ``order`` is what the
    column shows; a day is first where it shows nothing, as Peru writes, but not beside a year
    of two digits. ``mac_serials``: the workbook counts days from 1904. ``earliest`` is the first
    day that the column can mean.
    """
    text = fold(raw)
    if not text:
        return None
    found = set(_readings(text, today, order, mac_serials=mac_serials))
    if len(found) > 1:
        one, other = sorted(found)[:2]
        raise CellError(f"Puede ser {one:%d/%m/%Y} o {other:%d/%m/%Y}: no se adivina.")
    if not found:
        raise CellError(_why_not(text))
    date = found.pop()
    if date == NO_DATE:
        return None
    if date > today:
        raise CellError("La fecha está en el futuro.")
    if date < earliest:
        raise CellError(f"La fecha es anterior a {earliest.year}.")
    return date


@follows("order", order_of)
def parse_required_date(
    raw: str, today: dt.date, order: Order | None = None, *, mac_serials: bool = False
) -> dt.date:
    """As ``parse_date``, of a cell that may not be empty."""
    date = parse_date(raw, today, order, mac_serials=mac_serials)
    if date is None:
        raise CellError("Falta la fecha (01/01/1900 cuenta como vacía).")
    return date


def _why_not(text: str) -> str:
    day, _, _ = _split(text)
    if any(p.fullmatch(day) for p in (_YEAR_FIRST, _COMPACT, _NUMBERS, _DAY_NAME, _NAME_DAY)):
        return "La fecha no existe en el calendario."
    return "No es una fecha: escriba AAAA-MM-DD o DD/MM/AAAA."


def _readings(
    text: str, today: dt.date, order: Order | None, *, mac_serials: bool
) -> Iterator[dt.date]:
    """Every day that the text may be."""
    if match := _SERIAL.fullmatch(text):
        if int(match["days"]) >= _FIRST_SERIAL:
            yield _EXCEL[mac_serials] + dt.timedelta(days=int(match["days"]))
        return
    if match := _MILLISECONDS.fullmatch(text):
        yield from _since_1970(match["ms"])
        return
    day, time, year_last = _split(text)
    for year, month, number in _numbers(day + year_last, today, order):
        try:
            date = dt.date(year, month, number)
            yield _as_in_lima(date, time) if time else date
        except (ValueError, OverflowError):
            continue


def _split(text: str) -> tuple[str, re.Match[str] | None, str]:
    """The day, the time after it, and a year that follows both (as C's ctime has it)."""
    text = re.sub(f"^{_WEEKDAY}", "", text)
    for time in _TIME.finditer(text):
        if time.end() == len(text):
            return text[: time.start()], time, ""
        if re.fullmatch(r" \d{4}", rest := text[time.end() :]):
            return text[: time.start()], time, rest
    return text, None, ""


def _numbers(day: str, today: dt.date, order: Order | None) -> Iterator[tuple[int, int, int]]:
    """Year, month and day of every reading, whether such a day exists or not."""
    if match := _YEAR_FIRST.fullmatch(day) or _COMPACT.fullmatch(day):
        yield int(match["y"]), int(match["m"]), int(match["d"])
    elif match := _DAY_NAME.fullmatch(day) or _NAME_DAY.fullmatch(day):
        if month := _MONTHS.get(match["name"]):
            yield from _years(match["y"], month, int(match["d"]), today)
    elif match := _NUMBERS.fullmatch(day):
        a, b = int(match["a"]), int(match["b"])
        is_short = len(match["c"]) == 2
        if order is not Order.MONTH_FIRST or a > 12:
            yield from _years(match["c"], b, a, today)
        by_day = order is Order.DAY_FIRST or (order is None and not is_short)
        if b > 12 or not by_day:
            yield from _years(match["c"], a, b, today)
        if is_short and len(match["a"]) == 2 and order in (None, Order.BOTH):
            yield from _years(match["a"], b, int(match["c"]), today)


def _years(text: str, month: int, day: int, today: dt.date) -> Iterator[tuple[int, int, int]]:
    """With the year; one of two digits is of the last decades, or the reading is none."""
    if len(text) == 4:
        yield int(text), month, day
        return
    for century in (today.year // 100 * 100, today.year // 100 * 100 - 100):
        year = century + int(text)
        if _OLDEST_SHORT_YEAR <= year <= today.year:
            yield year, month, day
            return


def _since_1970(text: str) -> Iterator[dt.date]:
    """A moment by its milliseconds; of twelve digits it may be AAAAMMDDHHMM as well."""
    yield day_since_1970(int(text))
    if len(text) == 12 and (match := _COMPACT.fullmatch(text[:8])):
        try:
            yield dt.date(int(match["y"]), int(match["m"]), int(match["d"]))
        except ValueError:
            return


def _as_in_lima(date: dt.date, time: re.Match[str]) -> dt.date:
    """The date of a moment; raises ValueError where there is no such time of day."""
    hour = int(time["hour"])
    if time["half"]:
        if not 1 <= hour <= 12:
            raise ValueError("no hour of half a day")
        hour = hour % 12 + 12 * (time["half"] == "p")
    moment = dt.time(hour, int(time["minute"]), int(time["second"] or 0))
    return day_of_moment(dt.datetime.combine(date, moment, _zone(time["zone"])))


def _zone(text: str | None) -> dt.timezone | None:
    """None where there is no zone, or Peru's by its name: the time is Lima's."""
    if text in (None, "pet"):
        return None
    digits = re.sub(r"[^0-9+-]", "", text or "") or "+00"
    offset = dt.timedelta(hours=int(digits[1:3]), minutes=int(digits[3:] or 0))
    return dt.timezone(-offset if digits[0] == "-" else offset)
