"""TIME (OGC 06-042, annexes C and D): one period of each layer whose rows are of periods."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse

from layers.filters.chains import all_given
from layers.layer import AnyUser, Layer
from layers.periods import covering, latest, within
from ows.errors import OwsError
from ows.kvp import Kvp
from ows.render.picture import DrawnLayer
from territory.periods import Period

_SHOWN = 60
# A period is one of the calendar: the clock's part, and its offset, say nothing about it, since
# QGIS writes the calendar's days with a Z. A plus that wasn't encoded arrives as a blank.
_CODE = re.compile(
    r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)"
    r"(?:[Tt](?:(?:[01]\d|2[0-3])(?::[0-5]\d(?::(?:[0-5]\d|60)(?:\.\d+)?)?)?"
    r"|24(?::00(?::00(?:\.0+)?)?)?))?"
    r"(?:[Zz]|[+ -](?:0\d|1[0-3]):?[0-5]\d|[+ -]14:?00)?",
    re.ASCII,
)


def parse_time(kvp: Kvp) -> tuple[Period, ...]:
    """The first and the last day, month or year asked for; empty for the latest.

    What a client sends as an interval, QGIS among them, is good where it lies in one period.
    Raises InvalidDimensionValue.
    """
    text = (kvp.get("time") or "").strip()
    if text.lower() in ("", "current", "default"):
        return ()
    ends = text.split("/")
    if "," in text or len(ends) > 3:
        raise _invalid("Se atiende un solo instante, no una lista.")
    try:
        return tuple(_period(end.strip()) for end in ends[:2])
    except ValueError:
        raise _invalid(
            f"«{text[:_SHOWN]}» no es un instante: AAAA, AAAA-MM, AAAA-MM-DD o «current»."
        ) from None


def _period(text: str) -> Period:
    """Every form of ISO 8601's extended calendar dates that WMS knows (annex D.2.2)."""
    match = _CODE.fullmatch(text)
    if match is None:
        raise ValueError("No date.")
    return Period.parse(match[1])


def choose_period(layer: Layer, user: AnyUser, asked: tuple[Period, ...]) -> Period | None:
    """The layer's period to draw; None where its rows are of none, so that TIME is ignored.

    Raises InvalidDimensionValue where no period holds what is asked for.
    """
    newest = latest(layer, user)
    if newest is None or not asked:
        return newest
    found = {covering(layer, user, period) for period in asked}
    period = found.pop()
    if period is None or found:
        raise _invalid(f"La capa «{layer.name}» no tiene datos de ese periodo, o son de varios.")
    return period


def in_period(filter_: dict[str, Any] | None, layer: Layer, period: Period | None) -> Any:
    """The filter with the period's beside it (CQL2-JSON)."""
    return all_given(filter_, period and within(layer, period))


def warn_of_defaults(response: HttpResponse, layers: Iterable[DrawnLayer]) -> None:
    """Say in the answer's header which periods were taken by default (C.4.2)."""
    periods = (drawn.default_period for drawn in layers)
    days = dict.fromkeys(period.start.isoformat() for period in periods if period)
    if days:
        response["Warning"] = f"99 Default value used: time={','.join(days)} ISO8601"


def _invalid(message: str) -> OwsError:
    return OwsError(message, code="InvalidDimensionValue", locator="time")
