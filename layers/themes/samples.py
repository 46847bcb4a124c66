"""All themes' samples, by their path below ``fixtures/samples``."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from layers.themes import THEMES
from layers.themes.sample_places import SamplePlaces
from layers.themes.theme import Part


def sample_files(fixtures: Path) -> dict[str, str]:
    """Path → text; the same for the same ``units.csv`` and ``departments.geojson``."""
    files: dict[str, str] = {}
    for theme in THEMES:
        if theme.has(Part.SAMPLE):
            # A theme's own seed: another theme's rows don't move its own.
            files |= import_module(f"{theme.room}.sample").write(SamplePlaces(fixtures, theme.name))
    return files
