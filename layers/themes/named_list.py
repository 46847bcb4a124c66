"""Cells that name sectors or offices of a list: each once, in the list's order; never persons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from territory.names import bare_name

SEPARATOR = "; "

_BETWEEN = re.compile(r"[;|\n]")
_COMMA = ","


@dataclass(frozen=True)
class NamedList:
    """A list of titles with other spellings of each.

    What differs in accents, case or punctuation only needs no spelling of its own.
    """

    spellings: Mapping[str, tuple[str, ...]]

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {
            bare_name(spelling): title
            for title, others in self.spellings.items()
            for spelling in (title, *others)
        }

    def title_of(self, part: str) -> str | None:
        """The title that a part of a cell means; None where it means none."""
        return self._titles.get(bare_name(part))

    def known(self, raw: str) -> str | None:
        """The titles that a cell names, each once, in this list's order; None without any."""
        named = {title for part in self._parts(raw) if (title := self.title_of(part))}
        return SEPARATOR.join(title for title in self.spellings if title in named) or None

    def number_unknown(self, raw: str) -> int:
        """How many things the cell names that the list doesn't have."""
        return sum(self.title_of(part) is None for part in self._parts(raw))

    def _parts(self, raw: str) -> Iterator[str]:
        """What lies between separators; a comma is one too, but within a title."""
        for part in filter(None, map(str.strip, _BETWEEN.split(raw))):
            if self.title_of(part):
                yield part
            else:
                yield from filter(None, map(str.strip, part.split(_COMMA)))
