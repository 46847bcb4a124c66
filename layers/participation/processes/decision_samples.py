"""What a decision on a contribution looks like, at the consultations that are examples.

Nobody contributes to an example, so these are no rows: no count, list, feed, layer or table that
is of contributions can take one for a fact. They are shown on the page of their consultation and
in its JSON alone, marked.
"""

from __future__ import annotations

from dataclasses import dataclass

from layers.participation.processes.consultation_samples import (
    FORUMS_SLUG,
    GOVERNANCE_SLUG,
    PLAN_SLUG,
)
from territory.models import Consultation, ContributionDecision
from territory.models.placed import SAMPLE_PREFIX

Outcome = ContributionDecision.Outcome


@dataclass(frozen=True)
class SampleDecision:
    """An invented contribution to a paragraph, and the decision on it.

    ``change`` is the version and the paragraph that it changed, None where it changed nothing.
    """

    paragraph: int
    said: str
    outcome: ContributionDecision.Outcome
    why: str
    change: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        """As every sample's text begins."""
        return SAMPLE_PREFIX + self.said

    @property
    def reason(self) -> str:
        """As every sample's text begins."""
        return SAMPLE_PREFIX + self.why


_SHOWN = {
    FORUMS_SLUG: (
        SampleDecision(
            2,
            "Propongo fechas fijas, y que un sector también pueda pedir una reunión.",
            Outcome.ACCEPTED,
            "Con fechas fijas se puede seguir lo acordado.",
            (2, 2),
        ),
        SampleDecision(
            3,
            "Que los acuerdos se publiquen con la fecha y el nombre de quien responde.",
            Outcome.PARTLY,
            "Se publican con la entidad responsable y la fecha; nunca con nombres de personas.",
            (2, 3),
        ),
        SampleDecision(
            1,
            "Que un solo foro trate todos los compromisos.",
            Outcome.DECLINED,
            "Cada foro acompaña un compromiso, para que se pueda evaluar.",
        ),
    ),
    GOVERNANCE_SLUG: (
        SampleDecision(
            2,
            "Que las entidades se reúnan más seguido y se sepa qué deciden.",
            Outcome.ACCEPTED,
            "Así se puede seguir lo que se decide.",
            (2, 2),
        ),
        SampleDecision(
            3,
            "Que los datos se publiquen en el momento en que cambian.",
            Outcome.PARTLY,
            "Se publican en un formato abierto; cada cuánto depende de quien los produce.",
            (2, 3),
        ),
        SampleDecision(
            1,
            "Que una sola entidad decida todo.",
            Outcome.DECLINED,
            "El texto reparte las decisiones entre varias entidades.",
        ),
    ),
    PLAN_SLUG: (
        SampleDecision(
            1,
            "Que también se tome en cuenta lo que sabemos los vecinos.",
            Outcome.ACCEPTED,
            "Quien usa el transporte conoce lo que la municipalidad no mide.",
            (2, 1),
        ),
        SampleDecision(
            2,
            "Que todas las medidas se hagan en el primer año.",
            Outcome.DECLINED,
            "Las fases dependen del presupuesto de cada año.",
        ),
    ),
}


def sample_decisions(consultation: Consultation) -> tuple[SampleDecision, ...]:
    """Those of an example of a fresh machine; of a fact there are none, whatever its name."""
    return _SHOWN.get(consultation.slug, ()) if consultation.is_sample else ()
