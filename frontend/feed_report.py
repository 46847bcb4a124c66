"""A feed's report: each finding a sentence that a person reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import formats

from frontend.templatetags.site_tags import thousands
from territory.transit.feeds import FeedSummary
from territory.transit.frequency import DayKind, TypicalDay

DAY_TITLES = {
    DayKind.WEEKDAY: "Lunes a viernes",
    DayKind.SATURDAY: "Sábado",
    DayKind.SUNDAY: "Domingo",
}


def sentences(feed: FeedSummary) -> list[str]:
    """What the feed holds, when it is in service, and what it leaves unsaid."""
    return [*_extent(feed), *_window(feed), *_days(feed), *_unsaid(feed)]


def _extent(feed: FeedSummary) -> Iterator[str]:
    yield (
        f"Tiene {_number(feed.routes, 'ruta', 'rutas')} y "
        f"{_number(feed.stops, 'paradero', 'paraderos')} en {feed.unit}."
    )
    if feed.straight:
        yield (
            f"{_number(feed.straight, 'ruta no trae', 'rutas no traen')} su trazado: se "
            "dibujan rectas entre paraderos, que no son el camino del vehículo."
        )
    if feed.undrawn:
        what = _number(feed.undrawn, "ruta no tiene", "rutas no tienen")
        yield f"{what} ningún viaje, así que no se sabe por dónde va."


def _window(feed: FeedSummary) -> Iterator[str]:
    if feed.window is None:
        yield "Ningún día tiene servicio: su calendario no dice cuándo corre nada."
        return
    first, last = feed.window
    yield f"Su servicio va del {_day(first)} al {_day(last)}."
    if feed.is_open_ended:
        yield "Un periodo tan largo no dice cuándo se revisó por última vez el calendario."
    if feed.is_over:
        yield f"Ya había terminado el {_day(feed.cutoff)}, la fecha de corte del archivo."
    if feed.exceptions:
        what = _number(feed.exceptions, "fecha", "fechas")
        yield f"En {what} el calendario añade o quita servicios; las cifras lo tienen en cuenta."
    if feed.runs_from and feed.runs_until:
        hours = f"a las {feed.runs_from} y el servicio acaba a las {_clock(feed)}"
        yield f"La primera salida es {hours}."


def _clock(feed: FeedSummary) -> str:
    hour = int(feed.runs_until.partition(":")[0])
    if hour < 24:
        return feed.runs_until
    return f"{hour - 24:02}:{feed.runs_until.partition(':')[2]} del día siguiente"


def _days(feed: FeedSummary) -> Iterator[str]:
    for typical in feed.days:
        what = _number(typical.trips, "viaje", "viajes")
        yield f"{DAY_TITLES[typical.kind]}: {what}, contados el {_day(typical.day)}."


def _unsaid(feed: FeedSummary) -> Iterator[str]:
    without = feed.routes - feed.with_headways
    if without:
        yield (
            f"{_number(without, 'ruta no anuncia', 'rutas no anuncian')} intervalos: sus "
            "frecuencias salen de los horarios."
        )
    if feed.access_unknown:
        what = _number(feed.access_unknown, "paradero", "paraderos")
        yield f"De {what} no se dice si admite silla de ruedas."


def day_title(typical: TypicalDay) -> str:
    """The kind of day and the day that stands for it, as a table's head."""
    return f"{DAY_TITLES[typical.kind]} ({formats.date_format(typical.day, 'SHORT_DATE_FORMAT')})"


def _number(number: int, one: str, many: str) -> str:
    return f"{thousands(number)} {one if number == 1 else many}"


def _day(day: dt.date) -> str:
    return formats.date_format(day, r"j \d\e F \d\e Y")
