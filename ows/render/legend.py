"""A style's legend as an image: the symbols drawn by Mapnik, as on the map, with their titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from PIL import Image, ImageDraw

from layers.styles import palette
from layers.styles.model import Rule, Style, one_a_title
from ows.render.fonts import font
from ows.render.image_formats import ImageFormat, encode
from ows.render.mapnik_engine import Symbol, draw_symbols

_TEXT_PX = 12
_HEADING_PX = 13
_MARGIN_PX = 6
# Between a symbol and its title, and between rows.
_GAP_PX = 8
_ROW_GAP_PX = 5
SYMBOL_WIDTH_PX = 28
SYMBOL_HEIGHT_PX = 18


@dataclass(frozen=True)
class Legend:
    """The rules to show and the size of a symbol (in pixels of 0.28 mm).

    ``background`` is "#rrggbb", None leaves it transparent.
    """

    title: str
    rules: tuple[Rule, ...]
    symbol_width_px: int = SYMBOL_WIDTH_PX
    symbol_height_px: int = SYMBOL_HEIGHT_PX
    background: str | None = None
    pixel_ratio: float = 1.0

    def px(self, length: float) -> int:
        """A length in the image's own pixels."""
        return round(length * self.pixel_ratio)

    @property
    def heading(self) -> str:
        """A title over several rows; a single row says what it is by itself."""
        return self.title if len(self.rules) > 1 else ""


def legend_of(style: Style, scale_denominator: float | None = None) -> Legend:
    """The legend of what the style draws, at a scale or at any."""
    rules = style.rules if scale_denominator is None else style.rules_at(scale_denominator)
    return Legend(style.title, tuple(replace(rule, label=None) for rule in one_a_title(rules)))


def measure(legend: Legend) -> tuple[int, int]:
    """Width and height of the image, pixels."""
    text, heading = font(legend.px(_TEXT_PX)), font(legend.px(_HEADING_PX), bold=True)
    beside = max((text.getlength(rule.title) for rule in legend.rules), default=0)
    row = legend.px(legend.symbol_width_px) + legend.px(_GAP_PX) + beside
    width = max(row, heading.getlength(legend.heading)) + 2 * legend.px(_MARGIN_PX)
    height = _rows_top(legend) + len(legend.rules) * _row_step(legend) + legend.px(_MARGIN_PX)
    return int(width) + 1, height


def draw_legend(legend: Legend, format_: ImageFormat) -> bytes:
    """The image, encoded."""
    width, height = measure(legend)
    image = Image.new("RGBA", (width, height), legend.background or "#ffffff00")
    symbols = [
        Symbol(legend.px(_MARGIN_PX), top, legend.px(legend.symbol_width_px), _symbol_px(legend))
        for top in _tops(legend)
    ]
    drawn = draw_symbols(symbols, legend.rules, (width, height), legend.pixel_ratio)
    image.alpha_composite(Image.open(BytesIO(drawn)).convert("RGBA"))
    _write_titles(image, legend)
    return encode(image, format_)


def _write_titles(image: Image.Image, legend: Legend) -> None:
    pen = ImageDraw.Draw(image)
    margin = legend.px(_MARGIN_PX)
    if legend.heading:
        heading = font(legend.px(_HEADING_PX), bold=True)
        pen.text((margin, margin), legend.heading, fill=palette.INK, font=heading)
    left = margin + legend.px(legend.symbol_width_px) + legend.px(_GAP_PX)
    for rule, top in zip(legend.rules, _tops(legend), strict=True):
        middle = top + _symbol_px(legend) / 2
        text = font(legend.px(_TEXT_PX))
        pen.text((left, middle), rule.title, fill=palette.INK, font=text, anchor="lm")


def _tops(legend: Legend) -> Sequence[int]:
    """The upper edge of each row's symbol."""
    step = _row_step(legend)
    return [_rows_top(legend) + index * step for index in range(len(legend.rules))]


def _symbol_px(legend: Legend) -> int:
    return legend.px(legend.symbol_height_px)


def _row_step(legend: Legend) -> int:
    return max(_symbol_px(legend), legend.px(_TEXT_PX + 2)) + legend.px(_ROW_GAP_PX)


def _rows_top(legend: Legend) -> int:
    top = legend.px(_MARGIN_PX)
    return top + legend.px(_HEADING_PX + _GAP_PX) if legend.heading else top
