"""An instrument in two versions and three rounds that show the pages, marked as examples."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from territory.eib.rounds.counting import count
from territory.eib.rounds.items import Item, items_of, stored_items
from territory.eib.rounds.items_text import read_items
from territory.models import (
    Commitment,
    EibInstrument,
    EibRound,
    EibRoundAnswer,
    EibSchool,
    ReviewState,
)
from territory.models.placed import SAMPLE_PREFIX

_SLUG = "ejemplo-de-la-formacion-al-aula"
_SOURCE = f"{SAMPLE_PREFIX}monitoreo de materiales EIB"
_CUTOFF = dt.date(2019, 6, 30)
_SHOWN = {"state": ReviewState.PUBLISHED, "is_sample": True, "cutoff_date": _CUTOFF}
_HEADER = "item;eslabon;responde;pregunta;respuesta;texto;favorable\n"
_YES_NO = ("SI;Sí;si", "NO;No;no")
_QUESTIONS = (
    ("F1;formacion;docentes;¿Participó este año en una formación sobre EIB?", _YES_NO),
    (
        "M1;materiales;servicios;¿Llegaron los cuadernos en la lengua originaria?",
        ("TODOS;Todos;si", "PARTE;Una parte;no", "NINGUNO;Ninguno;no"),
    ),
    ("U1;uso;aulas;¿Se usó un cuaderno en lengua originaria en la sesión observada?", _YES_NO),
    ("O1;familias;familias;¿Su hija o hijo usa en la escuela el cuaderno en su lengua?", _YES_NO),
)
# The second version asks of materials otherwise, and of training once more.
_SECOND = (
    ("F2;formacion;docentes;¿La formación fue en la lengua en que enseña?", _YES_NO),
    (
        "M1;materiales;servicios;¿Llegaron a tiempo los cuadernos en la lengua originaria?",
        ("TODOS;Todos a tiempo;si", "PARTE;Una parte;no", "NINGUNO;Ninguno;no"),
    ),
)
# Version, code, title, first and last day.
_ROUNDS = (
    (1, "ejemplo-2018-1", "Primera ronda", dt.date(2018, 4, 2), dt.date(2018, 5, 31)),
    (1, "ejemplo-2018-2", "Segunda ronda", dt.date(2018, 9, 3), dt.date(2018, 10, 31)),
    (2, "ejemplo-2019-1", "Tercera ronda", dt.date(2019, 4, 1), dt.date(2019, 5, 31)),
)


def load() -> None:
    """Make them of the sample register's services; an unchanged round stays as it is."""
    commitment = Commitment.objects.filter(number=5).first()
    if commitment is None:
        return
    with transaction.atomic():
        first = _typed(_QUESTIONS)
        second = _typed((*_QUESTIONS[:1], *_SECOND, *_QUESTIONS[2:]))
        versions = {
            number: _version(commitment, number, day, text)
            for number, day, text in (
                (1, dt.date(2018, 3, 1), first),
                (2, dt.date(2019, 2, 1), second),
            )
        }
        for place, (number, code, title, starts, ends) in enumerate(_ROUNDS):
            values = {"title": SAMPLE_PREFIX + title, "starts_on": starts, "ends_on": ends}
            _round(versions[number], code, place, values)


def remove() -> int:
    """Delete them; gives how many there were."""
    with transaction.atomic():
        EibRoundAnswer.objects.filter(round__is_sample=True).delete()
        removed = EibRound.objects.filter(is_sample=True).delete()[1]
        kept = EibInstrument.objects.filter(is_sample=True).delete()[1]
    return removed.get(EibRound._meta.label, 0) + kept.get(EibInstrument._meta.label, 0)


def _typed(questions: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    return _HEADER + "\n".join(
        f"{asked};{said}" for asked, answers in questions for said in answers
    )


def _version(commitment: Commitment, number: int, day: dt.date, text: str) -> EibInstrument:
    made, _is_new = EibInstrument.objects.update_or_create(
        slug=_SLUG,
        number=number,
        defaults=_SHOWN
        | {
            "commitment": commitment,
            "title": f"{SAMPLE_PREFIX}De la formación al aula",
            "purpose": f"{SAMPLE_PREFIX}Así se sigue si lo que se entrega llega al aula.",
            "dated_on": day,
            "items": stored_items(read_items(text)),
        },
    )
    return made


def _round(of: EibInstrument, code: str, place: int, values: dict[str, Any]) -> None:
    given = {"asked": f"{SAMPLE_PREFIX}Servicios inventados.", "source": _SOURCE}
    made, is_new = EibRound.objects.update_or_create(
        instrument=of, code=code, defaults=_SHOWN | given | values
    )
    rows = list(_answers(items_of(of.items), place))
    fields = ("modular_code", "annex", "network", "item", "answer", "number")
    stored = set(EibRoundAnswer.objects.filter(round=made).values_list(*fields))
    if not is_new and stored == set(rows):
        return
    EibRoundAnswer.objects.filter(round=made).delete()
    EibRoundAnswer.objects.bulk_create(
        [EibRoundAnswer(round=made, **dict(zip(fields, row, strict=True))) for row in rows]
    )
    for name, value in count(made).items():
        setattr(made, name, value)
    made.save()


def _answers(items: list[Item], place: int) -> Iterator[tuple[Any, ...]]:
    """Made up of the services' order, more favourable from a round to the next."""
    services = EibSchool.objects.filter(is_sample=True).order_by("modular_code", "annex")
    for at, school in enumerate(services):
        if (at + place) % 6 == 0:
            continue
        network = f"{school.ugel_code or 'SIN-UGEL-0'}-{1 + at % 2}"
        for turn, item in enumerate(items):
            number = 2 + (at * 7 + turn * 3) % 14
            favourable = min(number, number * (3 + place * 2 - turn + at % 3) // 8)
            yield from _given(school, network, item, number, max(0, favourable))


def _given(
    school: EibSchool, network: str, item: Item, number: int, favourable: int
) -> Iterator[tuple[Any, ...]]:
    good = next(a.code for a in item.answers if a.favourable)
    others = [a.code for a in item.answers if not a.favourable]
    service = (school.modular_code, school.annex, network, item.code)
    if item.is_of_services:
        chosen = good if favourable * 2 > number else others[number % len(others)]
        yield (*service, chosen, 1)
        return
    yield (*service, good, favourable)
    yield (*service, others[0], number - favourable)
