"""A style as JSON, to be kept in the database and read again as it was.

Only what differs from the model's defaults is written. What is read back is checked: a style that
the database holds draws as the code's do, or isn't there at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, TypeVar

from layers.styles.model import Fill, Label, Marker, Rule, Stroke, Style

Json = dict[str, Any]
Part = TypeVar("Part", Fill, Stroke, Marker, Label, Rule, Style)

_COLOR = re.compile(r"#[0-9a-f]{6}")


def to_json(style: Style) -> Json:
    """The style as dicts, lists, texts and numbers."""
    written: Json = _written(style)
    return written


def from_json(stored: Mapping[str, Any]) -> Style:
    """The style of ``to_json``; raises ValueError for anything else."""
    try:
        return _style(stored)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"no style: {error}") from error


def _written(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_written(item) for item in value]
    if not is_dataclass(value):
        return value
    return {
        item.name: _written(getattr(value, item.name))
        for item in fields(value)
        if getattr(value, item.name) != _default(item)
    }


def _default(item: Any) -> Any:
    return item.default_factory() if item.default_factory is not MISSING else item.default


def _style(stored: Mapping[str, Any]) -> Style:
    return _made(Style, stored, rules=lambda rules: tuple(map(_rule, rules)))


def _rule(stored: Mapping[str, Any]) -> Rule:
    return _made(Rule, stored, fill=_fill, stroke=_stroke, marker=_marker, label=_label)


def _marker(stored: Mapping[str, Any]) -> Marker:
    return _made(Marker, stored, fill=_fill, stroke=_stroke)


def _fill(stored: Mapping[str, Any]) -> Fill:
    return _made(Fill, stored, color=_color)


def _stroke(stored: Mapping[str, Any]) -> Stroke:
    return _made(Stroke, stored, color=_color, dash=tuple)


def _label(stored: Mapping[str, Any]) -> Label:
    return _made(Label, stored, color=_color, halo_color=_color)


def _color(text: str) -> str:
    if not _COLOR.fullmatch(text):
        raise ValueError(f"no colour: {text!r}")
    return text


def _made(kind: type[Part], stored: Mapping[str, Any], **readers: Callable[[Any], Any]) -> Part:
    """The part of a style, each member by its reader; a member that it hasn't got is refused."""
    return kind(**{name: readers.get(name, _same)(value) for name, value in stored.items()})


def _same(value: Any) -> Any:
    return value
