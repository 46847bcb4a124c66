"""Commitment 3: environmental commissions, drawn on the units that they serve."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.model_fields import fields_of
from layers.styles import palette
from layers.styles.model import Fill, Label, Rule, Stroke, Style
from layers.themes.provenance import DECLARED, PROVENANCE
from territory.models import EnvironmentalCommission

_COLOR = palette.THEME["environment"]
# Scale denominators from which the units are large enough on the map to be named.
_NAMES_FROM = {"CAR": 20_000_000, "CAM": 3_000_000}


def _rows(user: AnyUser) -> QuerySet[EnvironmentalCommission]:
    return EnvironmentalCommission.objects.published()


def _rule(kind: str, title: str, *, sample: bool, opacity: float) -> Rule:
    tests: list[dict[str, Any]] = [
        {"op": "=", "args": [{"property": "kind"}, kind]},
        {"op": "=", "args": [{"property": "is_sample"}, sample]},
    ]
    return Rule(
        f"{kind.lower()}_sample" if sample else kind.lower(),
        f"EJEMPLO · {title}" if sample else title,
        filter={"op": "and", "args": tests},
        fill=Fill(_COLOR, opacity, hatch=sample),
        stroke=Stroke(_COLOR, 1.6, dash=(4, 3) if sample else ()),
        label=Label("name", size_px=10, color=_COLOR, max_scale=_NAMES_FROM[kind]),
    )


ENVIRONMENTAL_COMMISSIONS = Layer(
    name="environmental_commissions",
    title="Comisiones ambientales (CAR y CAM)",
    abstract="Comisiones ambientales regionales (CAR, sobre departamentos) y municipales (CAM, "
    "sobre provincias y distritos), dibujadas en la unidad que declaran.",
    theme="environment",
    keywords=("ambiente", "CAR", "CAM", "gobernanza ambiental"),
    commitments=(3,),
    rows=_rows,
    geom="declared_unit__geom",
    geometry_type="MultiPolygon",
    title_field="name",
    fields=fields_of(
        EnvironmentalCommission,
        "kind",
        "name",
        *DECLARED,
        "created_by",
        "created_on",
        "assisted",
        "assisted_on",
        *PROVENANCE,
    ),
    style=Style(
        "default",
        "Comisiones ambientales",
        (
            _rule("CAM", "CAM, comisión municipal", sample=False, opacity=0.55),
            _rule("CAR", "CAR, comisión regional", sample=False, opacity=0.25),
            _rule("CAM", "CAM, comisión municipal", sample=True, opacity=0.9),
            _rule("CAR", "CAR, comisión regional", sample=True, opacity=0.6),
        ),
    ),
    sample_path="is_sample",
    source_url_path="source_url",
    time_field="created_on",
    boundary_path="declared_unit__boundary_source",
    licence="",
    attribution="MINAM",
)
