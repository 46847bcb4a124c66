"""A style as the viewer draws it: OpenLayers flat style rules, and the legend's entries.

A layer's vector tiles hold its shapes and, apart, one label point a feature
(``layers.tiles``). So every style becomes two chains of rules: those whose style has a
``text-value`` are for the label points, all others for the shapes; the viewer gives the
chains apart by that. Inside a chain the first rule that matches wins, as in the model.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from layers.styles.hatched_marker import hatch_path, hatched_marker
from layers.styles.model import Fill, Label, Marker, Rule, Stroke, Style, one_a_title

# Metres a pixel at denominator 1 (OGC 06-042, 7.2.4.6.9: a pixel is 0.28 mm).
_METRES_PER_PIXEL = 0.00028
_FONT = "'Noto Sans', sans-serif"
_HATCH_PX = 8
# Room around a label when labels collide, pixels: top, right, bottom, left.
_LABEL_PADDING = [2, 4, 2, 4]
_RANK_EXPONENT = 0.25

_COMPARISONS = {"=": "==", "<>": "!=", "<": "<", ">": ">", "<=": "<=", ">=": ">="}

Expression = list[Any]


def flat_style(style: Style) -> list[dict[str, Any]]:
    """OpenLayers flat style rules (``{filter, style, else}``), shapes first, then labels."""
    shapes = [_shape_rule(rule) for rule in style.rules]
    if not style.label_fields():
        return shapes
    return shapes + [_label_rule(rule) for rule in style.rules]


def legend(style: Style) -> list[dict[str, Any]]:
    """One entry a title: its rule's name, scale range (denominators or None) and symbol.

    A symbol has ``kind`` (``polygon``, ``line``, ``point``), ``fill`` and ``stroke`` (None or
    their members as in the model) and, for points, ``size_px``, ``shape`` and, where they are
    hatched, the lines around the middle as an SVG path, ``hatch_path``.
    """
    return [
        {
            "name": rule.name,
            "title": rule.title,
            "min_scale": rule.min_scale,
            "max_scale": rule.max_scale,
            **_symbol(rule),
        }
        for rule in one_a_title(style.rules)
    ]


def _symbol(rule: Rule) -> dict[str, Any]:
    # Of a rule for points and polygons alike the polygon is shown.
    if rule.marker and not rule.fill:
        marker = rule.marker
        return {
            "kind": "point",
            "fill": _fill_entry(marker.fill),
            "stroke": _stroke_entry(marker.stroke),
            "size_px": marker.size_px,
            "shape": marker.shape,
            "hatch_path": hatch_path(marker) if marker.fill.hatch else "",
        }
    kind = "polygon" if rule.fill else "line"
    return {"kind": kind, "fill": _fill_entry(rule.fill), "stroke": _stroke_entry(rule.stroke)}


def _fill_entry(fill: Fill | None) -> dict[str, Any] | None:
    if fill is None:
        return None
    return {"color": fill.color, "opacity": fill.opacity, "hatch": fill.hatch}


def _stroke_entry(stroke: Stroke | None) -> dict[str, Any] | None:
    if stroke is None:
        return None
    return {
        "color": stroke.color,
        "width_px": stroke.width_px,
        "opacity": stroke.opacity,
        "dash": list(stroke.dash),
    }


def _shape_rule(rule: Rule) -> dict[str, Any]:
    style: dict[str, Any] = {}
    if rule.fill:
        style |= _flat_fill(rule.fill)
    if rule.stroke:
        style |= _flat_stroke(rule.stroke)
    if rule.marker:
        style |= _flat_marker(rule.marker)
    return _flat_rule(_conditions(rule), style)


def _label_rule(rule: Rule) -> dict[str, Any]:
    conditions = _conditions(rule)
    if rule.label is None:
        # It still ends the chain for its features: no later rule may label them.
        return _flat_rule(conditions, {"text-value": ""})
    label = rule.label
    conditions += [["has", label.field], *_scale_range(label.min_scale, label.max_scale)]
    return _flat_rule(conditions, _flat_label(label))


def _flat_rule(conditions: list[Expression], style: dict[str, Any]) -> dict[str, Any]:
    rule: dict[str, Any] = {"style": style, "else": True}
    if conditions:
        rule["filter"] = conditions[0] if len(conditions) == 1 else ["all", *conditions]
    return rule


def _conditions(rule: Rule) -> list[Expression]:
    conditions = _scale_range(rule.min_scale, rule.max_scale)
    if rule.filter is not None:
        conditions.append(_expression(rule.filter))
    return conditions


def _scale_range(min_scale: float | None, max_scale: float | None) -> list[Expression]:
    conditions: list[Expression] = []
    if min_scale is not None:
        conditions.append([">=", ["resolution"], min_scale * _METRES_PER_PIXEL])
    if max_scale is not None:
        conditions.append(["<", ["resolution"], max_scale * _METRES_PER_PIXEL])
    return conditions


def _rgba(color: str, opacity: float) -> list[float]:
    """``#rrggbb`` as [r, g, b, a], which OpenLayers reads without parsing a string."""
    return [int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16), opacity]


