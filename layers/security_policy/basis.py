"""What a record on security may name: evidence, a public layer's figure, a source of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser

from layers import registry
from layers.errors import InvalidParameter, LayerNotFound
from layers.loading.sources import SOURCES
from territory.models import ReviewState
from territory.models.security_policy import PERIOD

_PERIOD = re.compile(PERIOD, re.ASCII)
_OF_FIGURE = ("layer", "figure", "period", "figure_cutoff")


def basis_problems(record: Any) -> Iterator[InvalidParameter]:
    """Of a ``PolicyBasis``: one of the two, whole, and public as far as that can be said."""
    said = [name for name in _OF_FIGURE if getattr(record, name) not in (None, "")]
    if record.evidence_id is not None and said:
        yield InvalidParameter(
            "Es una evidencia o una cifra, no las dos: deje vacío lo demás.", parameter=said[0]
        )
    elif record.evidence_id is not None:
        yield from _evidence_problems(record)
    elif not said:
        yield InvalidParameter("Falta la evidencia, o la capa y su cifra.", parameter="evidence")
    else:
        yield from _figure_problems(record, said)


def _evidence_problems(record: Any) -> Iterator[InvalidParameter]:
    if record.evidence.is_sample != record.is_sample:
        yield InvalidParameter(
            "Un ejemplo no es parte de un hecho, ni un hecho de un ejemplo.", parameter="evidence"
        )
    elif record.evidence.state == ReviewState.WITHDRAWN:
        yield InvalidParameter("Esa evidencia se retiró.", parameter="evidence")


def version_problems(record: Any) -> Iterator[InvalidParameter]:
    """Of a ``SystemVersion``: what shows it is no example of a fact."""
    if record.evidence_id is not None:
        yield from _evidence_problems(record)


def planned_problems(record: Any) -> Iterator[InvalidParameter]:
    """Of a ``PlannedPublication``: a source that publishes here."""
    if record.source and record.source not in source_titles():
        yield InvalidParameter("Este sitio no tiene esa fuente.", parameter="source")


def source_titles() -> dict[str, str]:
    """Name → title of the sources whose publications may be planned."""
    return {source.name: str(source.title) for source in SOURCES}


def _figure_problems(record: Any, said: list[str]) -> Iterator[InvalidParameter]:
    for name in _OF_FIGURE:
        if name not in said:
            title = str(record._meta.get_field(name).verbose_name).capitalize()
            yield InvalidParameter(
                f"{title}: de una cifra se dice la capa, cuál es, de qué periodo y a qué corte.",
                parameter=name,
            )
    if record.layer and not is_public(record.layer):
        yield InvalidParameter("Ninguna capa publicada se llama así.", parameter="layer")
    if record.period and not _in_order(str(record.period)):
        yield InvalidParameter(
            "Escriba un año, un mes «2022-03» o «2018/2022», el primero y el último.",
            parameter="period",
        )


def is_public(name: str) -> bool:
    """Whether everybody sees a layer of that name."""
    try:
        registry.get(str(name), AnonymousUser())
    except LayerNotFound:
        return False
    return True


def public_layers() -> list[tuple[str, str]]:
    """Name and title of those of which a figure may be named, by title."""
    layers = registry.published(AnonymousUser())
    return sorted(((layer.name, layer.title) for layer in layers), key=lambda pair: pair[1])


def _in_order(period: str) -> bool:
    if not _PERIOD.fullmatch(period):
        return False
    first, _, last = period.partition("/")
    return not last or (len(first) == len(last) and first <= last)
