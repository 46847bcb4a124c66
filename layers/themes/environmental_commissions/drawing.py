"""How the rows on commissions are drawn: a class for each kind, on the unit that it serves.

A regional commission's department lies under the municipal ones within it, so it is paler.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from layers.styles import palette
from layers.styles.model import Fill, Label, Rule, Stroke
from layers.styles.twins import dashed, of_value

COLOR = palette.THEME["environment"]
# Steps of the theme's colour, from what is least to what is most: distinguished without hue too.
LIGHT, DARK = "#9fd0b2", "#0f3d24"
# Scale denominators from which the units are large enough on the map to be named.
_NAMES_FROM = {"CAR": 20_000_000, "CAM": 3_000_000}


def of_kind(
    kind: str,
    title: str,
    fill: Fill,
    *,
    field: str = "",
    value: str | None = None,
    label: str,
    name: str = "",
) -> Rule:
    """A class of commissions of a kind; ``field`` has the ``value``, if one is named.

    ``label`` is the field that names a feature.
    """
    of = of_value("kind", kind)
    return Rule(
        name or kind.lower(),
        title,
        filter={"op": "and", "args": [of, of_value(field, value)]} if field else of,
        fill=fill,
        stroke=Stroke(COLOR, 1.6),
        label=Label(label, size_px=10, color=DARK, max_scale=_NAMES_FROM[kind]),
    )


def as_sample(rule: Rule) -> Rule:
    """The look of a sample's rule: between the lines of its hatch an area is paper."""
    assert rule.fill
    fill = replace(rule.fill, opacity=min(1.0, round(rule.fill.opacity + 0.35, 2)))
    return replace(rule, fill=fill, stroke=dashed(COLOR))


def is_known(field: str) -> dict[str, Any]:
    """The filter of the rows that have a value."""
    return {"op": "not", "args": [of_value(field, None)]}