def _flat_fill(fill: Fill, prefix: str = "") -> dict[str, Any]:
    if fill.hatch:
        return {f"{prefix}fill-pattern-src": _hatch_image(fill)}
    return {f"{prefix}fill-color": _rgba(fill.color, fill.opacity)}


def _hatch_image(fill: Fill) -> str:
    """A tile of diagonal lines that continue from one tile to the next, as a data address."""
    side = _HATCH_PX
    path = f"M-2 2L2-2M0 {side}L{side} 0M{side - 2} {side + 2}L{side + 2} {side - 2}"
    return _image_address(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}">'
        f'<path d="{path}" stroke="{fill.color}" stroke-opacity="{fill.opacity}" '
        'stroke-width="2"/></svg>'
    )


def _image_address(svg: str) -> str:
    return f"data:image/svg+xml,{quote(svg)}"


def _flat_stroke(stroke: Stroke, prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {
        f"{prefix}stroke-color": _rgba(stroke.color, stroke.opacity),
        f"{prefix}stroke-width": stroke.width_px,
    }
    if stroke.dash:
        flat[f"{prefix}stroke-line-dash"] = list(stroke.dash)
    return flat


def _flat_marker(marker: Marker) -> dict[str, Any]:
    if marker.fill.hatch:
        prefix = "icon-"
        flat: dict[str, Any] = {"icon-src": _image_address(hatched_marker(marker))}
    elif marker.shape == "square":
        # A regular shape's radius goes to its corners.
        prefix = "shape-"
        flat = {
            "shape-points": 4,
            "shape-angle": 0.7853981633974483,
            "shape-radius": round(marker.size_px / 2**0.5, 3),
        }
    else:
        prefix = "circle-"
        flat = {"circle-radius": marker.size_px / 2}
    if not marker.fill.hatch:
        flat |= _flat_fill(marker.fill, prefix)
        flat |= _flat_stroke(marker.stroke, prefix) if marker.stroke else {}
    # A marker is a fact and always drawn; only labels give way to one another.
    flat[f"{prefix}declutter-mode"] = "none"
    return flat


def _flat_label(label: Label) -> dict[str, Any]:
    weight = "bold " if label.bold else ""
    return _rank(label) | {
        "text-value": ["to-string", ["get", label.field]],
        "text-font": f"{weight}{label.size_px:g}px {_FONT}",
        "text-fill-color": label.color,
        "text-stroke-color": label.halo_color,
        "text-stroke-width": 2 * label.halo_px,
        "text-offset-y": label.offset_y_px,
        "text-padding": _LABEL_PADDING,
        "text-overflow": True,
    }


def _rank(label: Label) -> dict[str, Any]:
    """Where labels collide OpenLayers keeps the one of the highest z-index.

    Each index costs a drawing pass, so ranks are put in classes: 34 million people make 76.
    """
    if not label.priority:
        return {}
    value = ["clamp", ["get", label.priority], 0, 1e12]
    return {
        "z-index": ["case", ["has", label.priority], ["floor", ["^", value, _RANK_EXPONENT]], 0]
    }


def _expression(node: dict[str, Any]) -> Expression:
    """A CQL2-JSON tree as an OpenLayers expression; raises ValueError for what it lacks.

    As in SQL, a comparison with a missing value doesn't hold, and neither does its negation.
    """
    op, args = node["op"], node["args"]
    if op in ("and", "or"):
        return ["all" if op == "and" else "any", *(_expression(arg) for arg in args)]
    if op == "not":
        return _negation(args[0])
    name = args[0].get("property") if isinstance(args[0], dict) else None
    if name is None:
        raise ValueError(f"A style's filter compares a property, not {args[0]!r}.")
    if op == "isNull":
        return ["!", ["has", name]]
    return ["all", ["has", name], _comparison(op, ["get", name], args[1:])]


def _comparison(op: str, value: Expression, operands: list[Any]) -> Expression:
    if op in _COMPARISONS:
        return [_COMPARISONS[op], value, operands[0]]
    if op == "between":
        return ["between", value, *operands]
    if op == "in":
        return ["in", value, ["literal", list(operands[0])]]
    raise ValueError(f"The viewer has no counterpart of the operator {op!r}.")


def _negation(node: dict[str, Any]) -> Expression:
    negated: Expression = ["!", _expression(node)]
    if node["op"] == "isNull":
        return negated
    names = sorted(Style("", "", (Rule("", "", filter=node),)).filter_fields())
    return ["all", *(["has", name] for name in names), negated]
