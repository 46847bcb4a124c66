"""A point's symbol that is hatched, as SVG: the one drawing for maps, viewer and legends.

The lines are cut at the symbol's edge by arithmetic, since Mapnik's SVG knows no clipping.
"""

from __future__ import annotations

from layers.styles import palette
from layers.styles.model import Marker

# Between the lines, and their width; a polygon's hatch would leave one line in a small symbol.
_STEP_PX = 4.0
LINE_PX = 1.6


def hatch_path(marker: Marker) -> str:
    """The lines, bottom left to top right, as an SVG path around the symbol's middle."""
    half = marker.size_px / 2 - LINE_PX / 2
    # A line too near the edge would melt into the outline.
    count = max(0, int((2 * half - LINE_PX) // _STEP_PX))
    # Where the lines x + y = offset lie, one of them or a gap in the middle.
    offsets = [(index - count / 2) * _STEP_PX * 2**0.5 for index in range(count + 1)]
    ends = (_chord(offset, half, marker.shape) for offset in offsets)
    return "".join(
        f"M{start:.2f} {offset - start:.2f}L{end:.2f} {offset - end:.2f}"
        for offset, (start, end) in zip(offsets, ends, strict=True)
        if end > start
    )


def hatched_marker(marker: Marker) -> str:
    """An SVG document: paper below the lines, the outline above them, nothing around."""
    stroke = marker.stroke
    width = stroke.width_px if stroke else 0.0
    side = marker.size_px + width
    outline = (
        f'fill="none" stroke="{stroke.color}" stroke-width="{stroke.width_px:g}" '
        f'stroke-opacity="{stroke.opacity:g}"'
        if stroke
        else 'fill="none"'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side:g}" height="{side:g}" '
        f'viewBox="{-side / 2:g} {-side / 2:g} {side:g} {side:g}">'
        f'{_shape(marker)} fill="{palette.PAPER}"/>'
        f'<path d="{hatch_path(marker)}" fill="none" stroke="{marker.fill.color}" '
        f'stroke-opacity="{marker.fill.opacity:g}" stroke-width="{LINE_PX:g}"/>'
        f"{_shape(marker)} {outline}/></svg>"
    )


def _shape(marker: Marker) -> str:
    half = marker.size_px / 2
    if marker.shape == "square":
        return f'<rect x="{-half:g}" y="{-half:g}" width="{2 * half:g}" height="{2 * half:g}"'
    return f'<circle cx="0" cy="0" r="{half:g}"'


def _chord(offset: float, half: float, shape: str) -> tuple[float, float]:
    """Where, in x, the line x + y = offset enters and leaves the symbol."""
    if shape == "square":
        return max(-half, offset - half), min(half, offset + half)
    reach = max(0.0, half**2 / 2 - offset**2 / 4) ** 0.5
    return offset / 2 - reach, offset / 2 + reach
