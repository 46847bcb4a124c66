"""How much more than the picture is drawn."""

from __future__ import annotations

import pytest

from layers.styles.model import Fill, Label, Marker, Rule, Stroke
from ows.render.picture import LABEL_BUFFER_PX, buffer_px

FILL = Fill("#000000")


@pytest.mark.parametrize(
    ("rules", "least"),
    [
        ([], 0),
        ([Rule("r", "R", fill=FILL)], 0),
        ([Rule("r", "R", stroke=Stroke("#000000", 6))], 3),
        # Half of the circle and half of its outline.
        ([Rule("r", "R", marker=Marker(FILL, Stroke("#000000", 2), size_px=9))], 5.5),
        ([Rule("r", "R", fill=FILL, label=Label("name"))], LABEL_BUFFER_PX),
    ],
)
def test_the_buffer_holds_what_reaches_in(rules: list[Rule], least: float) -> None:
    assert least <= buffer_px(rules) <= least + 2 or buffer_px(rules) == LABEL_BUFFER_PX == least
