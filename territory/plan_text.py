"""The plan's own words on how it was made, found in its text and never rewritten."""

from __future__ import annotations

import re
from dataclasses import dataclass

from territory.models import Plan, PlanEvent

_DESIGN, _FOLLOW_UP, _COMMITMENTS = "Diseño:", "Seguimiento y Evaluación:", "Compromisos\n"
# A sentence ends at a stop with what closes it, before a space and a capital.
_SENTENCE_END = re.compile(r'(?<=[.”"])\s+(?=[A-ZÁÉÍÓÚÑ])')

# What the text calls each kind of event.
EVENT_WORDS: dict[PlanEvent.Kind, str] = {
    PlanEvent.Kind.LESSONS: "consulta para contar con lecciones aprendidas",
    PlanEvent.Kind.THEMATIC_TABLE: "mesas temáticas",
    PlanEvent.Kind.VIRTUAL_CONSULTATION: "consultas públicas virtuales",
    PlanEvent.Kind.REGIONAL_WORKSHOP: "talleres regionales",
    PlanEvent.Kind.NATIONAL_TABLE: "mesas nacionales",
}


@dataclass(frozen=True)
class Preamble:
    """What stands before the commitments, as published.

    ``design`` are the paragraphs on the plan's design, ``follow_up`` the line on its follow-up,
    ``statements`` what it states of its commitments ("Compromisos subnacionales", "No").
    """

    design: tuple[str, ...]
    follow_up: str
    statements: tuple[tuple[str, str], ...]

    def saying(self, words: str) -> str:
        """The sentence of the design that has these words; empty where none has."""
        for paragraph in self.design:
            for sentence in _SENTENCE_END.split(paragraph):
                if words in sentence:
                    return sentence.strip()
        return ""


def preamble(plan: Plan) -> Preamble:
    """What the plan's text says before its commitments; parts that it lacks are empty."""
    text = plan.text_original
    design = _between(text, _DESIGN, _FOLLOW_UP)
    stated = (line.partition(":") for line in _between(text, _COMMITMENTS).splitlines())
    return Preamble(
        tuple(part.strip() for part in design.split("\n\n") if part.strip()),
        _between(text, _FOLLOW_UP, _COMMITMENTS),
        tuple((name.strip(), value.strip()) for name, colon, value in stated if colon),
    )


def _between(text: str, start: str, end: str = "") -> str:
    _before, found, rest = text.partition(start)
    if not found:
        return ""
    return (rest.partition(end)[0] if end else rest).strip()
