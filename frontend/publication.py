"""How far a commitment is published: facts, samples only, or nothing yet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from layers import registry
from layers.layer import AnyUser, Layer
from layers.registry import LayerInfo

# It maps the plan's own words for all 18 commitments, so it publishes none of them.
PLAN_LAYER = "commitment_territories"


class State(StrEnum):
    FACTS = "facts"
    SAMPLES = "samples"
    NOTHING = "nothing"

    @property
    def label(self) -> str | Promise:
        return _LABELS[self]


_LABELS = {
    State.FACTS: _("Datos publicados"),
    State.SAMPLES: _("Solo ejemplos, aún sin datos"),
    State.NOTHING: _("Aún sin datos publicados"),
}


@dataclass(frozen=True)
class Publication:
    """The layers of a commitment's own, and what they amount to."""

    state: State
    layers: tuple[LayerInfo, ...]


def publications(user: AnyUser) -> dict[int, Publication]:
    """Commitment number → its publication; a commitment without layers is not in it."""
    found: dict[int, list[LayerInfo]] = {}
    for layer, info in registry.describe_all(user):
        for number in _own_commitments(layer):
            found.setdefault(number, []).append(info)
    return {number: Publication(_state(infos), tuple(infos)) for number, infos in found.items()}


NOT_PUBLISHED = Publication(State.NOTHING, ())


def _own_commitments(layer: Layer) -> tuple[int, ...]:
    return () if layer.name == PLAN_LAYER else layer.commitments


def _state(infos: list[LayerInfo]) -> State:
    if any(info.number_of_facts for info in infos):
        return State.FACTS
    return State.SAMPLES if any(info.has_samples for info in infos) else State.NOTHING
