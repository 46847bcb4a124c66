"""Commitment 12: health facilities, by the level of care of their category."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.model_fields import fields_of
from layers.styles import palette
from layers.styles.model import Fill, Label, Marker, Rule, Stroke, Style
from layers.styles.twins import facts_and_samples, marked, of_value
from layers.themes.provenance import DECLARED, LOCATED, PROVENANCE
from territory.models import HealthFacility
from territory.models.health import CareLevel

_COLOR = palette.THEME["health"]
# A darker and a lighter step of the theme's colour: distinguished without their hue too.
_DARK, _LIGHT = "#5e1b3d", "#d98cb1"
# The many small ones without a category stay behind the others.
_MUTED = "#99808c"
_PAPER_EDGE, _DARK_EDGE = Stroke(palette.PAPER, 1.0), Stroke(_DARK, 1.4)
# Scale denominators from which hospitals, and all others, are far enough apart to be named.
_FEW_NAMED_FROM, _ALL_NAMED_FROM = 1_000_000, 100_000


def _rows(user: AnyUser) -> QuerySet[HealthFacility]:
    return HealthFacility.objects.published()


def _class(
    level: CareLevel | None,
    title: str,
    fill: Fill,
    size_px: float,
    shape: str = "circle",
    *,
    edge: Stroke | None = _PAPER_EDGE,
    named_from: float = _ALL_NAMED_FROM,
) -> Rule:
    """A class of the style; ``level`` is None of what has no category, or none that is known."""
    return Rule(
        f"level_{level.value.lower()}" if level else "no_level",
        title,
        filter=of_value("care_level", level and level.value),
        marker=Marker(fill, edge, size_px, shape),
        label=Label("name", size_px=10, color=_DARK, offset_y_px=12, max_scale=named_from),
    )


# The first are drawn on top.
_CLASSES = (
    _class(
        CareLevel.THIRD,
        "Tercer nivel (III-1, III-2, III-E)",
        Fill(_DARK),
        11,
        "square",
        edge=_DARK_EDGE,
        named_from=_FEW_NAMED_FROM,
    ),
    _class(
        CareLevel.SECOND,
        "Segundo nivel (II-1, II-2, II-E)",
        Fill(_COLOR),
        9,
        named_from=_FEW_NAMED_FROM,
    ),
    # The light class would fade without a dark edge.
    _class(CareLevel.FIRST, "Primer nivel (I-1 a I-4)", Fill(_LIGHT), 6, edge=_DARK_EDGE),
    _class(None, "Sin categoría, o no se conoce", Fill(_MUTED, 0.7), 4.5, edge=None),
)


def _as_sample(rule: Rule) -> Rule:
    """A sample's paper is inside, between the lines."""
    assert rule.label
    look = marked(rule, {_LIGHT: _DARK_EDGE})
    return replace(look, label=replace(rule.label, max_scale=_FEW_NAMED_FROM))


HEALTH_FACILITIES = Layer(
    name="health_facilities",
    title="Establecimientos de salud",
    abstract="Establecimientos de salud activos (IPRESS) del registro nacional de SUSALUD "
    "(RENIPRESS), públicos y privados, con su categoría. Las camas son las de internamiento que "
    "el establecimiento declaró al registrarse: no son camas de emergencia ni dicen si están "
    "libres. Sin categoría, o con una posición que no puede ser cierta, el dato queda vacío.",
    theme="health",
    keywords=(
        "salud",
        "establecimientos de salud",
        "hospitales",
        "IPRESS",
        "RENIPRESS",
        "categoría",
    ),
    commitments=(12,),
    rows=_rows,
    geom="geom",
    geometry_type="Point",
    title_field="name",
    fields=fields_of(
        HealthFacility,
        "code",
        "name",
        "institution",
        "category",
        "care_level",
        "classification",
        "facility_type",
        "condition",
        "beds",
        *DECLARED,
        LOCATED,
        "address",
        "disa",
        "network",
        "micronetwork",
        "executing_unit",
        "schedule",
        "started_on",
        "altitude_m",
        *PROVENANCE,
    ),
    style=Style(
        "default",
        "Establecimientos de salud por nivel de atención",
        facts_and_samples(_CLASSES, _as_sample),
    ),
    sample_path="is_sample",
    source_url_path="source_url",
    licence="",
    attribution="SUSALUD",
)
