"""Commitments and layers by what they are called: so few that all of them are looked at."""

from __future__ import annotations

import re

from layers import registry
from layers.layer import AnyUser
from layers.searching.asked import Asked
from layers.searching.hits import Hit, Match
from territory.addresses import on_site
from territory.models import Commitment
from territory.names import fold

_NUMBERED = re.compile(r"(?:compromiso\s+(?:n\S*\s+)?)?([1-9][0-9]?)")


def find_commitments(asked: Asked) -> list[Hit]:
    """By number ("14", "compromiso 14") or by the words of the title."""
    numbered = _NUMBERED.fullmatch(asked.name)
    number = int(numbered[1]) if numbered else None
    hits = []
    for commitment in Commitment.objects.only("number", "short_title", "title"):
        match = _match(asked, commitment.short_title, commitment.title)
        if number is not None:
            match = Match.CODE if commitment.number == number else None
        if match is not None:
            address = on_site(f"/compromisos/{commitment.number}/")
            hits.append(
                Hit(
                    "commitments",
                    match,
                    Commitment._meta.verbose_name or "",
                    str(commitment),
                    "",
                    address,
                )
            )
    return hits


def find_layers(asked: Asked, user: AnyUser) -> list[Hit]:
    """By name on the wire, title or keyword."""
    hits = []
    for layer, info in registry.describe_all(user):
        match = _match(asked, layer.title, " ".join(layer.keywords))
        if asked.text == layer.name:
            match = Match.CODE
        if match is not None:
            address = on_site(f"/catalogo/{layer.name}/")
            # The title on the page says "EJEMPLO" by ``is_sample``, as every hit's does.
            hits.append(
                Hit("layers", match, "capa", layer.title, "", address, info.has_samples, layer.name)
            )
    return hits


def _match(asked: Asked, name: str, more: str) -> Match | None:
    if not asked.may_be_name:
        return None
    plain = fold(name)
    if plain == asked.name:
        return Match.NAME
    if plain.startswith(asked.name):
        return Match.BEGINNING
    words = f"{plain} {fold(more)}"
    return Match.WITHIN if all(word in words for word in asked.words) else None
