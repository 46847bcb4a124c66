"""What a request accepts (RFC 9110, 12.4 and 12.5): lists with weights, media ranges."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_WEIGHT = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.ASCII)
# More is no list that a client keeps.
_MAX_ITEMS = 100


@dataclass(frozen=True)
class MediaType:
    """A media type or range: ``parameters`` are its own, without the weight."""

    kind: str
    subtype: str
    parameters: Mapping[str, str]
    weight: float = 1.0

    @property
    def name(self) -> str:
        return f"{self.kind}/{self.subtype}"

    def covers(self, other: MediaType) -> bool:
        """Whether ``other`` is in this range, parameters left out."""
        return self.kind in ("*", other.kind) and self.subtype in ("*", other.subtype)

    def specificity(self, other: MediaType) -> tuple[int, int]:
        """How closely the range names ``other``: the closest range's weight counts.

        A parameter that ``other`` hasn't makes a range less close, and no stranger.
        """
        alike = [other.parameters.get(k) == v for k, v in self.parameters.items()]
        return (self.kind != "*") + (self.subtype != "*"), 2 * sum(alike) - len(alike)


def weights(header: str) -> dict[str, float]:
    """The items of a list as ``Accept-Encoding`` and their weights, names in lower case."""
    found: dict[str, float] = {}
    for item in header.split(",")[:_MAX_ITEMS]:
        name, *parameters = (part.strip().lower() for part in item.split(";"))
        if name:
            found[name] = _weight(parameters)
    return found


def media_type(text: str) -> MediaType | None:
    """``type/subtype; name=value; q=0.5``; None for what is no media type.

    Names, and the values that we know, are read in any case; quotes and spaces count nothing.
    """
    name, *parameters = (part.strip().lower() for part in text.split(";"))
    kind, slash, subtype = name.partition("/")
    if name == "*":  # Java's URLConnection sends it
        kind, slash, subtype = "*", "/", "*"
    if not slash or not kind or not subtype:
        return None
    own = {}
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            break  # what follows the weight is no part of the type (RFC 9110, 12.5.1)
        if key:
            own[key.strip()] = value.strip().strip('"')
    return MediaType(kind, subtype, own, _weight(parameters))


def canonical(text: str) -> str:
    """A format as a parameter names it, in one spelling: ``text/xml;subtype=gml/3.2``.

    Case, blanks, quotes, the order of parameters, a charset and a weight say nothing; a ``+`` that
    a client forgot to encode arrives as a blank.
    """
    found = media_type(text)
    if found is None:
        return text.strip().lower()
    name = found.name.replace(" ", "+")
    own = sorted(f"{k}={v}" for k, v in found.parameters.items() if k != "charset")
    return ";".join([name, *own])


def preferred(accept: str, offered: Sequence[str], aliases: Mapping[str, Iterable[str]]) -> str:
    """Which of ``offered`` an ``Accept`` header prefers; of what it likes alike, the first.

    ``aliases`` are other names of a type: what asks for one gets it under its own name. Who
    accepts nothing of it gets the first, which RFC 9110 (12.5.1) allows in place of a 406: a
    client that lists what it likes best can mostly read what is there.
    """
    ranges = [found for item in _items(accept) if (found := media_type(item)) is not None]
    best, chosen = 0.0, offered[0]
    for name in offered:
        quality = max(
            _quality(ranges, alias, own=alias == name) for alias in (name, *aliases.get(name, ()))
        )
        if quality > best:
            best, chosen = quality, name
    return chosen


def _quality(ranges: list[MediaType], name: str, *, own: bool) -> float:
    """The weight that ``ranges`` give ``name``; an alias must be named, a wildcard isn't it."""
    asked = media_type(name)
    assert asked is not None
    covering = [item for item in ranges if item.covers(asked) and (own or item.subtype != "*")]
    if not covering:
        return 0.0
    return max(covering, key=lambda item: item.specificity(asked)).weight


def _items(header: str) -> list[str]:
    return header.split(",")[:_MAX_ITEMS] if header.strip() else ["*/*"]


def _weight(parameters: Iterable[str]) -> float:
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            # What is no weight is taken for the most modest one that isn't a refusal.
            return float(value) if _WEIGHT.fullmatch(value.strip()) else 0.001
    return 1.0
