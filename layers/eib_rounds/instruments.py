"""What an instrument of EIB and its rounds may say of themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from layers.errors import InvalidParameter, WrongState
from layers.reading.text import clean, unreadable
from territory.eib.rounds.items import Item, faults_of, items_of, stored_items
from territory.models import EibInstrument, EibRound, EibRoundAnswer
from territory.personal_data import masked
from territory.reviewing import Step

_ITEMS = "items"
_KEPT = (
    "Una ronda ya tiene respuestas a estas preguntas: lo que se pregunta de otro modo es otra "
    "versión del instrumento."
)


def faults_of_instrument(record: EibInstrument) -> Iterator[InvalidParameter]:
    """What is wrong with its questions; puts them in order."""
    try:
        items = items_of(record.items)
    except (KeyError, TypeError, ValueError, AttributeError):
        yield InvalidParameter("Las preguntas no se entienden.", parameter=_ITEMS)
        return
    for code, reason in faults_of(items):
        named = f"Pregunta {code}: {reason}" if code.isascii() and code else reason
        yield InvalidParameter(named, parameter=_ITEMS)
        return
    if any(clean(text) != text or unreadable(text) for text in _texts(items)):
        yield InvalidParameter("Las preguntas tienen caracteres extraños.", parameter=_ITEMS)
    elif any(masked(text) != text for text in _texts(items)):
        yield InvalidParameter("Las preguntas tienen datos personales.", parameter=_ITEMS)
    record.items = stored_items(items)
    if _differs(record) and has_answers(record):
        yield InvalidParameter(_KEPT, parameter=_ITEMS)


def _texts(items: list[Item]) -> Iterator[str]:
    for item in items:
        yield item.text
        yield from (answer.text for answer in item.answers)


def _differs(record: EibInstrument) -> bool:
    same = EibInstrument.objects.filter(slug=record.slug, number=record.number)
    stored: Any = same.values_list(_ITEMS, flat=True).first()
    return bool(stored != record.items)


def has_answers(record: EibInstrument) -> bool:
    """Whether a round of it has answers already."""
    same = EibInstrument.objects.filter(slug=record.slug, number=record.number)
    return EibRoundAnswer.objects.filter(round__instrument__in=same).exists()


def faults_of_round(record: EibRound) -> Iterator[InvalidParameter]:
    """What it contradicts itself in, or another round of any version of its instrument."""
    days: tuple[dt.date | None, dt.date | None] = (record.starts_on, record.ends_on)
    if None not in days and record.ends_on < record.starts_on:
        yield InvalidParameter("Termina antes de empezar.", parameter="ends_on")
    same = EibRound.objects.filter(instrument__slug=record.instrument.slug, code=record.code)
    if same.exclude(instrument=record.instrument_id).exists():
        yield InvalidParameter(
            "Otra versión del instrumento ya tiene una ronda con ese código.", parameter="code"
        )


def check_counted(record: EibRound, step: Step) -> None:
    """Raises WrongState while the round has nothing to publish."""
    if step is not Step.PUBLISH:
        return
    if not record.answer_rows:
        raise WrongState("La ronda no tiene respuestas: cárguelas antes de publicarla.")
    if record.ends_on < record.starts_on:
        raise WrongState("La ronda termina antes de empezar.")
