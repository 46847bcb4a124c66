"""The layers of what people write on this site, and which promise they serve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from layers.layer import Layer
from layers.participation.processes import layers as processes
from layers.sanitation_studies import layer as studies
from layers.themes.theme import Serves


@dataclass(frozen=True)
class MadeHere:
    """The layers of one commitment's own, and the part of it that they are about."""

    serves: Serves
    layers: tuple[Layer, ...]


MADE_HERE: Mapping[int, MadeHere] = {
    number: MadeHere(serves, room.LAYERS)
    for room in (processes, studies)
    for number, serves in room.SERVES.items()
}
