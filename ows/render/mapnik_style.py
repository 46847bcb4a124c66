"""A layer's style as Mapnik XML: fills, then outlines, then markers, and labels apart.

Which rule a feature follows is decided in SQL (``layers.drawing``): here each rule is one
value of the integer column ``class``. Rules that don't apply at the picture's scale never get
here. Outlines come after every fill, so that no neighbour's fill covers half of a line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lxml import etree
from lxml.etree import _Element  # lxml names no public type of an element

from layers.drawing import CLASS_COLUMN, DIMENSION_COLUMN, LABEL_COLUMN
from layers.styles.model import Label, Marker, Rule, Stroke
from ows.render.hatch import hatch_file, hatched_marker_file

# Both are in Mapnik's wheel, and both draw every letter of Spanish, Quechua and Aymara.
FONT = "DejaVu Sans Condensed"
BOLD_FONT = "DejaVu Sans Condensed Bold"
# Mapnik knows no square of its own.
_SQUARE = Path(__file__).with_name("square.svg")
# Where a point's label is tried, one after another.
_POINT_PLACEMENTS = "E,W,N,S,NE,SE,NW,SW"
# A label inside a polygon is broken into lines of about so many letters.
_WRAP_LETTERS = 16
# Along a line the label is repeated, and left out where it would have to bend more.
_LINE_LABEL_SPACING_PX = 300
_LINE_LABEL_BEND_DEG = 25
# Kept free around each label, pixels.
_LABEL_MARGIN_PX = 3

Draw = Callable[[_Element, Rule, float], None]


@dataclass(frozen=True)
class MapnikStyles:
    """The XML of a map without layers, and the names of its styles in drawing order."""

    xml: str
    shapes: tuple[str, ...]
    labels: tuple[str, ...]


def mapnik_styles(
    prefix: str, rules: Sequence[Rule], pixel_ratio: float, *, mixed: bool = False
) -> MapnikStyles:
    """The styles of one layer; their names start with ``prefix``.

    Of ``mixed`` geometries each symbol is for its own dimension: Mapnik would set markers along
    lines, and dots on the corners of polygons.
    """
    return _styles(prefix, tuple(rules), pixel_ratio, mixed)


# Kept: tile after tile asks for the same.
@lru_cache(maxsize=512)
def _styles(prefix: str, rules: tuple[Rule, ...], pixel_ratio: float, mixed: bool) -> MapnikStyles:
    root = etree.Element("Map")
    every = range(len(rules))
    # The first rules are the most important: their markers are drawn last, on top.
    parts = [("fill", _fill, every, "= 2"), ("line", _line, every, "<> 0")]
    parts += [
        (f"marker-{index}", _marker, range(index, index + 1), "= 0") for index in reversed(every)
    ]
    shapes = [
        f"{prefix}-{name}"
        for name, draw, indices, dimension in parts
        if _add_style(
            root,
            f"{prefix}-{name}",
            [(index, rules[index]) for index in indices],
            draw,
            pixel_ratio,
            f" and [{DIMENSION_COLUMN}] {dimension}" if mixed else "",
        )
    ]
    label = f"{prefix}-label"
    has_labels = _add_style(root, label, list(enumerate(rules)), _label, pixel_ratio)
    xml = etree.tostring(root, encoding="unicode")
    return MapnikStyles(xml, tuple(shapes), (label,) if has_labels else ())


def _add_style(
    root: _Element,
    name: str,
    rules: Sequence[tuple[int, Rule]],
    draw: Draw,
    pixel_ratio: float,
    condition: str = "",
) -> bool:
    """Add a style with what ``draw`` makes of these rules; False where it makes nothing.

    A rule goes with its class; ``condition`` is a further one, in Mapnik's language.
    """
    style = etree.Element("Style", {"name": name, "filter-mode": "first"})
    for index, rule in rules:
        element = etree.Element("Rule")
        etree.SubElement(element, "Filter").text = f"[{CLASS_COLUMN}] = {index:d}{condition}"
        draw(element, rule, pixel_ratio)
        if len(element) > 1:
            style.append(element)
    if len(style) == 0:
        return False
    root.append(style)
    return True


def _fill(parent: _Element, rule: Rule, pixel_ratio: float) -> None:
    if rule.fill is None:
        return
    if rule.fill.hatch:
        etree.SubElement(
            parent,
            "PolygonPatternSymbolizer",
            # The pattern counts from the picture's corner, so neighbouring tiles fit.
            {"file": str(hatch_file(rule.fill, pixel_ratio)), "alignment": "global"},
        )
    else:
        etree.SubElement(
            parent,
            "PolygonSymbolizer",
            {"fill": rule.fill.color, "fill-opacity": _number(rule.fill.opacity)},
        )


def _line(parent: _Element, rule: Rule, pixel_ratio: float) -> None:
    if rule.stroke is None:
        return
    line = etree.SubElement(parent, "LineSymbolizer", _stroke(rule.stroke))
    line.set("stroke-linejoin", "round")
    if rule.stroke.dash:
        line.set("stroke-dasharray", ",".join(map(_number, rule.stroke.dash)))


def _marker(parent: _Element, rule: Rule, pixel_ratio: float) -> None:
    if rule.marker is None:
        return
    marker = rule.marker
    if rule.label is None and _is_disc(marker):
        _discs(parent, marker)
        return
    etree.SubElement(
        parent,
        "MarkersSymbolizer",
        {
            **(_hatched_marker(marker) if marker.fill.hatch else _plain_marker(marker)),
            # A marker is a fact and always drawn; only labels give way. A labelled one keeps
            # the labels of others off itself.
            "allow-overlap": "true",
            "ignore-placement": "false" if rule.label else "true",
        },
    )


def _is_disc(marker: Marker) -> bool:
    """Whether it is a plain circle, and what its outline covers can't be seen through it."""
    if marker.shape != "circle" or marker.fill.hatch:
        return False
    stroke = marker.stroke
    return stroke is None or (stroke.opacity == marker.fill.opacity == 1 and not stroke.dash)


