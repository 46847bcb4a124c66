"""How far a commitment is published: facts, samples only, or nothing yet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from layers import registry, themes
from layers.layer import AnyUser, Layer
from layers.registry import LayerInfo
from layers.themes.theme import Serves

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
    """The layers of a commitment's own, what they amount to, and which part of it they serve."""

    state: State
    layers: tuple[LayerInfo, ...]
    serves: tuple[Serves, ...] = ()

    @property
    def badge(self) -> str:
        """The state, and what is shown: data on a commitment are not what it promises."""
        shown = "; ".join(part.shows for part in self.serves)
        return f"{self.state.label}: {shown}" if shown else str(self.state.label)


def publications(user: AnyUser) -> dict[int, Publication]:
    """Commitment number → its publication; a commitment without layers is not in it."""
    found: dict[int, list[LayerInfo]] = {}
    for layer, info in registry.describe_all(user):
        for number in _own_commitments(layer):
            found.setdefault(number, []).append(info)
    return {
        number: Publication(_state(infos), tuple(infos), _serves(number, infos))
        for number, infos in found.items()
    }


NOT_PUBLISHED = Publication(State.NOTHING, ())


def _own_commitments(layer: Layer) -> tuple[int, ...]:
    return () if layer.name == PLAN_LAYER or layer.is_private else layer.commitments


def _state(infos: list[LayerInfo]) -> State:
    if any(info.number_of_facts for info in infos):
        return State.FACTS
    return State.SAMPLES if any(info.has_samples for info in infos) else State.NOTHING


def _serves(number: int, infos: list[LayerInfo]) -> tuple[Serves, ...]:
    """Of the themes that make the state: where some have facts, not of those with samples only."""
    state = _state(infos)
    names = {info.name for info in infos if _state([info]) == state != State.NOTHING}
    return tuple(
        theme.serves[number]
        for theme in themes.THEMES
        if number in theme.serves and names & {layer.name for layer in theme.layers}
    )
