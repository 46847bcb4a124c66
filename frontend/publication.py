"""How far a commitment is published: facts, samples only, or nothing yet."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from layers import registry, themes
from layers.geometry_types import GeometryType
from layers.layer import AnyUser, Layer
from layers.layer_info import LayerInfo
from layers.made_here import MADE_HERE
from layers.themes.theme import Serves, Theme
from territory.commitments import named_places
from territory.coverage import COUNTRY, contains
from territory.covered import Coverage, CoveredUnit, published_coverage
from territory.rows import served_by

# It maps the plan's own words for all 18 commitments, so it publishes none of them.
PLAN_LAYER = "commitment_territories"

# Of many units that files cover the first are named.
_MAX_NAMES = 3


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
class Served:
    """The part of a commitment that a theme's data serve.

    ``covers`` are the units that the published files cover, where that is a part only of what
    the commitment is about (the places that the plan names, or the country); empty where no file
    says what they cover, None where it is all of it, or what is shown are samples. ``beside`` are
    the themes that are shown too.
    """

    serves: Serves
    covers: tuple[CoveredUnit, ...] | None = None
    beside: frozenset[str] = frozenset()

    @property
    def promise(self) -> str:
        return self.serves.promise

    @property
    def shows(self) -> str:
        """What the data show, and of which part: never the part as the whole."""
        text = self.serves.beside(self.beside)
        return f"{text} ({self._extent})" if self._extent else text

    @property
    def _extent(self) -> str:
        if self.covers is None:
            return ""
        if not self.covers:
            return _now("filas añadidas a mano: no se sabe si están todas")
        names = ", ".join(str(unit) for unit in self.covers[:_MAX_NAMES])
        more = len(self.covers) - _MAX_NAMES
        if more <= 0:
            return _now("solo de: %(names)s") % {"names": names}
        text = ngettext(
            "solo de: %(names)s y %(more)s territorio más",
            "solo de: %(names)s y %(more)s territorios más",
            more,
        )
        return text % {"names": names, "more": more}


@dataclass(frozen=True)
class Publication:
    """The layers of a commitment's own, what they amount to, and which part of it they serve.

    ``drawn`` are the names of those that a picture is made of, from the bottom up: beside facts
    no samples, and no area over a line or a point.
    """

    state: State
    layers: tuple[LayerInfo, ...]
    serves: tuple[Served, ...] = ()
    drawn: tuple[str, ...] = ()

    @property
    def headline(self) -> str:
        """The state and the first part of what is shown; the others are ``beside``."""
        return (
            f"{self.state.label}: {self.serves[0].shows}" if self.serves else str(self.state.label)
        )

    @property
    def beside(self) -> tuple[str, ...]:
        """What is shown of the other parts."""
        return tuple(part.shows for part in self.serves[1:])

    @property
    def badge(self) -> str:
        """The state, and what is shown: data on a commitment are not what it promises."""
        shown = "; ".join(part.shows for part in self.serves)
        return f"{self.state.label}: {shown}" if shown else str(self.state.label)


def publications(user: AnyUser) -> dict[int, Publication]:
    """Commitment number → its publication; a commitment without layers is not in it.

    Beside those that describe the layers no query while there are samples only; else two, a
    third where files are published, and one where facts are of a theme of several commitments.
    A layer whose facts are all another commitment's is none of this one's.
    """
    described = registry.describe_all(user)
    has_facts = any(info.number_of_facts for layer, info in described if _own_commitments(layer))
    shown = {
        layer.rows(user).model for layer, info in described if info.number_of_facts and has_facts
    }
    extent = _Extent(named_places(), published_coverage(), shown) if has_facts else None
    # Of a theme of several commitments one may have facts, and the others none.
    served = served_by(
        model
        for theme in themes.THEMES
        for model in theme.records
        if len(theme.commitments) > 1 and model in shown
    )
    found: dict[int, list[tuple[Layer, LayerInfo]]] = {}
    for layer, info in described:
        facts_of = served.get(layer.rows(user).model) if info.number_of_facts else None
        for number in _own_commitments(layer):
            if facts_of is None or number in facts_of:
                found.setdefault(number, []).append((layer, info))
    return {number: _publication(number, layers, extent) for number, layers in found.items()}


def _publication(
    number: int, layers: list[tuple[Layer, LayerInfo]], extent: _Extent | None
) -> Publication:
    infos = tuple(info for _, info in layers)
    state = _state(infos)
    drawn = [layer for layer, info in layers if _state([info]) == state]
    drawn.sort(key=lambda layer: -max(GeometryType(layer.geometry_type).dimensions, default=0))
    names = tuple(layer.name for layer in drawn)
    return Publication(state, infos, _serves(number, state, infos, extent), names)


NOT_PUBLISHED = Publication(State.NOTHING, ())


def _own_commitments(layer: Layer) -> tuple[int, ...]:
    return () if layer.name == PLAN_LAYER or layer.is_private else layer.commitments


def _state(infos: Sequence[LayerInfo]) -> State:
    if any(info.number_of_facts for info in infos):
        return State.FACTS
    return State.SAMPLES if any(info.has_samples for info in infos) else State.NOTHING


@dataclass(frozen=True)
class _Extent:
    """``places``: commitment number → the units that the plan names, of one that names some.

    ``shown`` are the models that have facts: what the others cover says nothing of these.
    """

    places: Mapping[int, tuple[str, ...]]
    coverage: Coverage
    shown: Collection[type[Model]]

    def partial(self, number: int, theme: Theme) -> tuple[CoveredUnit, ...] | None:
        """``Served.covers`` of a theme's facts; what the plan names for another is that one's."""
        units = self.places.get(number, (COUNTRY,))
        models = [
            model
            for model in (*theme.records, *theme.counts)
            if model in self.shown
            and any(self.coverage.partial(model, unit) is not None for unit in units)
        ]
        if not models:
            return None
        covered = (self.coverage.covered(model, unit) for model in models for unit in units)
        others = [
            place
            for other in theme.commitments
            if other != number
            for place in self.places.get(other, ())
        ]
        return tuple(
            unit
            for unit in dict.fromkeys(chain.from_iterable(covered))
            if not any(contains(place, unit.ubigeo) for place in others)
        )


def _serves(
    number: int, state: State, infos: Sequence[LayerInfo], extent: _Extent | None
) -> tuple[Served, ...]:
    """Of the themes that make the state: where some have facts, not of those with samples only."""
    names = {info.name for info in infos if _state([info]) == state != State.NOTHING}
    shown = [
        theme
        for theme in themes.THEMES
        if number in theme.serves and names & {layer.name for layer in theme.layers}
    ]
    beside = frozenset(theme.name for theme in shown)
    of_themes = tuple(
        Served(
            theme.serves[number],
            extent.partial(number, theme) if extent and state == State.FACTS else None,
            beside,
        )
        for theme in shown
    )
    # Made on this site, and of no file: what they cover is for nobody to say.
    made = MADE_HERE.get(number)
    if made is None or not names & {layer.name for layer in made.layers}:
        return of_themes
    return (*of_themes, Served(made.serves))