def _discs(parent: _Element, marker: Marker) -> None:
    """The circle as a dot on a larger dot, its outline: a third of the time of a marker.

    Only where no label has to keep off it, since Mapnik keeps no place for dots.
    """
    outline_px = marker.stroke.width_px if marker.stroke else 0.0
    if marker.stroke:
        _dot(parent, marker.size_px + outline_px, marker.stroke.color, 1.0)
    _dot(parent, marker.size_px - outline_px, marker.fill.color, marker.fill.opacity)


def _dot(parent: _Element, size_px: float, color: str, opacity: float) -> None:
    size = _number(size_px)
    attributes = {"fill": color, "opacity": _number(opacity), "width": size, "height": size}
    etree.SubElement(parent, "DotSymbolizer", attributes)


def _hatched_marker(marker: Marker) -> dict[str, str]:
    """The picture brings its colours: any that were given here would paint over all of it.

    Mapnik measures it without its outline, as it does every shape.
    """
    size = _number(marker.size_px)
    return {"file": str(hatched_marker_file(marker)), "width": size, "height": size}


def _plain_marker(marker: Marker) -> dict[str, str]:
    size = _number(marker.size_px)
    return {
        "file": str(_SQUARE) if marker.shape == "square" else "shape://ellipse",
        "width": size,
        "height": size,
        "fill": marker.fill.color,
        "fill-opacity": _number(marker.fill.opacity),
        **(_stroke(marker.stroke) if marker.stroke else {"stroke-width": "0"}),
    }


def _label(parent: _Element, rule: Rule, pixel_ratio: float) -> None:
    if rule.label is None:
        return
    label = rule.label
    text = etree.SubElement(
        parent,
        "TextSymbolizer",
        {
            "face-name": BOLD_FONT if label.bold else FONT,
            "size": _number(label.size_px),
            "fill": label.color,
            "halo-fill": label.halo_color,
            "halo-radius": _number(label.halo_px),
            "margin": _number(_LABEL_MARGIN_PX),
            # Placed on the whole shape, not on the part in view: a label then stays where it
            # is when the map moves, and two tiles draw their halves of it in one place.
            "clip": "false",
            **_placement(label, rule),
        },
    )
    text.text = f"[{LABEL_COLUMN}]"


def _placement(label: Label, rule: Rule) -> dict[str, str]:
    if rule.line:
        return {
            "placement": "line",
            "spacing": _number(_LINE_LABEL_SPACING_PX),
            "max-char-angle-delta": _number(_LINE_LABEL_BEND_DEG),
        }
    if rule.marker is None:
        wrap = _number(label.size_px * 0.55 * _WRAP_LETTERS)
        return {
            "placement": "interior",
            "wrap-width": wrap,
            "wrap-before": "true",
            "dy": _number(label.offset_y_px),
        }
    away = _number(rule.marker.size_px / 2 + _LABEL_MARGIN_PX + 1)  # clear of its own marker
    return {
        "placement": "point",
        "placement-type": "simple",
        "placements": _POINT_PLACEMENTS,
        "dx": away,
        "dy": away,
    }


def _stroke(stroke: Stroke) -> dict[str, str]:
    return {
        "stroke": stroke.color,
        "stroke-width": _number(stroke.width_px),
        "stroke-opacity": _number(stroke.opacity),
    }


def _number(value: float) -> str:
    return f"{value:g}"
