"""A style that is kept as JSON is read again as it was."""

from __future__ import annotations

import json
from typing import Any

import pytest

from layers import registry
from layers.styles.model import Style
from layers.styles.stored import from_json, to_json

STYLES = [
    pytest.param(style, id=f"{layer.name}-{style.name}")
    for layer in registry.LAYERS
    for style in layer.every_style
]


@pytest.mark.parametrize("style", STYLES)
def test_every_style_comes_back_as_it_was(style: Style) -> None:
    # Titles that are translated are texts once stored.
    stored = json.loads(json.dumps(to_json(style), default=str))
    again = from_json(stored)
    assert json.dumps(to_json(again), default=str) == json.dumps(to_json(style), default=str)
    assert [rule.filter for rule in again.rules] == [rule.filter for rule in style.rules]
    assert hash(again)


@pytest.mark.parametrize(
    "stored",
    [
        {"name": "a"},
        {"name": "a", "title": "A", "rules": 3},
        {"name": "a", "title": "A", "rules": [{"name": "b", "title": "B", "onclick": "x"}]},
        {
            "name": "a",
            "title": "A",
            "rules": [{"name": "b", "title": "B", "fill": {"color": "red;x:url(//e)"}}],
        },
        {"name": "a", "title": "A", "rules": [{"name": "b", "title": "B", "fill": {"color": 3}}]},
    ],
)
def test_what_is_no_style_is_refused(stored: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no "):
        from_json(stored)
