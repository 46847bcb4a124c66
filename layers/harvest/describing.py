"""What is said of a layer that was harvested: whose it is, from where, of which day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone

from layers.datasets import states
from layers.harvest.sources import Source
from layers.models import Dataset, HarvestedSource
from layers.rasters import states as raster_states

# Where what the site adds to the source's own words begins.
_MARK = "Cosechado de "
_MAX_ABSTRACT, _MAX_ADDRESS = 4_000, 200


def values_of(source: Source, about: Mapping[str, str]) -> dict[str, Any]:
    """The fields of ``Dataset`` that a first harvest fills.

    ``about``: what the service says of the layer (``abstract``, ``attribution``), and ``day``, of
    which the data is where the file says so.
    """
    said = about.get("day", "")
    day = source.cutoff or (dt.date.fromisoformat(said) if said else timezone.localdate())
    return {
        "abstract": abstract_of(about.get("abstract", ""), source),
        "theme": source.theme,
        "keywords": [source.owner, source.protocol.label],
        "commitments": list(source.commitments),
        "source": source.owner_name[:200],
        "source_url": _short(source.address),
        "cutoff_date": day,
        "licence": source.licence,
        "attribution": (about.get("attribution") or source.owner_name)[:200],
    }


def day_of(instant: dt.datetime | None) -> str:
    """The day here of what a server says of a file; empty where it says nothing."""
    return "" if instant is None else timezone.localtime(instant).date().isoformat()


def abstract_of(words: str, source: Source, stale_since: dt.datetime | None = None) -> str:
    """The words of the source, or of who described the layer, and then the harvest's own."""
    own = words.split(_MARK, maxsplit=1)[0].strip()
    day = timezone.localdate()
    sentence = (
        f"{_MARK}{source.owner_name} ({source.protocol.label}) el {day:%d/%m/%Y}: tal como el "
        "servicio lo ofrecía entonces."
    )
    if stale_since is not None:
        since = timezone.localtime(stale_since)
        if _MARK in words:
            sentence = words[words.find(_MARK) :].split(_STALE, maxsplit=1)[0].strip()
        sentence = f"{sentence} {_STALE}{since:%d/%m/%Y}: lo publicado es lo último que entregó."
    return f"{own[: _MAX_ABSTRACT - len(sentence) - 2]}\n\n{sentence}".strip()


_STALE = "La fuente no responde desde el "


def mark_stale(source: Source, state: HarvestedSource) -> None:
    """Say of the layer, on every protocol, that its source doesn't answer."""
    if state.coverage is not None and state.coverage.is_public:
        with raster_states.changing(state.coverage.pk, None, "described") as raster:
            raster.abstract = abstract_of(raster.abstract, source, state.stale_since)
    dataset = state.dataset
    if dataset is None or not dataset.is_public:
        return
    with states.changing(dataset.pk, None, "described") as changed:
        changed.abstract = abstract_of(changed.abstract, source, state.stale_since)


def is_stale_in(dataset: Dataset) -> bool:
    """Whether the layer says so."""
    return _STALE in dataset.abstract


def _short(address: str) -> str:
    if len(address) <= _MAX_ADDRESS:
        return address
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}/"
