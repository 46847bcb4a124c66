"""A commitment of which nothing is published, as each was before its data came."""

from __future__ import annotations

from layers import versions
from layers.themes import THEMES


def without_data(number: int) -> None:
    """Delete the samples of all that serves the commitment."""
    serving = [theme for theme in THEMES if number in theme.serves]
    for model in {m for theme in serving for m in (*theme.records, *theme.counts, *theme.history)}:
        model._default_manager.filter(is_sample=True).delete()
    versions.bump(*(layer.name for theme in serving for layer in theme.layers))
