"""The sources, of all themes."""

from __future__ import annotations

from layers.reading.results import SourceError
from layers.source import Source
from layers.themes import THEMES

# Each is loaded on its own; where one looks at another's rows, it comes later.
SOURCES: tuple[Source, ...] = tuple(source for theme in THEMES for source in theme.sources)


def find(name: str) -> Source:
    """The source called ``name``; raises SourceError."""
    for source in SOURCES:
        if source.name == name:
            return source
    raise SourceError(f"No hay una fuente «{name}»: {', '.join(s.name for s in SOURCES)}.")
