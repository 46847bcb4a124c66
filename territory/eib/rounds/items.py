"""The questions of an instrument: which link of the chain each is about, and its answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_ITEMS, MOST_ANSWERS = 60, 10
LONGEST_QUESTION, LONGEST_ANSWER = 300, 150
_CODE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,18}[A-Za-z0-9])?")


class Link(models.TextChoices):
    """The links of the chain, from what is given to what comes of it."""

    TRAINING = "training", _("formación de docentes")
    MATERIALS = "materials", _("materiales recibidos")
    USE = "use", _("uso observado")
    FAMILIES = "families", _("observación de las familias")


class Respondent(models.TextChoices):
    """Who is counted in the answers to a question."""

    TEACHERS = "teachers", _("docentes")
    SERVICES = "services", _("servicios educativos")
    CLASSROOMS = "classrooms", _("aulas observadas")
    FAMILIES = "families", _("madres, padres y apoderados")


@dataclass(frozen=True)
class Choice:
    """An answer that may be given; ``favourable``: with it the link holds."""

    code: str
    text: str
    favourable: bool


@dataclass(frozen=True)
class Item:
    """A question with its answers; ``code`` is its own over the versions of an instrument."""

    code: str
    link: str
    respondent: str
    text: str
    answers: tuple[Choice, ...]

    @property
    def link_title(self) -> str:
        return str(Link(self.link).label)

    @property
    def respondent_title(self) -> str:
        return str(Respondent(self.respondent).label)

    @property
    def is_of_services(self) -> bool:
        """Whether each service gives one answer."""
        return self.respondent == Respondent.SERVICES

    @property
    def favourable(self) -> frozenset[str]:
        return frozenset(answer.code for answer in self.answers if answer.favourable)


def items_of(stored: Iterable[dict[str, Any]]) -> list[Item]:
    """The questions as an instrument keeps them, in the order of the chain's links."""
    found = [
        Item(
            code=item["code"],
            link=item["link"],
            respondent=item["respondent"],
            text=item["text"],
            answers=tuple(Choice(**answer) for answer in item["answers"]),
        )
        for item in stored
    ]
    links = list(Link.values)
    return sorted(found, key=lambda item: links.index(item.link))


def stored_items(items: Iterable[Item]) -> list[dict[str, Any]]:
    """As an instrument keeps them."""
    return [asdict(item) | {"answers": [asdict(a) for a in item.answers]} for item in items]


def faults_of(items: Sequence[Item]) -> list[tuple[str, str]]:
    """What is wrong with the questions: the code of one, or nothing, and why."""
    if not items:
        return [("", "Falta al menos una pregunta.")]
    if len(items) > MOST_ITEMS:
        return [("", f"Son {len(items)} preguntas; se admiten {MOST_ITEMS}.")]
    found = [(item.code[:20], fault) for item in items for fault in _faults(item)]
    codes = [item.code.casefold() for item in items]
    repeated = {item.code for item in items if codes.count(item.code.casefold()) > 1}
    return found + [(code[:20], "La pregunta está dos veces.") for code in sorted(repeated)]


def _faults(item: Item) -> Iterable[str]:
    if not _CODE.fullmatch(item.code):
        yield "El código de la pregunta tiene hasta 20 letras sin tilde, dígitos o guiones."
    if item.link not in Link.values:
        yield "El eslabón no es uno de los cuatro de la cadena."
    if item.respondent not in Respondent.values:
        yield "No se entiende quién responde."
    if not 1 <= len(item.text) <= LONGEST_QUESTION:
        yield f"La pregunta tiene de 1 a {LONGEST_QUESTION} caracteres."
    if not 2 <= len(item.answers) <= MOST_ANSWERS:
        yield f"Una pregunta tiene de 2 a {MOST_ANSWERS} respuestas."
    if len({answer.code.casefold() for answer in item.answers}) < len(item.answers):
        yield "Dos respuestas tienen el mismo código."
    if any(not _CODE.fullmatch(answer.code) for answer in item.answers):
        yield "El código de una respuesta tiene hasta 20 letras sin tilde, dígitos o guiones."
    if any(not 1 <= len(answer.text) <= LONGEST_ANSWER for answer in item.answers):
        yield f"Una respuesta tiene de 1 a {LONGEST_ANSWER} caracteres."
    if len({answer.favourable for answer in item.answers}) < 2:
        yield "De las respuestas unas son favorables y otras no."
